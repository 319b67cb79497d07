import { counted } from '../../core';
import type {
  Exploration,
  Frame,
  FrameAsk,
  GridSheet,
  Patch,
  PatchAsk,
  Rect,
  Refused,
  TakeAsk,
  Takeaway,
  WalkSheet,
} from '../../protocol';
import { drawStep, type GridView, type PlaneView } from '../../publish';
import { rowsCsv } from '../csv';
import { drawnAs } from '../value-as';

/** What answers for a step and for what stands in a grid. */
export interface StepAnswers {
  readonly frame: (ask: FrameAsk) => Frame | Refused;
  readonly patch: (ask: PatchAsk) => Patch | Refused;
}

type StepTake = Takeaway & { readonly view: 'step' };

/** Cells of a side of a grid that are drawn; of a larger one, those around where something happens. */
const MOST_SIDE = 16;
/** Channels of the source that are drawn. */
const MOST_PLANES = 3;

/** A step in a format, and a note where not all of it is there. */
export function takeStep(
  { subject, format }: TakeAsk,
  what: StepTake,
  { walks, noWalk }: Exploration,
  base: 0 | 1,
  answers: StepAnswers,
): { readonly text: string; readonly note: string } | Refused {
  const { walk, channel, step, notation } = what;
  const sheet = walks.find(({ kind }) => kind === walk);
  if (!sheet) return { refused: noWalk ?? 'There is no window to step with.' };
  if (format === 'latex' || format === 'numpy')
    return { refused: 'A step is taken as SVG, PNG, TikZ or CSV.' };
  const frame = answers.frame({ kind: 'frame', subject, walk, channel, step, notation });
  if ('refused' in frame) return frame;
  if (format === 'csv')
    return {
      text: termsCsv(sheet, frame, base),
      note:
        frame.more > 0
          ? ` (the first ${counted(frame.terms.length, 'term')}, ${counted(frame.more, 'more')} left out)`
          : '',
    };
  const gathers = sheet.moves === 'gather';
  const view = (grid: PatchAsk['grid'], plane: number, rect: Rect): GridView | Refused => {
    const patch = answers.patch({
      kind: 'patch',
      subject,
      walk,
      grid,
      plane,
      channel,
      step,
      notation,
      ...rect,
    });
    const of = sheet[grid];
    return 'refused' in patch ? patch : { sheet: of, name: nameOf(of, plane, base), rect, patch };
  };
  const at = { top: frame.at.row, left: frame.at.col, rows: 1, cols: 1 };
  const target = view('target', channel, seen(sheet.target, gathers ? at : frame.reach));
  if ('refused' in target) return target;
  const count = Math.min(MOST_PLANES, sheet.source.planes);
  const shown = gathers ? Array.from({ length: count }, (_, plane) => plane) : [frame.at.plane];
  const planes: PlaneView[] = [];
  for (const plane of shown) {
    const source = view('source', plane, seen(sheet.source, gathers ? frame.reach : at));
    if ('refused' in source) return source;
    const { rows, cols } = sheet.kernel;
    const kernel = view('kernel', plane, {
      top: 0,
      left: 0,
      rows: Math.min(MOST_SIDE, rows),
      cols: Math.min(MOST_SIDE, cols),
    });
    if ('refused' in kernel) return kernel;
    planes.push({ plane, source, kernel });
  }
  const text = drawnAs(drawStep(sheet, frame, { notation, base, planes, target }), format);
  return typeof text === 'string' ? { text, note: '' } : text;
}

function nameOf({ name, planes }: GridSheet, plane: number, base: 0 | 1): string {
  return planes > 1 ? `${name}, channel ${plane + base}` : name;
}

/** A grid with its padding; of a larger one, the part around what happens. */
function seen({ rows, cols, padding }: GridSheet, around: Rect): Rect {
  const [top, height] = sideOf(0 - padding.top, rows + padding.bottom, around.top, around.rows);
  const [left, width] = sideOf(0 - padding.left, cols + padding.right, around.left, around.cols);
  return { top, left, rows: height, cols: width };
}

/** Where a side begins that is seen, and how long it is. */
function sideOf(
  from: number,
  end: number,
  at: number,
  length: number,
): readonly [from: number, length: number] {
  if (end - from <= MOST_SIDE) return [from, end - from];
  const centred = Math.floor(at + length / 2 - MOST_SIDE / 2);
  return [Math.max(from, Math.min(end - MOST_SIDE, centred)), MOST_SIDE];
}

/** The sum of a step, a line for each term: the place of the weight, that of the cell, both, their product, the sum so far. */
function termsCsv({ kernel, source, target, moves }: WalkSheet, frame: Frame, base: 0 | 1): string {
  const grid = moves === 'gather' ? source : target;
  const place = ({ plane, row, col }: Frame['at'], of: GridSheet): readonly string[] =>
    [...(of.planes > 1 ? [plane] : []), ...(of.rows > 1 ? [row] : []), col].map((one) => String(one + base));
  const columns = (prefix: string, of: GridSheet): readonly string[] =>
    [...(of.planes > 1 ? ['channel'] : []), ...(of.rows > 1 ? ['row'] : []), 'column'].map(
      (one) => `${prefix} ${one}`,
    );
  const header = [
    ...columns('tap', kernel),
    ...columns('cell', grid),
    'padding',
    'weight',
    'value',
    'product',
    'running',
  ];
  const rows = frame.terms.map(({ tap, cell, padding, weight, value, product, running }) => [
    ...place(tap, kernel),
    ...place(cell, grid),
    String(padding),
    ...[weight, value, product, running].map(plain),
  ]);
  const blank = header.slice(5).map(() => '');
  const bias =
    frame.bias === undefined || frame.more > 0
      ? []
      : [[...blank, 'false', 'bias', '', plain(frame.bias), plain(frame.result)]];
  return rowsCsv([header, ...rows, ...bias]);
}

/** Numbers as other programs read them: without groups, with a minus of ASCII. */
function plain(text: string): string {
  return text.replace(/−/g, '-').replace(/(?<=\d),(?=\d{3})/g, '');
}
