import type { Conventions } from '../conventions';
import { MathError, UndefinedError } from '../failure';
import { sizesOf } from '../layers';
import { isRational } from '../numbers/rational';
import {
  add,
  briefly,
  compare,
  divide,
  equal,
  isZero,
  multiply,
  ONE,
  subtract,
  ZERO,
  type Scalar,
} from '../numbers/scalar';
import type { Feed, LayerValue } from '../values/value';

/** How the field of an output cell lies on the input along one axis. All in input cells; sizes may be symbols. */
export interface AxisField {
  readonly size: Scalar;
  /** By how much it moves from one output cell to the next; 0 where there is only one. */
  readonly stride: Scalar;
  /** Where the field of the first output cell begins: below 0 in the padding. Undefined where no formula says it. */
  readonly start: Scalar | undefined;
}

/** What an output cell of a layer depends on, measured on the input of all. */
export interface ReceptiveField {
  /** One per spatial axis. */
  readonly axes: readonly AxisField[];
}

/** Before any layer has said how many axes there are: a cell depends on itself. */
const ONE_CELL: AxisField = { size: ONE, stride: ONE, start: ZERO };

interface Field {
  /** Undefined where no layer has had a window yet. */
  readonly axes: readonly AxisField[] | undefined;
}

/** Fields that are known. Layers never change where they stand; a table of a deep network asks for each of them. */
const KNOWN: Readonly<Record<Conventions['channels'], WeakMap<Feed, Field>>> = {
  first: new WeakMap(),
  last: new WeakMap(),
};

/**
 * The receptive field of a layer where it stands: with stride j and size r so far, a window of k cells that moves by s gives
 * r + (k − 1)·j and j·s (Araujo, Norris & Sim, Computing Receptive Fields, Distill 2019). Branches that are joined have to
 * move alike, with their centres at the same place, unless one of them sees the whole of what the others see a part of.
 * @param channels where shapes have their channels.
 * @throws UndefinedError where branches don't align, MathError where an input is missing.
 */
export function receptiveFieldOf(node: LayerValue, channels: Conventions['channels']): ReceptiveField {
  const known = KNOWN[channels];
  const waiting: LayerValue[] = known.has(node) ? [] : [node];
  for (;;) {
    const current = waiting.at(-1);
    if (!current) break;
    const missing = current.feeds.find((feed) => feed.kind === 'layer' && !known.has(feed));
    if (missing?.kind === 'layer') {
      waiting.push(missing);
      continue;
    }
    known.set(current, fieldOf(current, known, channels));
    waiting.pop();
  }
  return { axes: known.get(node)?.axes ?? [ONE_CELL] };
}

function fieldOf(
  { layer, feeds }: LayerValue,
  known: Pick<WeakMap<Feed, Field>, 'get'>,
  channels: Conventions['channels'],
): Field {
  const before = joined(feeds.map((feed) => known.get(feed) ?? { axes: undefined }));
  const { reach, inputShape } = sizesOf(layer);
  switch (reach.kind) {
    case 'same':
      return before;
    case 'window':
      return {
        axes: reach.axes.map(({ span, step, start }, axis) => {
          const field = before.axes?.[axis] ?? ONE_CELL;
          return {
            size: add(field.size, multiply(subtract(span, ONE), field.stride)),
            stride: multiply(field.stride, step),
            start: field.start && start && add(field.start, multiply(start, field.stride)),
          };
        }),
      };
    case 'all': {
      const extents = spatialExtents(inputShape ?? [], before.axes?.length, channels);
      return {
        axes: extents.map((extent, axis) => {
          const field = before.axes?.[axis] ?? ONE_CELL;
          return {
            size: add(field.size, multiply(subtract(extent, ONE), field.stride)),
            stride: ZERO,
            start: field.start,
          };
        }),
      };
    }
  }
}

/** The extents without channels. A tensor that is flattened already has lost its axes: there is nothing to add. */
function spatialExtents(
  shape: readonly Scalar[],
  axes: number | undefined,
  channels: Conventions['channels'],
): readonly Scalar[] {
  const spatial = axes ?? (shape.length <= 2 ? Math.max(1, shape.length) : shape.length - 1);
  if (shape.length < spatial) return new Array<Scalar>(spatial).fill(ONE);
  if (shape.length === spatial) return shape;
  return channels === 'first' ? shape.slice(shape.length - spatial) : shape.slice(0, spatial);
}

function joined(fields: readonly Field[]): Field {
  const [first, ...others] = fields;
  if (!first || others.length === 0) return first ?? { axes: undefined };
  const rank = Math.max(...fields.map(({ axes }) => axes?.length ?? 0));
  if (rank === 0) return first;
  return {
    axes: Array.from({ length: rank }, (_, axis) =>
      fields.map(({ axes }) => axes?.[axis] ?? ONE_CELL).reduce(joinedAxis),
    ),
  };
}

function joinedAxis(a: AxisField, b: AxisField): AxisField {
  // One that pools over all places, as squeeze and excitation does: each cell of the joined output sees what it sees.
  if (isZero(a.stride) !== isZero(b.stride)) return isZero(a.stride) ? a : b;
  if (!agree(a.stride, b.stride))
    throw new UndefinedError(
      `the branches that are joined move by ${briefly(a.stride)} and by ${briefly(b.stride)} input cells`,
    );
  const [left, right] = [centreOf(a), centreOf(b)];
  if (!agree(left, right))
    throw new UndefinedError(
      `the centres of the branches that are joined don’t align: ${briefly(left)} and ${briefly(right)} in input cells`,
    );
  const more = subtract(a.size, b.size);
  if (!isRational(more) && typeof more !== 'number')
    throw new MathError(
      `Which of the branches that are joined sees more depends on the symbols: ${briefly(a.size)} and ${briefly(b.size)} cells. Give them values.`,
    );
  return compare(more, ZERO) >= 0 ? a : b;
}

function centreOf({ start, size }: AxisField): Scalar {
  if (start === undefined)
    throw new MathError('Where the branches that are joined begin depends on the symbols: give them values.');
  return add(start, divide(subtract(size, ONE), TWO));
}

/** Whether two formulas are the same everywhere. @throws MathError where that depends on the symbols. */
function agree(a: Scalar, b: Scalar): boolean {
  const difference = subtract(a, b);
  if (isZero(difference)) return true;
  if (isRational(difference) || typeof difference === 'number') return false;
  if (equal(a, b)) return true;
  throw new MathError(
    `Whether the branches that are joined align depends on the symbols: ${briefly(a)} and ${briefly(b)}. Give them values.`,
  );
}

const TWO = add(ONE, ONE);
