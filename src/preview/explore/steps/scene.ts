import type {
  Frame,
  FrameAsk,
  GridSheet,
  Patch,
  PatchAsk,
  PatchCell,
  Rect,
  Refused,
  Subject,
  WalkSheet,
} from '../../../protocol';
import { cropOf, extentOf, holds, rastered } from './crop';
import type { StepsState } from './state';

export type GridName = PatchAsk['grid'];

/** The most cells of each grid that there is room for. */
export type Fits = Readonly<Record<GridName, { readonly rows: number; readonly cols: number }>>;

/** What is here of what was asked. */
export interface Answered {
  readonly frame: (ask: FrameAsk) => Frame | Refused | undefined;
  readonly patch: (ask: PatchAsk) => Patch | Refused | undefined;
}

/** All that is drawn of one step. */
export interface Scene {
  readonly walk: WalkSheet;
  readonly step: number;
  readonly channel: number;
  readonly notation: StepsState['notation'];
  /** Absent as long as it is not known. */
  readonly frame?: Frame;
  readonly source: readonly PlaneScene[];
  /** One for each plane of the source; none where the window has no weights. */
  readonly kernel: readonly PlaneScene[];
  readonly target: PlaneScene;
  /** The largest size among the numbers of the target, from which its colours are made; 0 where there are none. */
  readonly largest: number;
  /** Why something can't be drawn. */
  readonly refused?: string;
  /** What has to be asked before it is complete. */
  readonly wants: readonly (FrameAsk | PatchAsk)[];
}

export interface PlaneScene {
  readonly plane: number;
  readonly crop: Rect;
  /** Row by row; undefined where the answer is not here. */
  readonly cells: readonly (PatchCell | undefined)[];
}

export interface SceneProps {
  readonly subject: Subject;
  readonly walk: WalkSheet;
  readonly state: StepsState;
  readonly fits: Fits;
  /** Whether the planes of the source stand side by side. */
  readonly abreast: boolean;
  readonly answered: Answered;
  /** Where the window was, for as long as it is not known where it is. */
  readonly before?: Frame | undefined;
  /** Without cells: for who only asks what it wants. */
  readonly bare?: boolean;
}

/** The grid that the window moves over, and the one whose cells are taken one after the other. */
export function roles(walk: WalkSheet): { readonly covered: GridName; readonly walked: GridName } {
  return walk.moves === 'gather'
    ? { covered: 'source', walked: 'target' }
    : { covered: 'target', walked: 'source' };
}

/** What is drawn at the state's step, as far as it is known, and what is to be asked for the rest. */
export function sceneOf(props: SceneProps): Scene {
  const { subject, walk, state, fits, abreast, answered } = props;
  const { channel, notation, step } = state;
  const common = { subject, walk: walk.kind, channel, notation } as const;
  const wants: (FrameAsk | PatchAsk)[] = [];
  const refusals: string[] = [];
  const get = <A extends FrameAsk | PatchAsk, B extends object>(
    ask: A,
    find: (ask: A) => B | Refused | undefined,
  ): B | undefined => {
    const answer = find(ask);
    if (answer === undefined) wants.push(ask);
    else if (!('refused' in answer)) return answer;
    else refusals.push(answer.refused);
    return undefined;
  };
  const frame = get<FrameAsk, Frame>({ kind: 'frame', ...common, step }, answered.frame);
  const place = frame ?? props.before;
  const { covered, walked } = roles(walk);
  const focusIn = (grid: GridName): Rect => {
    if (place === undefined) return NOWHERE;
    if (grid === covered) return place.reach;
    return grid === walked ? { ...NOWHERE, top: place.at.row, left: place.at.col } : NOWHERE;
  };
  const draw = (grid: GridName, plane: number, at: number, exact: boolean): PlaneScene => {
    const extent = extentOf(walk[grid]);
    const crop = cropOf(extent, focusIn(grid), fits[grid]);
    const pieces = (exact ? [crop] : rastered(extent, crop)).map((rect) => {
      const patch = frame && get<PatchAsk, Patch>(patchAsk(grid, plane, at, rect), answered.patch);
      return { rect, patch };
    });
    return { plane, crop, cells: props.bare === true ? [] : gathered(crop, pieces) };
  };
  const patchAsk = (grid: GridName, plane: number, at: number, rect: Rect): PatchAsk => ({
    ...{ kind: 'patch', ...common },
    ...{ grid, plane, step: at },
    ...{ top: rect.top, left: rect.left, rows: rect.rows, cols: rect.cols },
  });

  const met = place && metPlanes(place, walk);
  const planes = shownPlanes(walk.source, state.plane ?? met?.source ?? 0, abreast);
  const source = planes.map((plane) => draw('source', plane, 0, false));
  const kernel =
    walk.combines === 'sum'
      ? planes.map((plane) => draw('kernel', tapPlane(place, walk, plane), step, false))
      : [];
  const target = draw('target', met?.target ?? 0, step, true);
  const last = draw('target', met?.target ?? 0, walk.steps - 1, true);
  const [refused] = refusals;
  return {
    ...{ walk, step, channel, notation },
    ...(frame && { frame }),
    ...{ source, kernel, target },
    largest: Math.max(0, ...[...target.cells, ...last.cells].map((cell) => Math.abs(cell?.value ?? 0))),
    ...(refused !== undefined && { refused }),
    wants,
  };
}

const NOWHERE: Rect = { top: 0, left: 0, rows: 1, cols: 1 };

/** Side by side all planes, else one. */
function shownPlanes({ planes }: GridSheet, one: number, abreast: boolean): readonly number[] {
  return abreast ? Array.from({ length: planes }, (_, plane) => plane) : [Math.min(one, planes - 1)];
}

/** The planes that a step is in: that of the first term, and that of the cell which is walked to. */
function metPlanes(
  { at, terms }: Frame,
  walk: WalkSheet,
): { readonly source: number; readonly target: number } {
  const covered = terms[0]?.cell.plane ?? 0;
  return walk.moves === 'gather'
    ? { source: covered, target: at.plane }
    : { source: at.plane, target: covered };
}

/** The plane of the kernel whose taps meet a plane of the source. */
function tapPlane(frame: Frame | undefined, walk: WalkSheet, plane: number): number {
  const term =
    walk.moves === 'gather' ? frame?.terms.find(({ cell }) => cell.plane === plane) : frame?.terms[0];
  return term?.tap.plane ?? Math.min(plane, walk.kernel.planes - 1);
}

function gathered(
  crop: Rect,
  pieces: readonly { readonly rect: Rect; readonly patch: Patch | undefined }[],
): readonly (PatchCell | undefined)[] {
  return Array.from({ length: crop.rows * crop.cols }, (_, index) => {
    const row = crop.top + Math.floor(index / crop.cols);
    const col = crop.left + (index % crop.cols);
    const piece = pieces.find(({ rect }) => holds(rect, row, col));
    if (piece?.patch === undefined) return undefined;
    const { rect, patch } = piece;
    return patch.cells[(row - rect.top) * rect.cols + col - rect.left];
  });
}
