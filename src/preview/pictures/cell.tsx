import type { JSX } from 'preact';
import type { Cell } from '../../protocol';
import { hueOf } from '../colours/palette';

/** What stands in a cell: a number, or a symbol with its index. */
export function CellText({ cell }: { readonly cell: Cell }): JSX.Element {
  if (cell.symbol === undefined) return <>{cell.text}</>;
  const { name, index } = cell.symbol;
  const [, letters = name, primes = ''] = /^(.*?)([′']*)$/su.exec(name) ?? [];
  return (
    <span class="symbol">
      <span class={/^.$/su.test(letters) ? 'variable' : 'name'}>{letters}</span>
      {primes.replaceAll("'", '′')}
      {index !== '' && <sub>{index}</sub>}
    </span>
  );
}

/** The class of a cell: which weight it holds, or that it holds nothing. */
export function cellClass(cell: Cell, hues: 'taps' | 'rows'): string {
  if (cell.zero === true) return 'cell zero';
  if (cell.weight === undefined) return 'cell';
  return `cell weight ${hues === 'taps' ? 'tap' : 'row'}-${hueOf(cell.weight, hues)}`;
}
