import {
  compute,
  describe,
  flatIndex,
  FUNCTIONS,
  isFailure,
  linearPart,
  Network,
  numberValue,
  outputOfSizes,
  Polynomial,
  Pool,
  scalarValue,
  sizeOf,
  sizesOf,
  stridesOf,
  SlidingLayer,
  Tensor,
  tensorValue,
  TransposedLayer,
  undefinedValue,
  valueText,
  type Layer,
  type Padding,
  type Scalar,
  type Value,
  type WindowAxis,
} from '../../core';
import { camelCase } from '../definitions';
import { nearestName } from '../schema/check';
import type { Expression } from './ast';
import { EvaluationError, type Scope } from './scope';

/** What stands behind a layer's dot: `conv.stride`. */
export const LAYER_PROPERTIES = [
  'kernel',
  'stride',
  'dilation',
  'padding',
  'outputPadding',
  'filters',
  'inChannels',
  'inFeatures',
  'units',
  'groups',
  'weights',
  'outputShape',
  'inputShape',
  'type',
];

/** A property of a layer, or a layer of a network; undefined where this layer has none of that name. */
export function layerProperty(layer: Layer, name: string): Value | undefined {
  if (layer instanceof Network) {
    const inside = layer.layer(name);
    if (inside) return inside;
  }
  const { sliding } = layer;
  switch (name) {
    case 'edition':
      return layer instanceof Network && layer.edition !== undefined
        ? { kind: 'text', value: layer.edition }
        : undefined;
    case 'type':
      return { kind: 'text', value: camelCase(layer.type) };
    case 'weights':
      return tensorValue(layer.weightTensor);
    case 'outputShape':
      return shapeValue(outputOfSizes(sizesOf(layer)));
    case 'inputShape':
      return shapeValue(sizesOf(layer).inputShape);
    case 'kernel':
    case 'stride':
    case 'dilation':
      return sliding && perAxis(sliding[name]);
    case 'padding':
      return sliding && paddingOf(layer, sliding.padding, sliding.kernel.length);
    case 'outputPadding': {
      const plain = linearPart(layer);
      return plain instanceof TransposedLayer ? perAxis(plain.outputPadding) : undefined;
    }
    case 'filters':
    case 'inChannels':
    case 'groups':
      return sliding && numberValue(sliding[name]);
    case 'inFeatures':
      return layer.type === 'dense' ? numberValue(layer.weightTensor.shape[1] ?? 0) : undefined;
    case 'units':
      return layer.type === 'dense' ? numberValue(layer.weightTensor.shape[0] ?? 0) : undefined;
    default:
      return weightCalled(layer, name);
  }
}

/** A single weight or bias by its symbol: `conv.w2_1`, `conv.b1`. */
function weightCalled(layer: Layer, name: string): Value | undefined {
  const [, kind, digits = ''] = /^([wb])(\d+(?:_\d+)*)$/.exec(name) ?? [];
  const index = digits.split('_').map((digit) => Number(digit) - 1);
  if (kind === 'b') {
    const [bias = -1] = index;
    return index.length === 1 && layer.biases > BigInt(bias) && bias >= 0
      ? biasCalled(layer, name)
      : undefined;
  }
  if (kind !== 'w' || layer.weights === 0n) return undefined;
  const { weightTensor } = layer;
  const inside =
    index.length === weightTensor.rank &&
    index.every((at, axis) => at >= 0 && at < (weightTensor.shape[axis] ?? 0));
  return inside
    ? scalarValue(weightTensor.entry(flatIndex(index, stridesOf(weightTensor.shape))))
    : undefined;
}

/** The bias that is called so, among those of the outputs. */
function biasCalled(layer: Layer, name: string): Value | undefined {
  const size = sizeOf(layer.outputShape);
  for (let output = 0; output < Math.min(size, MAX_LOOKED); output++) {
    const bias = layer.biasOf(output);
    if (bias instanceof Polynomial && bias.symbol?.short === name) return scalarValue(bias);
  }
  return undefined;
}

/** Outputs that are looked through for a bias. */
const MAX_LOOKED = 10_000;

function perAxis(values: readonly number[]): Value {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first)
    ? numberValue(first)
    : tensorValue(Tensor.integers([values.length], values));
}

