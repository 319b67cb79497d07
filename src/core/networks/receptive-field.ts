import type { Conventions } from '../conventions';
import { UndefinedError } from '../failure';
import { ONE, ZERO, type Rational } from '../numbers/rational';
import type { Shape } from '../tensors/shape';
import type { Feed, LayerValue } from '../values/value';

/** How the field of an output cell lies on the input along one axis. All in input cells. */
export interface AxisField {
  readonly size: number;
  /** By how much it moves from one output cell to the next; 0 where there is only one. */
  readonly stride: Rational;
  /** Where the field of the first output cell begins: below 0 in the padding. */
  readonly start: Rational;
}

/** What an output cell of a layer depends on, measured on the input of all. */
export interface ReceptiveField {
  /** One per spatial axis. */
  readonly axes: readonly AxisField[];
}

/** Before any layer has said how many axes there are: a cell depends on itself. */
const ONE_CELL: AxisField = { size: 1, stride: ONE, start: ZERO };

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
  const { reach } = layer;
  switch (reach.kind) {
    case 'same':
      return before;
    case 'window':
      return {
        axes: reach.axes.map(({ span, step, start }, axis) => {
          const field = before.axes?.[axis] ?? ONE_CELL;
          return {
            size: field.size + (span - 1) * Number(field.stride),
            stride: field.stride.mul(step),
            start: field.start.add(start.mul(field.stride)),
          };
        }),
      };
    case 'all': {
      const extents = spatialExtents(layer.inputShape ?? [], before.axes?.length, channels);
      return {
        axes: extents.map((extent, axis) => {
          const field = before.axes?.[axis] ?? ONE_CELL;
          return {
            size: field.size + (field.stride.n === 0n ? 0 : (extent - 1) * Number(field.stride)),
            stride: ZERO,
            start: field.start,
          };
        }),
      };
    }
  }
}

/** The extents without channels. A tensor that is flattened already has lost its axes: there is nothing to add. */
function spatialExtents(shape: Shape, axes: number | undefined, channels: Conventions['channels']): Shape {
  const spatial = axes ?? (shape.length <= 2 ? Math.max(1, shape.length) : shape.length - 1);
  if (shape.length < spatial) return new Array<number>(spatial).fill(1);
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
  if ((a.stride.n === 0n) !== (b.stride.n === 0n)) return a.stride.n === 0n ? a : b;
  if (!a.stride.equals(b.stride))
    throw new UndefinedError(
      `the branches that are joined move by ${a.stride.toFraction()} and by ${b.stride.toFraction()} input cells`,
    );
  const centre = ({ start, size }: AxisField): Rational => start.add(ONE.mul(size - 1).div(2));
  if (!centre(a).equals(centre(b)))
    throw new UndefinedError(
      `the centres of the branches that are joined don’t align: ${centre(a).toFraction()} and ${centre(b).toFraction()} in input cells`,
    );
  return a.size >= b.size ? a : b;
}
