import type { Conventions } from '../conventions';
import { MathError, UndefinedError } from '../failure';
import {
  Dense,
  linearPart,
  outputOfSizes,
  paramsFormula,
  productOf,
  sizesOf,
  SlidingLayer,
  TransposedLayer,
  type Layer,
  type Sizes,
  type Sliding,
} from '../layers';
import { computesAnew } from '../networks/activations';
import { Network, type NamedLayer } from '../networks/network';
import { receptiveFieldOf, type AxisField } from '../networks/receptive-field';
import { integer } from '../numbers/rational';
import { add, equal, isZero, multiply, negate, ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { numberValue, scalarOf, scalarValue, tensorValue } from '../values/make';
import type { LayerValue, Value } from '../values/value';
import { countOf } from './counts';
import type { Arguments, FunctionEntry, Parameter } from './function';

const LAYER: Parameter = { name: 'layer', doc: 'a layer or a network' };
const NETWORK: Parameter = { name: 'net', doc: 'a network' };
const ALL: Parameter = {
  name: 'all',
  doc: 'true to count layers that change entries one by one, too; false',
  optional: true,
};

/** One network for the examples: a convolution, a pool, a dense layer. */
const SMALL =
  'network(input(shape=[8, 8, 1]), layers=[conv2d(filters=4, kernel=3), maxPool2d(kernel=2), dense(units=10)])';

/** What is asked of networks, and of layers by where they stand in one. */
export const NETWORKS: readonly FunctionEntry[] = [
  {
    name: 'receptiveField',
    group: 'shapes',
    doc: 'How many input cells along each axis an output cell depends on, measured on the network’s input: r + (k − 1)·j for a window of k over stride j (Araujo, Norris & Sim, Distill 2019). One number where all axes agree. Undefined where branches don’t align.',
    parameters: [LAYER],
    examples: [
      ['receptiveField(conv2d(kernel=3, dilation=2))', '5'],
      [`receptiveField(${SMALL}.pool1)`, '4'],
    ],
    call: (args, conventions) => perAxis(args, conventions, ({ size }) => size),
  },
  {
    name: 'effectiveStride',
    group: 'shapes',
    doc: 'By how many input cells the receptive field moves from one output cell to the next: the product of all strides. Undefined where every output cell sees the whole input.',
    parameters: [LAYER],
    examples: [[`effectiveStride(${SMALL}.pool1)`, '2']],
    call: (args, conventions) =>
      perAxis(args, conventions, ({ stride }) => {
        if (isZero(stride)) throw new UndefinedError('every output cell sees the whole input');
        return stride;
      }),
  },
  {
    name: 'effectivePadding',
    group: 'shapes',
    doc: 'How many cells of padding the receptive field of the first output cell reaches over the input’s border, on the side before; below 0 where it begins within.',
    parameters: [LAYER],
    examples: [['effectivePadding(conv2d(inChannels=1, kernel=5, padding=2))', '2']],
    call: (args, conventions) =>
      perAxis(args, conventions, ({ start }) => {
        if (start === undefined)
          throw new MathError(
            'How much “same” pads on the side before has no formula beside a stride: give the sizes values.',
          );
        return negate(start);
      }),
  },
  {
    name: 'trainable',
    group: 'counts',
    doc: 'Parameters that training changes: those of layers that are not frozen.',
    parameters: [LAYER],
    examples: [['trainable(conv2d(filters=3, kernel=5, inChannels=3, frozen=true))', '0']],
    call: (args) =>
      countOf(
        args.layer('layer'),
        (sizes) => sizes.trainable,
        (layer) => layer.trainable,
      ),
  },
  {
    name: 'buffers',
    group: 'counts',
    doc: 'Numbers that are kept but not learned: the running mean and variance of a batch norm, 2C.',
    parameters: [LAYER],
    examples: [['buffers(batchNorm(inChannels=64))', '128']],
    call: (args) =>
      countOf(
        args.layer('layer'),
        (sizes) => sizes.buffers,
        (layer) => layer.buffers,
      ),
  },
  {
    name: 'fanIn',
    group: 'counts',
    doc: 'Inputs of one output cell, padding counted: kernel · input channels / groups of a convolution, all inputs of a dense layer.',
    parameters: [LAYER],
    examples: [['fanIn(conv2d(filters=8, kernel=3, inChannels=16))', '144']],
    call: (args) => countOf(args.layer('layer'), fanInFormula, fanInOf),
  },
  {
    name: 'activations',
    group: 'counts',
    doc: 'Outputs of one example, without the input, of the layers that compute something new: convolutions, pools, dense layers, norms, add and concat. all=true counts activations, dropout and the like, too.',
    parameters: [LAYER, ALL],
    examples: [[`activations(${SMALL})`, '190']],
    call: (args) => scalarValue(activationsOf(args.layer('layer'), args.flag('all', false))),
  },
  {
    name: 'memory',
    group: 'counts',
    doc: 'Bytes of a tensor, or of a network’s parameters and buffers or its activations for one example; with 4 bytes a number unless given. Of a layer or network it is both together unless `of` says which.',
    parameters: [
      { name: 'x', doc: 'a tensor, a layer or a network' },
      { name: 'bytes', doc: 'of one number; 4', optional: true },
      { name: 'of', doc: 'params or activations', optional: true, words: ['params', 'activations'] },
    ],
    examples: [['memory(conv2d(filters=3, kernel=5, inChannels=3), of=params)', '912']],
    call: memoryOf,
  },
  {
    name: 'layersOf',
    group: 'counts',
    doc: 'The layers of a network of one type, as a list; of families such as conv or pool all kinds.',
    parameters: [NETWORK, { name: 'type', doc: 'conv2d, conv, pool, dense, …' }],
    examples: [[`params(layersOf(${SMALL}, "conv"))`, '[40]']],
    call(args) {
      const wanted = args.value('type');
      if (wanted.kind !== 'text') return args.expected('type', 'a type of layer', wanted);
      const name = wanted.value.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return {
        kind: 'list',
        items: args
          .network('net')
          .nodes.filter(
            ({ layer: { type } }) =>
              type === name || type.replace(/[123]d$/, '') === name || family(type) === name,
          ),
      };
    },
  },
  {
    name: 'directEquivalent',
    group: 'shapes',
    doc: 'The direct convolution that a transposed one equals: its input with stride − 1 zeros between cells (`stretched`), `kernel`, stride 1, `padding` of k − 1 − p cells and `extra` at the end (Dumoulin & Visin, relationship 14). Along one axis; of several that agree.',
    parameters: [{ name: 'transposed', doc: 'a transposed convolution with an input' }],
    examples: [
      [
        'directEquivalent(transposedConv1d([1, 2, 3], kernel=3, stride=2, padding=1))',
        'input: 3, stretched: 5, kernel: 3, stride: 1, padding: 1, extra: 0, output: 5',
      ],
    ],
    call: directEquivalentOf,
  },
];

function perAxis(args: Arguments, conventions: Conventions, read: (axis: AxisField) => Scalar): Value {
  const { axes } = receptiveFieldOf(args.layerValue('layer'), conventions.channels);
  const values = axes.map(read);
  const [first] = values;
  return first && values.every((value) => equal(value, first))
    ? scalarValue(first)
    : tensorValue(Tensor.of([values.length], values));
}

function family(type: string): string {
  return type.includes('pool') ? 'pool' : type.endsWith('-norm') ? 'norm' : type;
}

function fanInOf(layer: Layer): bigint {
  const plain = linearPart(layer);
  const { sliding } = plain;
  if (sliding) return exactSizeOf(sliding.kernel) * BigInt(channelsSeen(plain, sliding));
  if (plain instanceof Dense) return BigInt(plain.features);
  // Other layers have no padding: every output cell has as many inputs.
  return BigInt(plain.sharing === 'dense' ? plain.matrix.cols : plain.matrix.row(0).length);
}

/** Input channels that one filter sees. @throws UndefinedError where filters see different numbers of them. */
function channelsSeen(layer: Layer, { inChannels, groups }: Sliding): number {
  const lists = layer instanceof SlidingLayer ? layer.declared.connections : undefined;
  if (!lists) return inChannels / groups;
  const counts = [...new Set(lists.map(({ length }) => length))];
  const [only = 0] = counts;
  if (counts.length > 1)
    throw new UndefinedError(`its filters see different numbers of channels: ${counts.join(', ')}`);
  return only;
}

function fanInFormula({ fanIn }: Sizes): Scalar {
  if (fanIn === undefined)
    throw new MathError(
      'How many inputs an output cell has is not told here where sizes are symbols.',
      'layer',
    );
  return fanIn;
}

function activationsOf(layer: Layer, all: boolean): Scalar {
  if (layer instanceof Network)
    return layer.nodes.map((node) => activationsOf(node.layer, all)).reduce(add, ZERO);
  if (!all && !computesAnew(layer)) return ZERO;
  return layer.sizes ? productOf(outputOfSizes(layer.sizes)) : integer(exactSizeOf(layer.outputShape));
}

function memoryOf(args: Arguments): Value {
  const x = args.value('x');
  const bytes = args.has('bytes') ? scalarOf(args.value('bytes')) : integer(4);
  if (bytes === undefined || typeof bytes === 'number' || !('n' in bytes))
    return args.expected('bytes', 'a number of bytes', args.value('bytes'));
  const times = (count: Scalar): Value => scalarValue(multiply(bytes, count));
  if (x.kind === 'placeholder') return times(productOf(x.shape));
  if (x.kind !== 'layer') return times(integer(exactSizeOf(args.tensor('x').shape)));
  const of = args.has('of') ? args.word('of', ['params', 'activations'], 'params') : undefined;
  const { layer } = x;
  const kept = (): Scalar => {
    const sizes = sizesOf(layer);
    return add(paramsFormula(sizes), sizes.buffers);
  };
  if (of === 'params') return times(kept());
  if (of === 'activations') return times(activationsOf(layer, false));
  return times(add(kept(), activationsOf(layer, false)));
}

function directEquivalentOf(args: Arguments): Value {
  const value = args.layerValue('transposed');
  const layer = linearPart(value.layer);
  if (!(layer instanceof TransposedLayer))
    return args.expected('transposed', 'a transposed convolution', value);
  const axes = layer.directAxes;
  const field = (read: (axis: (typeof axes)[number]) => number): Value => {
    const values = axes.map(read);
    const [first = 0] = values;
    return values.every((one) => one === first)
      ? numberValue(first)
      : tensorValue(Tensor.integers([values.length], values));
  };
  return {
    kind: 'fields',
    fields: new Map([
      ['input', field(({ input }) => input)],
      ['stretched', field(({ stretched }) => stretched)],
      ['kernel', field(({ kernel }) => kernel)],
      ['stride', numberValue(1)],
      ['padding', field(({ padding }) => padding)],
      ['extra', field(({ extra }) => extra)],
      ['output', field(({ output }) => output)],
    ]),
  };
}

/** What `table` and `perLayer` ask of one layer of a network, by the function's name. */
export function ofLayers(
  nodes: readonly NamedLayer[],
  ask: (node: LayerValue) => Value,
): (readonly [name: string, value: Value])[] {
  if (nodes.length === 0) throw new MathError('A network needs at least one layer.', 'net');
  return nodes.map((node) => [node.name, ask(node)] as const);
}