/** One number where all sides agree, else both sides of each axis; words are worked out. */
function paddingOf(layer: Layer, padding: Padding, axes: number): Value {
  const sides =
    typeof padding === 'string'
      ? placedAxes(layer).map(({ before, after }) => [before, after] as const)
      : padding;
  const flat = sides.flat();
  const [first] = flat;
  return first !== undefined && flat.every((cells) => cells === first)
    ? numberValue(first)
    : tensorValue(Tensor.integers([axes, 2], flat));
}

/** The windows on the input, of layers that have some. */
function placedAxes(layer: Layer): readonly WindowAxis[] {
  const plain = linearPart(layer);
  return plain instanceof SlidingLayer || plain instanceof Pool ? plain.axes : [];
}

function shapeValue(value: readonly Scalar[]): Value;
function shapeValue(value: readonly Scalar[] | undefined): Value | undefined;
function shapeValue(value: readonly Scalar[] | undefined): Value | undefined {
  return value && { kind: 'shape', value };
}

/** Says that a value has no member of a name, and which there are, or how a function of that name is written. */
export function noMember(value: Value, node: Expression & { readonly kind: 'member' }): EvaluationError {
  if (FUNCTIONS.has(node.name)) {
    const written = spelled(node.object);
    const call = `${node.name}(${written ?? '…'})`;
    return new EvaluationError(
      `“${node.name}” is a function: write ${call}.`,
      node,
      'value',
      written === undefined ? undefined : call,
    );
  }
  if (value.kind !== 'layer')
    return new EvaluationError(`Only layers and fields have members; this is ${describe(value)}.`, node);
  const { layer } = value;
  if (layer instanceof Network) return noLayer(layer, node.name, node);
  if (layer.sizes && LAYER_PROPERTIES.includes(node.name))
    return new EvaluationError(
      `The sizes of this ${layer.type} layer are symbols, so “${node.name}” can’t be read off it; write what stands in the layer.`,
      node,
    );
  const own = LAYER_PROPERTIES.filter((name) => {
    const value = compute(() => layerProperty(layer, name) ?? undefinedValue(''));
    return !isFailure(value) && value.kind !== 'undefined';
  });
  return new EvaluationError(
    `A ${layer.type} layer has no “${node.name}”; this one has ${own.join(', ')}.`,
    node,
  );
}

/** A name, or members of one, as they are written. */
function spelled(node: Expression): string | undefined {
  if (node.kind === 'name') return node.name;
  const of = node.kind === 'member' ? spelled(node.object) : undefined;
  return node.kind === 'member' && of !== undefined ? `${of}.${node.name}` : undefined;
}

/** Says that a network has no layer of a name, and which it has. */
export function noLayer(network: Network, wanted: string, node: Expression): EvaluationError {
  const names = network.nodes.map(({ name }) => name);
  const nearest = nearestName(wanted, names);
  const shown = names.length > 12 ? [...names.slice(0, 12), '…'] : names;
  return new EvaluationError(
    `The network has no layer “${wanted}”.${nearest === undefined ? ` It has ${shown.join(', ')}.` : ` Did you mean “${nearest}”?`}`,
    node,
  );
}

/** A layer that is repeated in a network, by what ran around it: `skip[i - 1]`, `net.conv[2, 3]`, `net["CONV-9"]`. */
export function repeatedLayer(
  node: Expression & { readonly kind: 'subscript' },
  scope: Scope,
  evaluate: (node: Expression) => Value,
): Value | undefined {
  const { object, subscripts } = node;
  const index = (): string => subscripts.map((one) => valueText(evaluate(one)).replace('−', '-')).join(', ');
  if (object.kind === 'member') {
    const network = evaluate(object.object);
    return network.kind === 'layer' && network.layer instanceof Network
      ? network.layer.layer(`${object.name}[${index()}]`)
      : undefined;
  }
  if (object.kind !== 'name') return undefined;
  if (scope.lookup(`${object.name}[]`)) {
    const found = scope.lookup(`${object.name}[${index()}]`);
    if (found?.kind === 'found') return found.value;
    throw new EvaluationError(`There is no “${object.name}[${index()}]” before this layer.`, node);
  }
  const found = scope.lookup(object.name);
  return found?.kind === 'found' && found.value.kind === 'layer' && found.value.layer instanceof Network
    ? found.value.layer.layer(index())
    : undefined;
}
