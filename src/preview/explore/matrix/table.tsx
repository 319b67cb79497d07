import type { JSX } from 'preact';
import { TILE, type MatrixSheet } from '../../../protocol';
import { cellLabel, isSymbolic, placeLabel } from '../../../protocol';
import { labelOf, type Lettering } from './scene';
import type { Tiles } from './tiles';
import { useArrivals } from './use-tiles';

interface TableProps {
  readonly sheet: MatrixSheet;
  readonly tiles: Tiles;
  readonly lettering: Lettering;
}

/** What the drawing of a small matrix shows, as a real table for those who can't see it. */
export function HiddenTable({ sheet, tiles, lettering }: TableProps): JSX.Element {
  useArrivals(tiles);
  const name = (axis: MatrixSheet['rowAxis'], index: number): string =>
    isSymbolic(axis) ? cellLabel(axis, index).text : placeLabel(axis, index);
  const text = (row: number, col: number): string => {
    const tile = tiles.get(0, Math.floor(row / TILE), Math.floor(col / TILE));
    if (tile?.kind !== 'cells') return '';
    const weight = tile.weights[(tile.cells[(row % TILE) * tile.cols + (col % TILE)] ?? 0) - 1];
    return weight ? (labelOf(weight, lettering === 'structure' ? 'symbols' : lettering)?.text ?? '') : '0';
  };
  return (
    // A table is as wide as its cells want: what is around it keeps it from widening the page.
    <div class="unseen">
      <table aria-label={`${sheet.title}, as a table`}>
        <thead>
          <tr>
            <td />
            {Array.from({ length: sheet.cols }, (_, col) => (
              <th key={col} scope="col">
                {name(sheet.colAxis, col)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: sheet.rows }, (_, row) => (
            <tr key={row}>
              <th scope="row">{name(sheet.rowAxis, row)}</th>
              {Array.from({ length: sheet.cols }, (__, col) => (
                <td key={col}>{text(row, col)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
