import { MathError } from '../failure';
import { linearPart, SlidingLayer, spanOf, type Sides, type Window, type WindowAxis } from '../layers';
import { outputOf } from '../networks';
import { correlate, type Normalize } from '../tensors/correlate';
import { flip } from '../tensors/operations';
import { padTensor } from '../tensors/padding';
import { Tensor } from '../tensors/tensor';
import { im2col, occurrences } from '../tensors/windows';
import type { Matrix } from '../matrices/matrix';
import { tensorValue } from '../values/make';
import { PADDING_WORDS, type Arguments, type FunctionEntry, type Parameter } from './function';
import { inputsOf, sizesFrom, X } from './readers';

const STRIDE: Parameter = { name: 'stride', doc: 'cells between two places; 1', optional: true };
const DILATION: Parameter = { name: 'dilation', doc: 'cells between two taps; 1', optional: true };
const SLIDE: readonly Parameter[] = [
  X,
  { name: 'kernel', doc: 'a tensor with as many axes' },
  STRIDE,
  {
    name: 'padding',
    doc: 'zeros on each side: a number, one for each axis, [[before, after], …], or valid, same, full; valid',
    optional: true,
    words: PADDING_WORDS,
  },
  DILATION,
  {
    name: 'normalize',
    doc: 'true for the cosine (divided by the lengths of window and kernel), zero-mean to subtract both means first; false',
    optional: true,
    words: ['zero-mean'],
  },
];

export const SLIDING: readonly FunctionEntry[] = [
  {
    name: 'output',
    group: 'tensors',
    doc: 'What a layer gives for its input: Wx + b, in the layer’s output shape.',
    parameters: [
      { name: 'layer', doc: 'a layer with an input' },
      { name: 'x', doc: 'another input of the same shape', optional: true },
    ],
    examples: [['output(conv1d([6, 7, 8], kernel=[1, 2, 3], padding=same), [6, 7, 8])', '[33, 44, 23]']],
    call(args) {
      const value = args.layerValue('layer');
      if (args.has('x')) return tensorValue(value.layer.forward([args.tensor('x')]));
      if (value.feeds.length === 0)
        throw new MathError(
          'output needs the layer’s input: give the layer an `input`, or output a second argument.',
          'x',
        );
      return tensorValue(Tensor.deferred(value.layer.outputShape, () => outputOf(value)));
    },
  },
  {
    name: 'correlate',
    group: 'tensors',
    doc: 'Slides a kernel over a tensor without flipping it: y[o] = Σ k[t] · x[o·s + t·d − p]. Exact; with normalize it gives reals. Only places where the kernel lies wholly inside, unless padding says more.',
    parameters: SLIDE,
    examples: [
      ['correlate([6, 7, 8, 1, 2, 3, 5], [1, 2, 3])', '[44, 26, 16, 14, 23]'],
      ['correlate([1, 2, 3, 4, 5], [1, 1], dilation=2)', '[4, 6, 8]'],
      ['correlate([1, 2, 3], [1, 1], padding=[[1, 0]])', '[1, 3, 5]'],
      ['argmax(correlate([6, 7, 8, 1, 2, 3, 5], [1, 2, 3], normalize=true))', '3'],
    ],
    call: (args) => tensorValue(slide(args, args.tensor('kernel'))),
  },
  {
    name: 'convolve',
    group: 'tensors',
    doc: 'As correlate, with the kernel flipped along every axis: the convolution of mathematics and of signal processing.',
    parameters: SLIDE,
    examples: [['convolve([6, 7, 8, 1, 2, 3, 5], [1, 2, 3])', '[40, 38, 28, 10, 17]']],
    call: (args) => tensorValue(slide(args, flip(args.tensor('kernel')))),
  },
  {
    name: 'im2col',
    group: 'tensors',
    doc: 'The windows of a tensor as the columns of a matrix, a row for each cell of a window, both in the order of the convention `flatten`: then flatten(k) * im2col(x, n) is flatten(correlate(x, k)) (Chellapilla et al. 2006). A list for all axes but the channels takes windows over all channels. Of a convolution (or local layer) with an input the windows that it reads, over all channels and with its padding, in the shape of one filter.',
    parameters: [
      { name: 'x', doc: 'a tensor, or a convolution with an input' },
      { name: 'n', doc: 'cells of a window of a tensor: one number, or one for each axis', optional: true },
      STRIDE,
      DILATION,
    ],
    examples: [
      ['im2col([1, 2, 3, 4], 2)', '[[1, 2, 3], [2, 3, 4]]'],
      ['im2col([[1, 2, 3], [4, 5, 6]], 2)', '[[1, 2], [2, 3], [4, 5], [5, 6]]'],
      ['im2col(conv1d([1, 2, 3], kernel=3, padding=same))', '[[0, 1, 2], [1, 2, 3], [2, 3, 0]]'],
    ],
    call(args, conventions) {
      if (args.value('x').kind === 'layer') return tensorValue(windowsOf(args));
      const x = args.tensor('x');
      const sizes = sizesFrom(args, 'n', x.shape, conventions);
      const stride = args.perAxis('stride', x.rank, 1, 1);
      const dilation = args.perAxis('dilation', x.rank, 1, 1);
      const windows = sizes.map((kernel, axis) => ({
        kernel,
        stride: stride[axis] ?? 1,
        dilation: dilation[axis] ?? 1,
      }));
      return tensorValue(im2col(x, windows, conventions.flatten));
    },
  },
  {
    name: 'filterMatrix',
    group: 'matrices',
    doc: 'The filters of a convolution as the rows of a matrix, a column for each cell of its window and channel in the order of the convention `flatten`: filterMatrix(conv) * im2col(conv) holds its output without the bias, a row for each filter and a column for each place (Chellapilla et al. 2006). Channels that a filter doesn’t see have zeros.',
    parameters: [{ name: 'conv', doc: 'a convolution' }],
    examples: [
      ['filterMatrix(conv1d(inChannels=1, kernel=[1, 2, 3]))', '[[1, 2, 3]]'],
      ['filterMatrix(conv2d([[5, 6], [7, 8]], kernel=[[1, 2], [3, 4]]))', '[[1, 2, 3, 4]]'],
    ],
    call(args) {
      const value = args.layerValue('conv');
      const layer = linearPart(value.layer);
      if (!(layer instanceof SlidingLayer) || layer.sharing !== 'shared')
        return args.expected('conv', 'a convolution', value);
      return { kind: 'matrix', matrix: filterMatrix(layer) };
    },
  },
  {
    name: 'occurrences',
    group: 'tensors',
    doc: 'Where a pattern stands in an image, cell by cell the same: 1 at the first corner of each match, else 0, in the shape of a valid correlation. Reals match within 1e-9 relative.',
    parameters: [
      { name: 'image', doc: 'a tensor' },
      { name: 'pattern', doc: 'a tensor with as many axes' },
    ],
    examples: [['occurrences([1, 0, 1, 0, 1], [1, 0])', '[1, 0, 1, 0]']],
    call: (args) => tensorValue(occurrences(args.tensor('image'), args.tensor('pattern'))),
  },
];

