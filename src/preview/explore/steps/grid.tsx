import type { JSX } from 'preact';
import type { GridSheet, PatchCell, Rect } from '../../../protocol';
import { memo } from '../../memo';
import { extentOf } from './crop';
import { markKey, type CellMark, type Marks } from './marks';
import type { GridRoom } from './room';
import type { PlaneScene } from './scene';
import { Written } from './written';

/** The colour of a number, and that of a text on it. */
export interface Shade {
  readonly back: string;
  readonly text: string;
}

interface GridProps {
  readonly label: string;
  readonly grid: GridSheet;
  readonly plane: PlaneScene;
  readonly room: GridRoom;
  readonly marks: Marks;
  readonly base: number;
  /** Numbers beside the rows and above the columns. */
  readonly numbered: boolean;
  /** The longest text, in letters. */
  readonly letters: number;
  readonly kind: 'source' | 'kernel' | 'target';
  readonly shade?: ((value: number) => Shade | undefined) | undefined;
  /** What the window covers. */
  readonly reach?: Rect | undefined;
  /** Whether the window is seen to move. */
  readonly slides: boolean;
}

/** A part of a grid: a table, with the window over it. */
export function Grid(props: GridProps): JSX.Element {
  const { label, grid, plane, room, marks, base, numbered, letters, kind, shade, reach, slides } = props;
  const { crop, cells } = plane;
  const line = extentOf(grid).rows === 1;
  const cols = Array.from({ length: crop.cols }, (_, index) => crop.left + index);
  return (
    <div
      class={['step-grid', kind, ...(numbered ? ['numbered'] : []), ...(line ? ['line'] : [])].join(' ')}
      style={{
        '--cell': `${room.cell}px`,
        '--letters': String(Math.max(2, letters)),
        '--cols': String(crop.cols),
        '--rows': String(crop.rows),
      }}
    >
      <table aria-label={label} data-cramped={room.cramped ? '' : undefined}>
        {numbered && (
          <thead>
            <tr>
              {!line && <td class="corner" />}
              {cols.map((col) => (
                <th key={col} scope="col">
                  <PlaceNumber index={col} count={grid.cols} base={base} />
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {Array.from({ length: crop.rows }, (_, index) => {
            const row = crop.top + index;
            return (
              <tr key={row}>
                {numbered && !line && (
                  <th scope="row">
                    <PlaceNumber index={row} count={grid.rows} base={base} />
                  </th>
                )}
                {cols.map((col, at) => {
                  const cell = cells[index * crop.cols + at];
                  const mark = marks.get(markKey(row, col));
                  const colours = cell?.value === undefined ? undefined : shade?.(cell.value);
                  return (
                    <StepCell
                      key={col}
                      row={row}
                      col={col}
                      text={cell?.text ?? ''}
                      state={stateOf(cell)}
                      mark={mark?.kind}
                      hue={mark?.hue}
                      note={mark?.note}
                      back={colours?.back}
                      ink={colours?.text}
                    />
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {kind !== 'kernel' && (
        <div class="step-overlay" aria-hidden="true">
          {kind === 'source' && (
            <div
              class="step-image"
              style={boxed({ top: 0, left: 0, rows: grid.rows, cols: grid.cols }, crop, room.cell)}
            />
          )}
          {reach !== undefined && (
            <div
              key={`${crop.top} ${crop.left}`}
              class={slides ? 'step-window slides' : 'step-window'}
              style={boxed(reach, crop, room.cell)}
            />
          )}
        </div>
      )}
    </div>
  );
}

interface StepCellProps {
  readonly row: number;
  readonly col: number;
  readonly text: string;
  readonly state: CellState;
  readonly mark: CellMark['kind'] | undefined;
  readonly hue: number | undefined;
  readonly note: string | undefined;
  readonly back: string | undefined;
  readonly ink: string | undefined;
}

type CellState = 'known' | 'padding' | 'pending' | 'missing';

const StepCell = memo((props: StepCellProps): JSX.Element => {
  const { row, col, text, state, mark, hue, note, back, ink } = props;
  const filled = back !== undefined && mark !== 'tap';
  const classes = [
    state,
    ...(mark === undefined ? [] : [mark]),
    ...(hue === undefined ? [] : [`tap-${hue}`]),
    ...(filled ? ['filled'] : []),
    ...(text === '0' ? ['nought'] : []),
  ];
  const unseen =
    state === 'pending'
      ? 'not computed yet'
      : state === 'padding' && mark === undefined
        ? 'padding'
        : undefined;
  return (
    <td
      class={classes.join(' ')}
      data-row={row}
      data-col={col}
      title={text.length > LONG ? text : undefined}
      {...(filled && { style: { '--back': back, '--ink-on': ink } })}
    >
      <div class="step-cell">
        <span class="step-value">
          {unseen === undefined ? <Written text={text} /> : <span class="unseen">{unseen}</span>}
        </span>
        {note !== undefined && (
          <span class="step-note">
            <Written text={note} />
          </span>
        )}
      </div>
    </td>
  );
});

/** Longer texts may be cut. */
const LONG = 5;

function stateOf(cell: PatchCell | undefined): CellState {
  if (cell === undefined) return 'missing';
  if (cell.pending === true) return 'pending';
  return cell.padding === true ? 'padding' : 'known';
}

/** The number of a row or column; those of the padding have none, but a name for those who listen. */
const PlaceNumber = memo(
  ({
    index,
    count,
    base,
  }: {
    readonly index: number;
    readonly count: number;
    readonly base: number;
  }): JSX.Element => {
    if (index >= 0 && index < count) return <>{index + base}</>;
    return <span class="unseen">padding</span>;
  },
);

function boxed(rect: Rect, crop: Rect, cell: number): Readonly<Record<string, string>> {
  return {
    width: `${rect.cols * cell}px`,
    height: `${rect.rows * cell}px`,
    transform: `translate(${(rect.left - crop.left) * cell}px, ${(rect.top - crop.top) * cell}px)`,
  };
}
