import { GlobalAveragePool, Pool, Subsample, type PoolType } from '../../../core';
import { definition, flag, quantities } from '../../schema/fields';
import type { DefinitionType } from '../definition';
import type { Options } from '../options';
import { inputOf, KEYS, layerType, layerValue, shapeOfInput } from './shared';
import { hasSymbols, sizedGlobalPool, sizedPool, sizedSubsample } from './symbolic';

const KERNEL = quantities('rows and columns of its window: a size, or one for each axis');
const STRIDE = quantities('cells between two places; its kernel');
const PADDING = quantities('cells around the input; valid', ['valid', 'same']);
const CEIL = flag('whether a last window that overhangs counts; false');

function pool(type: PoolType, axes: 1 | 2 | 3, doc: string): DefinitionType {
  return layerType({
    type,
    doc,
    keys: {
      input: KEYS.input,
      kernel: KERNEL,
      stride: STRIDE,
      padding: PADDING,
      'ceil-mode': CEIL,
      ...(type.startsWith('avg') && {
        'count-padding': flag('whether an average divides by cells of the padding, too; true'),
      }),
    },
    required: ['kernel'],
    build(options) {
      if (hasSymbols(options, axes, 'kernel', 'stride', 'padding')) return sizedPool(type, axes, options);
      const input = inputOf(options);
      return layerValue(
        new Pool(type, {
          axes,
          input: shapeOfInput(input),
          ...windowOf(options, axes),
          countPadding: options.flag('count-padding') ?? true,
        }),
        input,
      );
    },
  });
}

function windowOf(
  options: Options,
  axes: number,
): Pick<ConstructorParameters<typeof Pool>[1], 'kernel' | 'stride' | 'padding' | 'ceilMode' | 'conventions'> {
  const kernel =
    options.perAxis('kernel', axes, 1) ??
    options.fail('kernel', 'A pool needs `kernel`: the size of its window.');
  return {
    kernel,
    stride: options.perAxis('stride', axes, 1) ?? kernel,
    padding: options.padding('padding', axes, ['valid', 'same']),
    ceilMode: options.flag('ceil-mode') ?? false,
    conventions: options.conventions,
  };
}

const GLOBAL = layerType({
  type: 'global-avg-pool',
  doc: 'The mean of each channel over all places.',
  keys: { input: KEYS.input, 'keep-axes': flag('whether the spatial axes stay, with one cell each; false') },
  build(options) {
    if (hasSymbols(options, 0)) return sizedGlobalPool(options);
    const input = inputOf(options);
    return layerValue(
      new GlobalAveragePool(shapeOfInput(input), options.conventions, options.flag('keep-axes') ?? false),
      input,
    );
  },
});

const SUBSAMPLE = layerType({
  type: 'subsample2d',
  doc: 'The subsampling of LeNet-5: the sum of each window, times a learned coefficient of the channel, plus its bias.',
  keys: {
    input: KEYS.input,
    kernel: KERNEL,
    stride: STRIDE,
    padding: PADDING,
    'ceil-mode': CEIL,
    weights: definition('the coefficients, one per channel'),
    bias: KEYS.bias,
    frozen: KEYS.frozen,
  },
  required: ['kernel'],
  build(options) {
    if (hasSymbols(options, 2, 'kernel', 'stride', 'padding')) return sizedSubsample(options);
    const input = inputOf(options);
    return layerValue(
      new Subsample({
        input: shapeOfInput(input),
        ...windowOf(options, 2),
        weights: options.tensor('weights'),
        bias: options.bias('bias'),
        frozen: options.flag('frozen') ?? false,
      }),
      input,
    );
  },
});

export const POOLS: readonly DefinitionType[] = [
  pool('max-pool1d', 1, 'The largest entry of each window over one axis.'),
  pool('max-pool2d', 2, 'The largest entry of each window over rows and columns.'),
  pool('max-pool3d', 3, 'The largest entry of each window over three axes.'),
  pool('avg-pool1d', 1, 'The average of each window over one axis.'),
  pool('avg-pool2d', 2, 'The average of each window over rows and columns.'),
  pool('avg-pool3d', 3, 'The average of each window over three axes.'),
  GLOBAL,
  SUBSAMPLE,
];
