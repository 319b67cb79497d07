import {
  compute,
  Dense,
  isFailure,
  LiteralMatrix,
  numberValue,
  SlidingLayer,
  type Layer,
  type Matrix,
  type Value,
} from '../../core';
import type { Refused, Way } from '../../protocol';
import { layerOf } from '../opens';
import { WeightCells } from './weights';
import type { Explored } from './subject';

/** A matrix with what is needed to draw its cells. */
export interface Made {
  readonly matrix: Matrix;
  /** The layer whose matrix it is, where it is one's. */
  readonly layer: Layer | undefined;
  readonly weights: WeightCells;
  /** What coordinates count from where they are said. */
  readonly base: 0 | 1;
}

/** What was made of a value, as long as it is the same object: over edits elsewhere. */
const known = new WeakMap<Value, Map<Way, Made | Refused>>();

/** The matrix of a subject, or that of its layer with its connections made in another way. */
export function matrixOf({ value, name, conventions }: Explored, way: Way): Made | Refused {
  const made = known.get(value) ?? new Map<Way, Made | Refused>();
  known.set(value, made);
  const found = made.get(way) ?? attempted(name, () => make(value, way, conventions.index));
  made.set(way, found);
  return found;
}

/** The three ways to connect a layer, where it has a window of one or two axes. */
export function waysOf(value: Value): readonly Exclude<Way, 'own'>[] {
  const layer = layerOf(value);
  return layer instanceof SlidingLayer && layer.inputShape && layer.spatialRank < 3
    ? ['shared', 'unshared', 'dense']
    : [];
}

function make(value: Value, way: Way, base: 0 | 1): Made | undefined {
  const layer = layerOf(value);
  const chosen = way === 'own' ? layer : layer instanceof SlidingLayer ? connected(layer, way) : undefined;
  if (way !== 'own' && !chosen) return undefined;
  const matrix = way === 'own' && value.kind === 'matrix' ? value.matrix : (chosen?.matrix ?? literal(value));
  return matrix && { matrix, layer: chosen, weights: new WeightCells(matrix, chosen, base), base };
}

function literal(value: Value): Matrix | undefined {
  return value.kind === 'tensor' && value.tensor.rank === 2 ? new LiteralMatrix(value.tensor) : undefined;
}

/** A layer with the same input, window and output, connected in another way. */
function connected(layer: SlidingLayer, way: Exclude<Way, 'own'>): Layer {
  const { declared, spatialRank, outputShape, layouts } = layer;
  const rank = spatialRank === 1 ? 1 : 2;
  // Weights and biases that are given for one way have no meaning in another; how many filters there are, has.
  const kernel = { sizes: layer.sliding.kernel };
  const other = { ...declared, kernel, filters: layouts.output.channels, bias: false };
  switch (way) {
    case 'shared':
      return layer.sharing === 'shared' ? layer : new SlidingLayer(`conv${rank}d`, other);
    case 'unshared':
      return layer.sharing === 'unshared' ? layer : new SlidingLayer(`local${rank}d`, other);
    case 'dense':
      return new Dense({
        input: declared.input,
        inFeatures: undefined,
        units: outputShape.reduce((product, extent) => product * extent, 1),
        weights: undefined,
        bias: false,
        conventions: declared.conventions,
      });
  }
}

function attempted(name: string, read: () => Made | undefined): Made | Refused {
  let made: Made | undefined;
  const done = compute(() => {
    made = read();
    return numberValue(0);
  });
  if (isFailure(done)) return { refused: done.message };
  if (done.kind === 'undefined') return { refused: `${name} has no matrix: ${done.reason}.` };
  return made ?? { refused: `${name} has no matrix.` };
}
