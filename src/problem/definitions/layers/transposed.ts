import { describe, linearPart, SlidingLayer, TransposedLayer, type TransposedLayerType } from '../../../core';
import { definition, quantities } from '../../schema/fields';
import type { DefinitionType } from '../definition';
import type { Options } from '../options';
import { sizesOrTensor } from './kernel';
import {
  activated,
  groupsOf,
  inputOf,
  kernelKey,
  KEYS,
  layerType,
  layerValue,
  ones,
  paddingKey,
  paddingWords,
  shapeOfInput,
} from './shared';
import { hasSymbols, sizedTransposed } from './symbolic';

/** Keys of sizes, which may be symbols. */
const SIZES = [
  'kernel',
  'filters',
  'in-channels',
  'stride',
  'padding',
  'output-padding',
  'dilation',
  'groups',
];

function transposed(type: TransposedLayerType, axes: 1 | 2 | 3): DefinitionType {
  return layerType({
    type,
    doc: `A transposed convolution over ${axes === 1 ? 'one axis' : axes === 2 ? 'rows and columns' : 'three axes'}: each input cell spreads the kernel over the output; its matrix is the transpose of a convolution’s.`,
    keys: {
      input: KEYS.input,
      of: definition(
        'the convolution that it transposes: its kernel, stride, padding and dilation, and the output padding that returns its input size',
      ),
      kernel: kernelKey(axes),
      filters: KEYS.filters,
      'in-channels': KEYS.inChannels,
      stride: KEYS.stride,
      padding: paddingKey(axes),
      'output-padding': quantities('cells that the output has more at its end; 0'),
      dilation: KEYS.dilation,
      groups: KEYS.groups,
      bias: KEYS.bias,
      frozen: KEYS.frozen,
      activation: KEYS.activation,
    },
    build(options) {
      if (options.has('of')) return ofConvolution(type, axes, options);
      if (hasSymbols(options, axes, ...SIZES)) return sizedTransposed(type, axes, options);
      const input = inputOf(options);
      const layer = new TransposedLayer(type, {
        axes,
        input: shapeOfInput(input),
        kernel: sizesOrTensor(options, axes),
        filters: options.whole('filters', 1),
        inChannels: options.whole('in-channels', 1),
        stride: options.perAxis('stride', axes, 1) ?? ones(axes),
        padding: options.padding('padding', axes, paddingWords(axes)),
        dilation: options.perAxis('dilation', axes, 1) ?? ones(axes),
        groups: groupsOf(options),
        outputPadding: options.perAxis('output-padding', axes, 0) ?? ones(axes).fill(0),
        bias: options.bias('bias'),
        frozen: options.flag('frozen') ?? false,
        conventions: options.conventions,
      });
      return layerValue(activated(layer, options), input);
    },
  });
}

/** Everything from a convolution: applied to its output, unless to something else, it returns the size of its input. */
function ofConvolution(
  type: TransposedLayerType,
  axes: 1 | 2 | 3,
  options: Options,
): ReturnType<DefinitionType['build']> {
  const value = options.required('of', 'the convolution that it transposes');
  const conv = value.kind === 'layer' ? linearPart(value.layer) : undefined;
  if (
    value.kind !== 'layer' ||
    !(conv instanceof SlidingLayer) ||
    conv.sharing !== 'shared' ||
    conv.spatialRank !== axes
  )
    return options.fail('of', `\`of\` takes a conv${axes}d; this is ${describe(value)}.`);
  for (const key of ['kernel', 'filters', 'in-channels', 'stride', 'padding', 'dilation', 'groups'])
    if (options.has(key))
      options.fail(key, `\`${key}\` is that of the convolution: it can’t stand beside \`of\`.`);
  if (conv.sliding.mode !== 'zeros')
    options.fail('of', 'The transpose of a convolution is defined for a padding of zeros.');
  const input = inputOf(options) ?? (conv.inputShape ? value : undefined);
  const { declared, sliding } = conv;
  const placed = conv.inputShape ? conv.axes : undefined;
  const layer = new TransposedLayer(type, {
    axes,
    input: shapeOfInput(input),
    kernel: conv.givenKernel ? { tensor: conv.givenKernel } : { sizes: sliding.kernel },
    filters: sliding.inChannels > 0 ? sliding.inChannels : undefined,
    inChannels: sliding.filters,
    stride: sliding.stride,
    padding: placed ? placed.map(({ before, after }) => [before, after] as const) : declared.padding,
    dilation: sliding.dilation,
    groups: sliding.groups,
    outputPadding:
      options.perAxis('output-padding', axes, 0) ?? (placed ? placed.map(missing) : ones(axes).fill(0)),
    bias: options.bias('bias') ?? (conv.biases === 0n ? false : undefined),
    frozen: options.flag('frozen') ?? false,
    conventions: declared.conventions,
    // Its weights are the convolution’s own.
    owner: declared.owner,
    channelAxis: conv.inputShape ? conv.inputShape.length > axes : sliding.inChannels > 1,
  });
  return layerValue(activated(layer, options), input);
}

/** Input cells that the convolution’s last window leaves out. */
function missing(axis: SlidingLayer['axes'][number]): number {
  const { input, before, after, kernel, dilation, stride, output } = axis;
  return input - ((output - 1) * stride - before - after + dilation * (kernel - 1) + 1);
}

export const TRANSPOSED: readonly DefinitionType[] = [
  transposed('transposed-conv1d', 1),
  transposed('transposed-conv2d', 2),
  transposed('transposed-conv3d', 3),
];
