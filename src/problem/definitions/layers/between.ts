import {
  Activation,
  Add,
  BatchNorm,
  Concat,
  Crop,
  describe,
  Dropout,
  EPSILON,
  feedOf,
  Flatten,
  isRational,
  LayerNorm,
  Multiply,
  Reshape,
  scalarOf,
  shapeOf,
  Softmax,
  tensorOf,
  Upsample,
  type Feed,
  type Layer,
  type LayerType,
  type LayerValue,
  type Rational,
  type Shape,
  type Statistics,
} from '../../../core';
import { definition, flag, quantities, quantity, word } from '../../schema/fields';
import type { DefinitionType } from '../definition';
import type { Options } from '../options';
import { inputOf, KEYS, layerType, layerValue, shapeOfInput, tensorAt } from './shared';
import {
  hasSymbols,
  sizedCrop,
  sizedJoin,
  sizedNorm,
  sizedReshape,
  sizedSame,
  sizedUpsample,
} from './symbolic';

type Make = (input: Shape | undefined, options: Options) => Layer;

/** What becomes of a layer whose input has sizes that are symbols. */
type MakeSized = (options: Options) => LayerValue;

/** A layer with one input, and with the keys that are given here; unless `sized` says otherwise it keeps the shape. */
function plain(
  type: LayerType,
  doc: string,
  make: Make,
  keys: Parameters<typeof layerType>[0]['keys'] = {},
  required: readonly string[] = [],
  sized: MakeSized = (options) => {
    // What numbers refuse apart from the input is refused here, too.
    make(undefined, options);
    return sizedSame(type, options);
  },
  sizes: readonly string[] = [],
): DefinitionType {
  return layerType({
    type,
    doc,
    keys: { input: KEYS.input, ...keys },
    required,
    build(options) {
      if (hasSymbols(options, 0, ...sizes)) return sized(options);
      const input = inputOf(options);
      return layerValue(make(shapeOfInput(input), options), input);
    },
  });
}

function isFirst({ conventions }: Options): boolean {
  return conventions.channels === 'first';
}

/** An exact number at a key. */
function exactAt(options: Options, key: string): Rational | undefined {
  const value = options.value(key);
  if (value === undefined) return undefined;
  const scalar = scalarOf(value);
  return scalar !== undefined && isRational(scalar)
    ? scalar
    : options.fail(key, `\`${key}\` takes a number; this is ${describe(value)}.`);
}

function statisticsOf(
  options: Options,
  ...names: readonly ('scale' | 'shift' | 'mean' | 'variance')[]
): Statistics {
  const epsilon = exactAt(options, 'epsilon') ?? EPSILON;
  if (epsilon.s < 0n) options.fail('epsilon', '`epsilon` takes a number from 0.');
  return { ...tensorAt(options, ...names), epsilon };
}

const SCALE = definition('the learned factors, one per channel');
const SHIFT = definition('the learned summands, one per channel');
const EPSILON_KEY = quantity('what is added to the variance; 1e-5');

/** Several inputs: a list of tensors and layers. */
function feedsOf(options: Options): readonly Feed[] | undefined {
  if (options.value('input') === undefined) return undefined;
  const items = options.has('input') ? options.items('input') : undefined;
  const values = items ? items.map(({ value }) => value) : [options.required('input', 'what it joins')];
  const listed = values.flatMap((value) => (value.kind === 'list' ? value.items : [value]));
  if (listed.length === 0)
    options.fail('input', '`input` lists the tensors and layers that are joined; it is empty.');
  return listed.map((value) => {
    if (value.kind === 'layer') return value;
    const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
    return tensor
      ? feedOf(tensor)
      : options.fail(
          'input',
          `\`input\` takes a list of tensors and layers; among them is ${describe(value)}.`,
        );
  });
}

function joining(
  type: 'add' | 'multiply' | 'concat',
  doc: string,
  make: (inputs: readonly Shape[] | undefined, options: Options) => Layer,
  keys: Parameters<typeof layerType>[0]['keys'] = {},
): DefinitionType {
  return layerType({
    type,
    doc,
    keys: { input: KEYS.inputs, ...keys },
    build(options) {
      if (hasSymbols(options, 0)) return sizedJoin(type, options);
      const feeds = feedsOf(options);
      return layerValue(make(feeds?.map(shapeOf), options), ...(feeds ?? []));
    },
  });
}

const LEAK = quantity('the slope below 0; 0.01');

