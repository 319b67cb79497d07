import {
  integer,
  linearPart,
  Network,
  SlidingLayer,
  type Layer,
  type LayerValue,
  type Rational,
} from '../../core';
import { visit, type CallArgument, type Expression, type Scope } from '../../problem';
import { fieldIdeas } from './fields';
import { ideasAbout, type Idea } from './ideas';
import { multiplyAddsOf, parametersOf, windowNumbers, type Counted } from './layer-numbers';
import { RIGHT } from './mistake';
import { literal, literals } from './literal';
import { formula, valueOf } from './reading';
import { shapeIdeas } from './shapes';

/** Something in a key that mistakes are known about: a call such as `params(conv)`, or one layer of `params(net)`. */
export interface Site {
  /** The call in the key. Several layers of a network share it. */
  readonly node: Expression;
  /** Of a layer in a network: its name, and what of the call’s value is its. */
  readonly layer?: { readonly name: string; readonly own: Rational; readonly total: Rational };
  /** What may be put in place of the call, or of the layer’s share of it. */
  readonly ideas: readonly Idea[];
}

/** All places of a key where a known mistake can be made. */
export function sitesOf(key: Expression, scope: Scope): readonly Site[] {
  const sites: Site[] = [];
  visit(key, (node) => {
    if (node.kind === 'call' && node.callee.kind === 'name') sites.push(...sitesOfCall(node, scope));
  });
  return sites.filter(({ ideas }) => ideas.length > 0);
}

type Call = Expression & { readonly kind: 'call' };

function sitesOfCall(node: Call, scope: Scope): readonly Site[] {
  const name = node.callee.kind === 'name' ? node.callee.name : '';
  if (name === 'outputSize') return [{ node, ideas: outputSizeIdeas(node.args, scope) }];
  const argument = node.args[0]?.value;
  if (argument === undefined) return [];
  if (name === 'nnz' || name === 'shape') {
    const layer = matrixOf(argument, scope);
    if (!layer) return [];
    return name === 'nnz' ? site(node, nonZeros(layer), scope) : [{ node, ideas: matrixShapeIdeas(layer) }];
  }
  const value = COUNTED.has(name) ? layerOf(argument, scope) : undefined;
  if (!value || value.layer.sizes) return [];
  const { layer } = value;
  switch (name) {
    case 'outputShape':
      return [{ node, ideas: shapeIdeas(layer, scope.conventions.channels) }];
    case 'flops':
      return layer instanceof Network ? [] : [{ node, ideas: flopsIdeas(layer, scope) }];
    case 'receptiveField':
      return [{ node, ideas: fieldIdeas(value) }];
    default: {
      const count = countIn(name, scope);
      if (!(layer instanceof Network)) return site(node, count.of(layer), scope);
      return networkSites(node, layer, count);
    }
  }
}

/** Functions of a layer that mistakes are known about. */
const COUNTED = new Set([
  'params',
  'weights',
  'trainable',
  'macs',
  'flops',
  'connections',
  'outputShape',
  'receptiveField',
]);

interface Count {
  readonly of: (layer: Layer) => Counted | undefined;
  readonly right: (layer: Layer) => bigint;
}

function countIn(name: string, { conventions: { channels } }: Scope): Count {
  switch (name) {
    case 'weights':
      return { of: (layer) => parametersOf(layer, true, channels), right: ({ weights }) => weights };
    case 'macs':
      return { of: (layer) => multiplyAddsOf(layer, channels), right: ({ macs }) => macs };
    case 'connections':
      return { of: nonZeros, right: ({ matrix }) => matrix.nnz };
    case 'trainable':
      return {
        of: (layer) => (layer.frozen ? undefined : parametersOf(layer, false, channels)),
        right: ({ trainable }) => trainable,
      };
    default:
      return {
        of: (layer) => parametersOf(layer, false, channels),
        right: ({ weights, biases }) => weights + biases,
      };
  }
}

function site(node: Expression, counted: Counted | undefined, scope: Scope): readonly Site[] {
  return counted ? [{ node, ideas: ideasAbout(counted.quantity, symbolsOf(counted, scope)) }] : [];
}

/** The numbers of a layer. How many examples a batch has stands beside the layer, if anywhere. */
function symbolsOf(counted: Counted, scope: Scope): ReadonlyMap<string, Expression> {
  const batch = BATCH_NAMES.map((name) => scope.lookup(name)).find((found) => found?.kind === 'found');
  const symbols = literals(counted);
  return batch?.kind === 'found' && batch.value.kind === 'number'
    ? new Map([...symbols, ['N', literal(batch.value.value)]])
    : symbols;
}

const BATCH_NAMES = ['N', 'batch', 'batchSize', 'batch_size'];

/** One site for each layer of a network; of a depthwise and a pointwise convolution one for both. */
function networkSites(node: Call, network: Network, count: Count): readonly Site[] {
  const total = integer(count.right(network));
  const sites: Site[] = network.nodes.flatMap(({ name, layer }) => {
    const counted = count.of(layer);
    return counted
      ? [
          {
            node,
            layer: { name, own: integer(count.right(layer)), total },
            ideas: ideasAbout(counted.quantity, literals(counted)),
          },
        ]
      : [];
  });
  const separable = separableIdeas(network);
  return separable.length > 0 ? [{ node, ideas: separable }, ...sites] : sites;
}

