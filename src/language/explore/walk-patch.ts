import {
  attempt,
  entryLabel,
  isFailure,
  isRational,
  MAX_OPERATIONS,
  MAX_SLOW_OPERATIONS,
  add,
  combined,
  MathError,
  Polynomial,
  toReal,
  type Scalar,
  type Spot,
  type Walk,
} from '../../core';
import type { Patch, PatchAsk, PatchCell } from '../../protocol';
import { isOutside, resultOf } from './walk-frame';
import { NOTHING_YET } from './walk-text';
import type { Walked } from './walk-values';

/** Where there is nothing: of a kernel, no weight; of a target, what lies in the padding is cut off. */
const NO_WEIGHT: PatchCell = { text: '' };
const CUT_OFF: PatchCell = { text: '', padding: true };
const PENDING: PatchCell = { text: '', pending: true };

/** Additions of a patch whose cells are long sums. They are all of small integers, or exact ones. */
const MOST_WORK = { plain: MAX_OPERATIONS / 4, exact: MAX_SLOW_OPERATIONS };

/** What stands in a rectangle of one of the grids. @throws MathError where that is too much to add up. */
export function patchOf(walked: Walked, walk: Walk, ask: PatchAsk): Patch {
  const { plane, top, left, rows, cols } = ask;
  const cellAt = { source: sourceCell, kernel: kernelCell, target: targetCell }[ask.grid];
  const draw = cellAt(walked, walk, ask);
  return {
    cells: Array.from({ length: rows * cols }, (_, index) =>
      draw({ plane, row: top + Math.floor(index / cols), col: left + (index % cols) }),
    ),
  };
}

type Draw = (cell: Spot) => PatchCell;

function sourceCell(walked: Walked, walk: Walk, { notation }: PatchAsk): Draw {
  const { places, under } = walked.operands(walk, notation);
  if (walk.form === 'spread')
    return (cell) => (isOutside(cell, walk.places) ? CUT_OFF : shown(places.at(walk.mesh.placeAt(cell))));
  return (cell) => {
    const read = walk.mesh.standIn(cell);
    const value = read ? shown(under.at(walk.mesh.underAt(read))) : EMPTY_PADDING[walk.mesh.combines];
    return isOutside(cell, walk.under) ? { ...value, padding: true } : value;
  };
}

/** The maximum never sees padding. */
const EMPTY_PADDING: Readonly<Record<Walk['mesh']['combines'], PatchCell>> = {
  sum: { text: '0', value: 0 },
  mean: { text: '0', value: 0 },
  max: { text: NOTHING_YET },
};

function kernelCell(walked: Walked, walk: Walk, { channel, step, notation }: PatchAsk): Draw {
  const { mesh } = walk;
  const { weights, places } = walked.operands(walk, notation);
  if (walk.form === 'taps')
    return (cell) =>
      isOutside(cell, walk.kernel) ? NO_WEIGHT : shown(places.at(mesh.placeAt({ ...cell, plane: channel })));
  if (mesh.combines === 'max') return () => NO_WEIGHT;
  const { at } = walk.step(channel, step);
  return ({ plane, row, col }) => {
    if (isOutside({ plane, row, col }, walk.kernel)) return NO_WEIGHT;
    const [place, under] = walk.form === 'spread' ? [plane, channel] : [channel, plane];
    if (!mesh.channelsOf(place).includes(under)) return NO_WEIGHT;
    return shown(weights.at(mesh.weightAt({ ...at, plane: place }, under, row, col)));
  };
}

function targetCell(walked: Walked, walk: Walk, { channel, step, notation }: PatchAsk): Draw {
  const operands = walked.operands(walk, notation);
  const plain = operands.weights.plain && operands.places.plain && operands.under.plain;
  let left = plain ? MOST_WORK.plain : MOST_WORK.exact;
  return (cell) => {
    if (isOutside(cell, walk.target)) return walk.form === 'spread' ? CUT_OFF : NO_WEIGHT;
    const touches = walk.added(channel, cell, step);
    if (!touches) return PENDING;
    const bias = walked.bias(walk, cell, notation);
    if (notation === 'symbols')
      return {
        text: resultOf(walk, operands, touches, notation, bias),
        symbol: walked.targetSymbol(walk, channel, cell),
      };
    const sum = walked.kept(walk, channel, cell, () => {
      left -= touches.length;
      if (left < 0)
        throw new MathError('So many cells are too much to add up at once; ask for fewer of them.');
      return combined(walk, operands, touches);
    });
    if (sum === undefined) return { text: NOTHING_YET };
    return shown(bias === undefined ? sum : add(sum, bias));
  };
}

function shown(value: Scalar): PatchCell {
  if (value instanceof Polynomial) {
    const { symbol } = value;
    return symbol
      ? { text: symbol.short, symbol: { name: symbol.name, index: symbol.index.join(',') } }
      : { text: entryLabel(value) };
  }
  const size = isRational(value) ? attempt(() => toReal(value)) : value;
  return { text: entryLabel(value), ...(!isFailure(size) && { value: size }) };
}