/** The matrix of the same filters over one window, its taps side by side. */
function filterMatrix(layer: SlidingLayer): Matrix {
  const { declared, sliding } = layer;
  const one = sliding.kernel.map(() => 1);
  const channels = declared.conventions.channels === 'first' ? [sliding.inChannels] : [];
  const last = declared.conventions.channels === 'first' ? [] : [sliding.inChannels];
  return new SlidingLayer(layer.type, {
    ...declared,
    input: [...channels, ...sliding.kernel, ...last],
    stride: one,
    dilation: one,
    padding: 'valid',
    fit: 'floor',
  }).matrix;
}

/** The windows of a layer as columns: those of its padded input. */
function windowsOf(args: Arguments): Tensor {
  const value = args.layerValue('x');
  const layer = linearPart(value.layer);
  if (!(layer instanceof SlidingLayer)) return args.expected('x', 'a tensor or a convolution', value);
  const own = ['n', 'stride', 'dilation'].find((option) => args.has(option));
  if (own !== undefined)
    throw new MathError('A convolution has a window of its own: im2col takes nothing else with it.', own);
  const [x] = inputsOf(value, 'The matrix of windows');
  if (!x) return args.expected('x', 'a convolution with an input', value);
  const { axes, layouts, declared } = layer;
  const { channelAxis, channels = 1 } = layouts.input;
  const withChannels = <T>(each: (axis: WindowAxis) => T, channel: T): T[] => {
    const along = axes.map(each);
    if (channelAxis !== undefined) along.splice(channelAxis, 0, channel);
    return along;
  };
  // Where the last window overhangs, it reads zeros beyond what the padding has.
  const missing = ({ input, before, after, output, stride, ...window }: WindowAxis): Sides => [
    0,
    Math.max(0, (output - 1) * stride + spanOf({ ...window, stride }) - input - before - after),
  ];
  const padded = padTensor(
    x,
    withChannels<Sides>(({ before, after }) => [before, after], [0, 0]),
    declared.mode ?? 'zeros',
  );
  return im2col(
    padTensor(padded, withChannels(missing, [0, 0]), 'zeros'),
    withChannels<Window>((axis) => axis, { kernel: channels, stride: 1, dilation: 1 }),
    declared.conventions.flatten,
  );
}

function slide(args: Arguments, kernel: Tensor): Tensor {
  const x = args.tensor('x');
  return correlate(x, kernel, {
    stride: args.perAxis('stride', x.rank, 1, 1),
    dilation: args.perAxis('dilation', x.rank, 1, 1),
    padding: args.padding('padding', x.rank),
    normalize: normalizeOf(args),
  });
}

function normalizeOf(args: Arguments): Normalize {
  if (!args.has('normalize')) return false;
  const value = args.value('normalize');
  if (value.kind === 'boolean') return value.value;
  return value.kind === 'text' && value.value === 'zero-mean'
    ? 'zero-mean'
    : args.expected('normalize', 'true, false or zero-mean', value);
}
