import type { JSX } from 'preact';
import type { Cell, MatrixPicture } from '../../protocol';
import { exact } from '../format';
import { CellText, cellClass } from './cell';
import { OpenLinks } from './opens';
import type { PictureProps } from './props';
import { Thumbnail } from './thumbnail';

const MOST_CELLS_IN_A_TABLE = 1600;
/** With more columns than this, cells get small. */
const MOST_LARGE_COLUMNS = 12;
/** Longer column labels stand upright. */
const LONGEST_FLAT_LABEL = 4;
const MOST_COLUMNS_IN_A_CARD = 5;
const DRAWING_PX = 360;

/** A matrix as a table of cells, or the window of it that the host has cut out. */
export function MatrixView({ picture, room }: PictureProps<MatrixPicture>): JSX.Element {
  const { rows, cols, cells, facts } = picture;
  const height = cells.length;
  const width = cells[0]?.length ?? 0;
  const cut = height < rows || width < cols;
  return (
    <div class={width > MOST_COLUMNS_IN_A_CARD ? 'picture wide' : 'picture'}>
      {height * width > MOST_CELLS_IN_A_TABLE ? (
        <div class="scroll">
          <Thumbnail picture={picture} size={DRAWING_PX} />
        </div>
      ) : (
        <div class="scroll">
          <CellTable picture={picture} small={room === 'card' || width > MOST_LARGE_COLUMNS} cut={cut} />
        </div>
      )}
      {cut && <p class="truth">{windowText(picture)}</p>}
      {(facts !== '' || picture.opens) && (
        <p class="truth">
          {facts} {picture.opens && <OpenLinks opens={picture.opens} />}
        </p>
      )}
    </div>
  );
}

/** `rows 0–11 of 774,192, columns 0–15 of 786,432` */
export function windowText({ rows, cols, cells, top, left }: MatrixPicture): string {
  const range = (first: number, count: number, all: number): string =>
    `${exact(first)}–${exact(first + count - 1)} of ${exact(all)}`;
  return `rows ${range(top, cells.length, rows)}, columns ${range(left, cells[0]?.length ?? 0, cols)}`;
}

interface CellTableProps {
  readonly picture: MatrixPicture;
  readonly small: boolean;
  readonly cut: boolean;
}

function CellTable({ picture, small, cut }: CellTableProps): JSX.Element {
  const { rows, cols, cells, top, left, hues, facts } = picture;
  const width = cells[0]?.length ?? 0;
  const labelled = picture.rowLabels !== undefined || picture.colLabels !== undefined || cut;
  const rowLabels = picture.rowLabels ?? cells.map((_, row) => numbered(top + row));
  const colLabels = picture.colLabels ?? Array.from({ length: width }, (_, col) => numbered(left + col));
  const upright = colLabels.some(
    (label) => label.symbol === undefined && label.text.length > LONGEST_FLAT_LABEL,
  );
  const open = [
    top > 0 && 'open-top',
    left > 0 && 'open-left',
    top + cells.length < rows && 'open-bottom',
    left + width < cols && 'open-right',
  ].filter((side) => side !== false);
  return (
    <table
      class={['matrix', small ? 'small' : 'large', ...open].join(' ')}
      aria-label={`${exact(rows)} by ${exact(cols)}${facts === '' ? '' : `, ${facts}`}`}
      aria-rowcount={rows + 1}
      aria-colcount={cols + 1}
    >
      {labelled && (
        <thead>
          <tr aria-rowindex={1}>
            <td class="corner" />
            {colLabels.map((label, col) => (
              <th
                key={col}
                scope="col"
                class={upright ? 'label upright' : 'label'}
                aria-colindex={left + col + 2}
              >
                <Label cell={label} />
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {cells.map((row, index) => (
          <tr key={index} aria-rowindex={top + index + 2}>
            {labelled && (
              <th scope="row" class="label">
                <Label cell={rowLabels[index] ?? numbered(top + index)} />
              </th>
            )}
            {row.map((cell, col) => (
              <td key={col} class={cellClass(cell, hues)} aria-colindex={left + col + 2}>
                <CellText cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Label({ cell }: { readonly cell: Cell }): JSX.Element {
  return (
    <span class={cell.symbol === undefined ? 'label-text' : 'label-text symbolic'}>
      <CellText cell={cell} />
    </span>
  );
}

function numbered(index: number): Cell {
  return { text: exact(index) };
}
