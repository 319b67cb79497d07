import type { JSX } from 'preact';
import { CellText } from '../../pictures/cell';
import { piecesOf } from './words';

/** A number, or a term of symbols with their indices below. */
export function Written({ text }: { readonly text: string }): JSX.Element {
  const pieces = piecesOf(text);
  if (pieces.every(({ index }) => index === '')) return <>{text}</>;
  return (
    <>
      {pieces.map(({ name, index }, at) =>
        index === '' ? name : <CellText key={at} cell={{ text: name + index, symbol: { name, index } }} />,
      )}
    </>
  );
}
