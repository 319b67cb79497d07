import {
  Activated,
  Activation,
  bindArguments,
  DEFAULT_CONVENTIONS,
  FUNCTIONS,
  outputOf,
  PADDING_WORDS,
  SlidingLayer,
  tensorOf,
  tensorValue,
  textValue,
  type Arguments,
  type Layer,
  type LayerValue,
  type Tensor,
  type Value,
} from '../../core';
import { withNames, type Expression, type Scope } from '../../problem';
import { valueOf } from './reading';

/** The feature map that a key is made from: the layer, what it is given, and what becomes of what it gives. */
export interface MapSite {
  /** The key. */
  readonly wanted: Tensor;
  /** Without its activation. */
  readonly layer: Layer;
  readonly inputs: readonly Tensor[];
  /** The activation behind the layer, where it has one. */
  readonly activation: Activation | undefined;
  /** What the key would be, if the layer gave this, its activation not yet applied. */
  readonly keyFrom: (map: Tensor) => Tensor | undefined;
  /** The same with the activation left out. */
  readonly withoutActivation: (map: Tensor) => Tensor | undefined;
  /** What the key would be without what is added to the map in the end, where something is. */
  readonly withoutAddend: () => Tensor | undefined;
}

/** A layer with its input, before it is known what becomes of what it gives. */
interface Applied {
  readonly layer: Layer;
  readonly inputs: () => readonly Tensor[];
  readonly activation: Activation | undefined;
}

/** The site of a key's mistakes: its outermost call that gives a feature map. Undefined where it has none. */
export function mapSite(key: Expression, wanted: Tensor, scope: Scope): MapSite | undefined {
  const found = outermost(key, scope);
  if (!found) return undefined;
  const { node, applied } = found;
  const keyOf = (map: Tensor): Tensor | undefined => valueWith(key, node, map, scope);
  const behind = (map: Tensor): Tensor => applied.activation?.on([map.shape]).forward([map]) ?? map;
  // An activation that is called as a function counts as one of the layer.
  const call = calls(key, 'relu') && key.args[0]?.value === node ? node : undefined;
  return {
    wanted,
    layer: applied.layer,
    inputs: applied.inputs(),
    activation: applied.activation ?? (call ? new Activation('relu', wanted.shape, undefined) : undefined),
    keyFrom: (map) => keyOf(behind(map)),
    withoutActivation: call ? behind : keyOf,
    withoutAddend: () => withoutAddend(key, node, scope),
  };
}

type Call = Expression & { readonly kind: 'call' };

function calls(node: Expression, name: string): node is Call {
  return node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === name;
}

interface Found {
  readonly node: Expression;
  readonly applied: Applied;
}

function outermost(node: Expression, scope: Scope): Found | undefined {
  if (node.kind === 'call') {
    const applied = appliedIn(node, scope);
    if (applied) return { node, applied };
  }
  for (const inner of partsOf(node)) {
    const found = outermost(inner, scope);
    if (found) return found;
  }
  return undefined;
}

/** The parts of an expression of which a map may be one, where it can be put in anew. */
function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'call':
      return node.args.map(({ value }) => value);
    case 'binary':
      return [node.left, node.right];
    case 'unary':
      return [node.operand];
    case 'name':
    default:
      return [];
  }
}

/** What a call applies: `output(conv)`, `output(conv, x)`, `conv(x)`, `correlate(x, k, …)`, `convolve(x, k, …)`. */
function appliedIn(node: Call, scope: Scope): Applied | undefined {
  if (node.callee.kind === 'name' && !scope.lookup(node.callee.name)) {
    const { name } = node.callee;
    if (name === 'correlate' || name === 'convolve') return correlated(node, name, scope);
    if (name !== 'output') return undefined;
    const [layer, x] = node.args.map(({ value }) => valueOf(value, scope));
    if (layer?.kind !== 'layer') return undefined;
    return node.args.length > 1 ? appliedTo(layer.layer, x) : fed(layer);
  }
  const callee = valueOf(node.callee, scope);
  const [argument] = node.args;
  return callee?.kind === 'layer' && argument
    ? appliedTo(callee.layer, valueOf(argument.value, scope))
    : undefined;
}

function appliedTo(layer: Layer, value: Value | undefined): Applied | undefined {
  const x = value && tensorOf(value);
  return x && split(layer.inputShape ? layer : layer.on([x.shape]), () => [x]);
}