function separableIdeas(network: Network): readonly Idea[] {
  const layers = network.nodes.map(({ layer }) => linearPart(layer)).filter(({ weights }) => weights > 0n);
  const [depthwise, pointwise, ...more] = layers;
  if (more.length > 0 || !(depthwise instanceof SlidingLayer) || !(pointwise instanceof SlidingLayer))
    return [];
  const { groups, inChannels, filters } = depthwise.sliding;
  const pointed = pointwise.sliding.kernel.every((side) => side === 1);
  if (groups !== inChannels || filters !== inChannels || groups === 1 || !pointed) return [];
  const numbers = new Map([
    ...windowNumbers(depthwise, false),
    ['K', pointwise.sliding.filters] as const,
    ['C', inChannels] as const,
  ]);
  return ideasAbout('dwsep_params', literals({ quantity: 'dwsep_params', numbers }));
}

/** Operations asked for, multiply-adds given. */
export const FLOPS_AS_MACS = {
  id: 'M10',
  title: 'multiply-adds reported as operations',
  credit: 0.8,
} as const;

/** Operations are multiply-adds times what one counts for, so the same mistakes can be made. */
function flopsIdeas(layer: Layer, { conventions }: Scope): readonly Idea[] {
  const counted = multiplyAddsOf(layer, conventions.channels);
  if (!counted) return [];
  const ideas = ideasAbout(counted.quantity, literals(counted)).filter(
    ({ id }) => id !== 'M02' && id !== 'M08',
  );
  const times = literal(conventions.flops);
  return [
    {
      ...FLOPS_AS_MACS,
      put: literal(layer.macs),
      say: () => `Each multiply-add is ${conventions.flops} operations here.`,
    },
    ...ideas.map(({ id, title, credit, say, put }) => ({
      ...{ id, title, credit, say },
      put: { kind: 'binary', operator: '*', left: times, right: put, start: 0, end: 0 } as const,
    })),
  ];
}

function nonZeros(layer: Layer): Counted | undefined {
  const { sliding } = linearPart(layer);
  if (!sliding || layer.sizes || layer.sharing !== 'shared') return undefined;
  const plain =
    sliding.kernel.length === 1 &&
    sliding.padding === 'same' &&
    sliding.stride[0] === 1 &&
    sliding.filters === 1 &&
    sliding.inChannels === 1;
  return plain ? { quantity: 'matrix_nnz_same1d', numbers: windowNumbers(layer, true) } : undefined;
}

/** Rows and columns: either may be wrong, and they may be swapped. */
function matrixShapeIdeas(layer: Layer): readonly Idea[] {
  if (!linearPart(layer).sliding || !layer.inputShape || layer.sizes) return [];
  const numbers = literals({ quantity: 'matrix_rows', numbers: windowNumbers(layer, true) });
  const [rows, cols] = [formula(RIGHT.matrix_rows, numbers), formula(RIGHT.matrix_cols, numbers)];
  if (!rows || !cols) return [];
  const list = (...items: readonly Expression[]): Expression => ({ kind: 'list', items, start: 0, end: 0 });
  const row = ideasAbout('matrix_rows', numbers).map((idea) => ({
    ...idea,
    put: idea.id === 'T15' ? list(cols, rows) : list(idea.put, cols),
  }));
  const col = ideasAbout('matrix_cols', numbers).flatMap((idea) =>
    idea.id === 'T18' ? [] : [{ ...idea, put: list(rows, idea.put) }],
  );
  return [...row, ...col];
}

/** The window of `outputSize(n, kernel, …)`, in numbers, or in the author’s own expressions where these are formulas. */
function outputSizeIdeas(args: readonly CallArgument[], scope: Scope): readonly Idea[] {
  const ORDER = ['n', 'kernel', 'stride', 'padding', 'dilation', 'fit'];
  const given = new Map<string, Expression>();
  for (const [position, { name, value }] of args.entries()) {
    const parameter = name ?? ORDER[position];
    if (parameter === undefined || value.kind === 'options') return [];
    const number = valueOf(value, scope);
    given.set(parameter, number?.kind === 'number' ? literal(number.value) : value);
  }
  const [n, kernel] = [given.get('n'), given.get('kernel')];
  if (!n || !kernel || given.has('fit')) return [];
  const padding = given.get('padding') ?? literal(0);
  const word = padding.kind === 'name' || padding.kind === 'text' ? wordOf(padding) : undefined;
  const symbols = new Map<string, Expression>([
    ['n', n],
    ['k', kernel],
    ['s', given.get('stride') ?? literal(1)],
    ['d', given.get('dilation') ?? literal(1)],
    ['one', literal(1)],
  ]);
  if (word === 'same') return ideasAbout('out_size_same', symbols);
  if (word === 'full') return [];
  symbols.set('p', word === 'valid' ? literal(0) : padding);
  return ideasAbout('out_size', symbols);
}

function wordOf(node: Expression & { readonly kind: 'name' | 'text' }): string | undefined {
  const word = node.kind === 'name' ? node.name : node.value;
  return ['same', 'valid', 'full'].includes(word) ? word : undefined;
}

function matrixOf(argument: Expression, scope: Scope): Layer | undefined {
  if (argument.kind !== 'call' || argument.callee.kind !== 'name' || argument.callee.name !== 'matrix')
    return undefined;
  const inner = argument.args[0]?.value;
  return inner && layerOf(inner, scope)?.layer;
}

function layerOf(expression: Expression, scope: Scope): LayerValue | undefined {
  const value = valueOf(expression, scope);
  return value?.kind === 'layer' ? value : undefined;
}