export const BETWEEN: readonly DefinitionType[] = [
  plain(
    'batch-norm',
    'Batch normalisation: each channel is centred and scaled by running statistics, then scaled and shifted by learned numbers.',
    (input, options) =>
      new BatchNorm(
        input,
        options.whole('in-channels', 1),
        options.conventions,
        statisticsOf(options, 'scale', 'shift', 'mean', 'variance'),
        options.flag('frozen') ?? false,
        options.flag('affine') ?? true,
      ),
    {
      'in-channels': KEYS.inChannels,
      scale: SCALE,
      shift: SHIFT,
      mean: definition('the running means, one per channel'),
      variance: definition('the running variances, one per channel'),
      epsilon: EPSILON_KEY,
      affine: flag('whether it learns scale and shift; true'),
      frozen: KEYS.frozen,
    },
    [],
    (options) => sizedNorm('batch-norm', options),
    ['in-channels'],
  ),
  plain(
    'layer-norm',
    'Layer normalisation: the entries of one example are centred and scaled together, then scaled and shifted by learned numbers.',
    (input, options) =>
      new LayerNorm(
        input,
        options.conventions,
        options.word('over', ['channels', 'all'], 'channels'),
        statisticsOf(options, 'scale', 'shift'),
        options.flag('frozen') ?? false,
      ),
    {
      over: word(
        ['channels', 'all'],
        'what is normalised together: the channels at each place, or all entries; channels',
      ),
      scale: SCALE,
      shift: SHIFT,
      epsilon: EPSILON_KEY,
      frozen: KEYS.frozen,
    },
    [],
    (options) => sizedNorm('layer-norm', options),
  ),
  plain(
    'dropout',
    'Leaves out entries at random while it is trained; otherwise the identity.',
    (input, options) => {
      const rate = exactAt(options, 'rate');
      if (rate && (rate.s < 0n || rate.compare(1) > 0))
        options.fail('rate', '`rate` is the share that is left out, from 0 to 1.');
      return new Dropout(input);
    },
    {
      rate: quantity('the share that is left out'),
    },
  ),
  plain(
    'relu',
    'Each entry, or 0 where it is negative.',
    (input) => new Activation('relu', input, undefined),
  ),
  plain(
    'relu6',
    'Each entry, or 0 where it is negative and 6 where it is above.',
    (input) => new Activation('relu6', input, undefined),
  ),
  plain(
    'leaky-relu',
    'Each entry, or a small part of it where it is negative.',
    (input, options) => new Activation('leaky-relu', input, exactAt(options, 'slope')),
    { slope: LEAK },
  ),
  plain(
    'sigmoid',
    '1 / (1 + exp(−x)) of each entry.',
    (input) => new Activation('sigmoid', input, undefined),
  ),
  plain(
    'silu',
    'Each entry times its sigmoid, x / (1 + exp(−x)); also called swish.',
    (input) => new Activation('silu', input, undefined),
  ),
  plain('tanh', 'The hyperbolic tangent of each entry.', (input) => new Activation('tanh', input, undefined)),
  plain('step', '1 where an entry is positive, else 0.', (input) => new Activation('step', input, undefined)),
  plain(
    'softmax',
    'Shares that add up to 1: exp(x) / Σ exp(x) over the channels at each place.',
    (input, options) => new Softmax(input, isFirst(options)),
  ),
  plain(
    'flatten',
    'A tensor as a vector, in the order of the convention `flatten`.',
    (input, options) => new Flatten(input, options.conventions.flatten),
  ),
  plain(
    'reshape',
    'The same entries in another shape, in row-major order.',
    (input, options) => new Reshape(input, reshapeOf(options), options.conventions.flatten),
    {
      shape: quantities('the extents; −1 for one that follows from the others'),
    },
    ['shape'],
    sizedReshape,
    ['shape'],
  ),
  plain(
    'crop',
    'The centre of a tensor, as large as `size` or as another layer’s output.',
    (input, options) => new Crop(input, cropOf(options, input), options.conventions),
    {
      size: quantities('extents of the spatial axes'),
      to: definition('a layer or tensor whose extents it takes'),
    },
    [],
    sizedCrop,
    ['size'],
  ),
  plain(
    'upsample',
    'Each cell several times, or cells between by their distance.',
    (input, options) =>
      new Upsample(
        input,
        [...scaleOf(options)],
        options.word('interpolation', ['nearest', 'bilinear'], 'nearest'),
        options.conventions,
      ),
    {
      scale: quantities('how many cells for one, for all spatial axes or for each; 2'),
      interpolation: word(['nearest', 'bilinear'], 'how cells between are made; nearest'),
    },
    [],
    sizedUpsample,
    ['scale'],
  ),
  joining(
    'add',
    'Tensors of one shape, added entry by entry: where a shortcut comes back.',
    (inputs, options) => new Add(inputs, options.conventions.flatten),
  ),
  joining(
    'multiply',
    'Tensors, multiplied entry by entry; an axis of one cell goes with every cell of the others, as where squeeze and excitation weighs channels.',
    (inputs) => new Multiply(inputs),
  ),
  joining(
    'concat',
    'Tensors one behind the other along an axis: the channels unless given.',
    (inputs, options) => {
      const axis = options.whole('axis', options.conventions.index);
      return new Concat(
        inputs,
        axis === undefined ? undefined : axis - options.conventions.index,
        options.conventions,
      );
    },
    { axis: quantity('which axis, counted from the convention `index`; the channels') },
  ),
];

function reshapeOf(options: Options): Shape {
  const value = options.required('shape', 'the extents');
  const extents = tensorOf(value)?.integers;
  if (!extents || [...extents].some((extent) => extent < -1 || extent === 0))
    return options.fail(
      'shape',
      `\`shape\` takes extents, or −1 for one of them; this is ${describe(value)}.`,
    );
  return [...extents];
}

function scaleOf(options: Options): readonly number[] {
  const value = options.value('scale');
  if (value === undefined) return [2];
  const scale = tensorOf(value)?.integers;
  if (!scale || scale.some((factor) => factor < 1))
    return options.fail('scale', `\`scale\` takes whole numbers from 1; this is ${describe(value)}.`);
  return [...scale];
}

function cropOf(options: Options, input: Shape | undefined): Shape {
  const to = options.value('to');
  if (to === undefined)
    return (
      options.shape('size') ??
      options.fail(undefined, 'A crop needs `size`, or `to`: what it should be as large as.')
    );
  const shape = to.kind === 'layer' ? to.layer.outputShape : tensorOf(to)?.shape;
  if (!shape) return options.fail('to', `\`to\` takes a layer or a tensor; this is ${describe(to)}.`);
  if (shape.length === 1 || input?.length === 1) return shape;
  return isFirst(options) ? shape.slice(1) : shape.slice(0, -1);
}
