import type { Notation, Rect } from './cell';
import type { Ask, Takeaway, TakeFormat } from './explore';
import type { FindAsk, Pick, Way } from './matrix';
import type { Subject } from './subject';
import type { PatchAsk, WalkKind } from './walk';

/** Readers of what the page asks: each gives undefined for what isn't exactly that. Unknown properties are left out. */

const WAYS: readonly Way[] = ['own', 'shared', 'unshared', 'dense'];
const WALKS: readonly WalkKind[] = ['forward', 'input-gradient', 'kernel-gradient'];
const NOTATIONS: readonly Notation[] = ['symbols', 'numbers'];
const GRIDS: readonly PatchAsk['grid'][] = ['source', 'kernel', 'target'];
const FORMATS: readonly TakeFormat[] = ['svg', 'tikz', 'latex', 'numpy', 'csv'];

/** Longer names stand in no file. */
const LONGEST_NAME = 1000;
const LONGEST_SEARCH = 200;
const MOST_LEVELS = 40;
/** A patch is no larger than a window can be. */
const MOST_CELLS = 16_384;

type Fields = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readAsk(value: unknown): Ask | undefined {
  if (!isRecord(value)) return undefined;
  const subject = readSubject(value['subject']);
  if (!subject) return undefined;
  switch (value['kind']) {
    case 'explore':
      return { kind: 'explore', subject };
    case 'tile':
      return readTile(value, subject);
    case 'pick': {
      const [way, pick] = [oneOf(WAYS, value['way']), readPick(value['pick'])];
      return way && pick && { kind: 'pick', subject, way, pick };
    }
    case 'find':
      return readFind(value, subject);
    case 'frame': {
      const [walk, notation] = [oneOf(WALKS, value['walk']), oneOf(NOTATIONS, value['notation'])];
      const { channel, step } = value;
      return walk && notation && isCount(channel) && isCount(step)
        ? { kind: 'frame', subject, walk, channel, step, notation }
        : undefined;
    }
    case 'patch':
      return readPatch(value, subject);
    case 'take': {
      const [what, format] = [readTakeaway(value['what']), oneOf(FORMATS, value['format'])];
      return what && format && { kind: 'take', subject, what, format };
    }
    default:
      return undefined;
  }
}

export function readSubject(value: unknown): Subject | undefined {
  if (!isRecord(value) || !isName(value['problem'])) return undefined;
  const { problem, given, part, field } = value;
  if (![given, part, field].every((name) => name === undefined || isName(name))) return undefined;
  return {
    problem,
    ...(isName(given) && { given }),
    ...(isName(part) && { part }),
    ...(isName(field) && { field }),
  };
}

export function readTakeaway(value: unknown): Takeaway | undefined {
  if (!isRecord(value)) return undefined;
  const notation = oneOf(NOTATIONS, value['notation']);
  switch (value['view']) {
    case 'picture':
      return { view: 'picture' };
    case 'ways':
      return { view: 'ways' };
    case 'matrix': {
      const way = oneOf(WAYS, value['way']);
      const { window, pick } = value;
      const [rect, picked] = [readRect(window), readPick(pick)];
      if (!way || !notation || (window !== undefined && !rect) || (pick !== undefined && !picked))
        return undefined;
      return {
        view: 'matrix',
        way,
        notation,
        ...(rect && { window: rect }),
        ...(picked && { pick: picked }),
      };
    }
    case 'step': {
      const walk = oneOf(WALKS, value['walk']);
      const { channel, step } = value;
      return walk && notation && isCount(channel) && isCount(step)
        ? { view: 'step', walk, channel, step, notation }
        : undefined;
    }
    default:
      return undefined;
  }
}

function readTile(value: Fields, subject: Subject): Ask | undefined {
  const way = oneOf(WAYS, value['way']);
  const { level, row, col } = value;
  return way && isCount(level) && level <= MOST_LEVELS && isCount(row) && isCount(col)
    ? { kind: 'tile', subject, way, level, row, col }
    : undefined;
}

function readPick(value: unknown): Pick | undefined {
  if (!isRecord(value)) return undefined;
  const { row, col, weight } = value;
  if (![row, col, weight].every((one) => one === undefined || isCount(one))) return undefined;
  return {
    ...(isCount(row) && { row }),
    ...(isCount(col) && { col }),
    ...(isCount(weight) && { weight }),
  };
}

function readFind(value: Fields, subject: Subject): FindAsk | undefined {
  const way = oneOf(WAYS, value['way']);
  const { row, col, find } = value;
  if (!way || !isCount(row) || !isCount(col) || !isRecord(find)) return undefined;
  const { what, step, text } = find;
  if (step !== 1 && step !== -1) return undefined;
  if (what === 'weight') return { kind: 'find', subject, way, row, col, find: { what, step } };
  return what === 'text' && typeof text === 'string' && text.length <= LONGEST_SEARCH
    ? { kind: 'find', subject, way, row, col, find: { what, text, step } }
    : undefined;
}

function readPatch(value: Fields, subject: Subject): PatchAsk | undefined {
  const walk = oneOf(WALKS, value['walk']);
  const grid = oneOf(GRIDS, value['grid']);
  const notation = oneOf(NOTATIONS, value['notation']);
  const rect = readRect(value);
  const { plane, channel, step } = value;
  return walk && grid && notation && rect && isCount(plane) && isCount(channel) && isCount(step)
    ? { kind: 'patch', subject, walk, grid, notation, plane, channel, step, ...rect }
    : undefined;
}

/** Of a size that can be drawn; it may begin before the first cell. */
function readRect(value: unknown): Rect | undefined {
  if (!isRecord(value)) return undefined;
  const { top, left, rows, cols } = value;
  return isWhole(top) && isWhole(left) && isCount(rows) && isCount(cols) && rows * cols <= MOST_CELLS
    ? { top, left, rows, cols }
    : undefined;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isCount(value: unknown): value is number {
  return isWhole(value) && value >= 0;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME;
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}