function fed(value: LayerValue): Applied | undefined {
  const { layer, feeds } = value;
  const [feed] = feeds;
  if (layer instanceof Activation && feed?.kind === 'layer') {
    const before = fed(feed);
    return before && !before.activation ? { ...before, activation: layer } : undefined;
  }
  if (feeds.length === 0 || feeds.some(({ kind }) => kind === 'placeholder')) return undefined;
  return split(layer, () =>
    feeds.flatMap((from) =>
      from.kind === 'layer' ? [outputOf(from)] : from.kind === 'tensor-feed' ? [from.values()] : [],
    ),
  );
}

function split(layer: Layer, inputs: Applied['inputs']): Applied | undefined {
  if (!(layer instanceof Activated)) return { layer, inputs, activation: undefined };
  const activation = layer.activation(layer.outputShape);
  return activation instanceof Activation ? { layer: layer.of, inputs, activation } : undefined;
}

/** A correlation is a convolution layer with one channel and one filter. */
function correlated(node: Call, name: 'correlate' | 'convolve', scope: Scope): Applied | undefined {
  const args = argumentsOf(node, name, scope);
  if (!args || args.has('normalize')) return undefined;
  const [x, kernel] = [args.tensor('x'), args.tensor('kernel')];
  const axes = ([1, 2, 3] as const).find((rank) => rank === x.rank);
  if (axes === undefined || kernel.rank !== axes) return undefined;
  const layer = new SlidingLayer(`conv${axes}d`, {
    axes,
    input: x.shape,
    kernel: { tensor: kernel },
    filters: undefined,
    inChannels: undefined,
    stride: args.perAxis('stride', axes, 1, 1),
    dilation: args.perAxis('dilation', axes, 1, 1),
    padding: args.padding('padding', axes),
    fit: 'floor',
    groups: 1,
    bias: false,
    conventions: {
      ...DEFAULT_CONVENTIONS,
      convolution: name === 'convolve' ? 'flipped' : 'cross-correlation',
    },
  });
  return { layer, inputs: () => [x], activation: undefined };
}

function argumentsOf(node: Call, name: string, scope: Scope): Arguments | undefined {
  const entry = FUNCTIONS.get(name);
  const given = node.args.flatMap((argument) => {
    const word = argument.value.kind === 'name' ? argument.value.name : undefined;
    const value =
      argument.name === 'padding' && PADDING_WORDS.some((known) => known === word)
        ? textValue(word ?? '')
        : valueOf(argument.value, scope);
    return value ? [{ name: argument.name, value }] : [];
  });
  if (!entry || given.length < node.args.length) return undefined;
  const bound = bindArguments(name, entry.parameters, given);
  return 'kind' in bound ? undefined : bound;
}

/** A name that nobody can give: the map stands for it. */
const MAP = '(the map)';

/** The key with another map in the place of its own. */
function valueWith(key: Expression, node: Expression, map: Tensor, scope: Scope): Tensor | undefined {
  if (key === node) return map;
  const changed = replaced(key, node);
  const value = valueOf(changed, withNames(scope, new Map([[MAP, tensorValue(map)]])));
  return value && tensorOf(value);
}

function replaced(key: Expression, node: Expression): Expression {
  if (key === node) return { kind: 'name', name: MAP, start: node.start, end: node.end };
  switch (key.kind) {
    case 'call':
      return {
        ...key,
        args: key.args.map((argument) => ({ ...argument, value: replaced(argument.value, node) })),
      };
    case 'binary':
      return { ...key, left: replaced(key.left, node), right: replaced(key.right, node) };
    case 'unary':
      return { ...key, operand: replaced(key.operand, node) };
    default:
      return key;
  }
}

/** Of `correlate(x, k) + b`, what stands before the last sign. */
function withoutAddend(key: Expression, node: Expression, scope: Scope): Tensor | undefined {
  if (key.kind !== 'binary' || (key.operator !== '+' && key.operator !== '-')) return undefined;
  const sum = [key.left, key.right].find((side) => replaced(side, node) !== side && contains(side, node));
  const other = sum === key.left ? key.right : key.left;
  if (!sum || (sum === key.right && key.operator === '-')) return undefined;
  const addend = valueOf(other, scope);
  if (!addend || (addend.kind === 'tensor' && addend.tensor.rank > 1)) return undefined;
  const value = valueOf(sum, scope);
  return value && tensorOf(value);
}

function contains(key: Expression, node: Expression): boolean {
  return key === node || partsOf(key).some((part) => contains(part, node));
}
