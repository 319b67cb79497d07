import type { JSX } from 'preact';
import type { VectorPicture } from '../../protocol';
import { exact } from '../format';
import { CellText, cellClass } from './cell';
import { MarkList } from './marks';
import type { PictureProps } from './props';

const MOST_SYMBOLS_IN_A_CARD = 5;
const MOST_NUMBERS_IN_A_CARD = 10;

/** A row of cells. */
export function VectorView({ picture }: PictureProps<VectorPicture>): JSX.Element {
  const { cells, length, marks } = picture;
  const marked = new Map(marks.map((mark) => [Math.max(mark.row, mark.col), mark.kind]));
  const rich = cells.some((cell) => cell.weight !== undefined);
  return (
    <div
      class={
        cells.length > (rich ? MOST_SYMBOLS_IN_A_CARD : MOST_NUMBERS_IN_A_CARD) ? 'picture wide' : 'picture'
      }
    >
      <div class="scroll">
        <ol
          class={rich ? 'vector rich' : 'vector'}
          aria-label={`${exact(length)} value${length === 1 ? '' : 's'}`}
        >
          {cells.map((cell, index) => {
            const mark = marked.get(index);
            return (
              <li key={index} class={cellClass(cell, 'taps')}>
                <CellText cell={cell} />
                {mark !== undefined && <span class={`cell-mark ${mark}`} />}
              </li>
            );
          })}
          {length > cells.length && (
            <li class="cell more" aria-hidden="true">
              …
            </li>
          )}
        </ol>
      </div>
      {length > cells.length && (
        <p class="truth">
          the first {exact(cells.length)} of {exact(length)}
        </p>
      )}
      <MarkList marks={marks} />
    </div>
  );
}
