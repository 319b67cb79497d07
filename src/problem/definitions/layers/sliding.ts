import { SlidingLayer, tensorOf, type SlidingLayerType, type SlidingOptions } from '../../../core';
import { definition, word } from '../../schema/fields';
import type { DefinitionType } from '../definition';
import type { Options } from '../options';
import {
  activated,
  groupsOf,
  inputOf,
  kernelKey,
  KEYS,
  layerType,
  layerValue,
  modeOf,
  ones,
  paddingKey,
  paddingWords,
  shapeOfInput,
} from './shared';
import { hasSymbols, sizedSliding } from './sized';

function sliding(type: SlidingLayerType, axes: 1 | 2 | 3, doc: string): DefinitionType {
  return layerType({
    type,
    doc,
    keys: {
      input: KEYS.input,
      kernel: kernelKey(axes),
      filters: KEYS.filters,
      'in-channels': KEYS.inChannels,
      stride: KEYS.stride,
      padding: paddingKey(axes),
      'padding-mode': KEYS.mode,
      dilation: KEYS.dilation,
      groups: KEYS.groups,
      connections: definition('the input channels that each filter sees: a list of lists'),
      fit: word(['floor', 'exact', 'ceil'], 'what to do with a stride that leaves a rest; floor'),
      bias: KEYS.bias,
      frozen: KEYS.frozen,
      activation: KEYS.activation,
    },
    required: ['kernel'],
    build(options) {
      if (hasSymbols(options, 'kernel', 'filters', 'in-channels', 'stride', 'padding', 'dilation', 'groups'))
        return sizedSliding(type, axes, options);
      const input = inputOf(options);
      const layer = new SlidingLayer(type, {
        axes,
        input: shapeOfInput(input),
        kernel: kernelOf(options, axes),
        filters: options.whole('filters', 1),
        inChannels: options.whole('in-channels', 1),
        stride: options.perAxis('stride', axes, 1) ?? ones(axes),
        padding: options.padding('padding', axes, paddingWords(axes)),
        mode: modeOf(options),
        dilation: options.perAxis('dilation', axes, 1) ?? ones(axes),
        fit: options.word('fit', ['floor', 'exact', 'ceil'], 'floor'),
        groups: groupsOf(options),
        connections: connectionsOf(options),
        bias: options.bias('bias'),
        frozen: options.flag('frozen') ?? false,
        conventions: options.conventions,
      });
      return layerValue(activated(layer, options), input);
    },
  });
}

/**
 * A number is the size. In 1-D a flat list is the tensor; otherwise a flat list of as many numbers as axes is sizes. A
 * list of tensors given by name is one filter each.
 */
function kernelOf(options: Options, axes: number): SlidingOptions['kernel'] {
  const items = options.items('kernel');
  if (
    items &&
    items.length > 0 &&
    items.every(({ value, literal }) => !literal && value.kind === 'tensor' && value.tensor.rank >= axes)
  )
    return { filters: items.flatMap(({ value }) => (value.kind === 'tensor' ? [value.tensor] : [])) };
  return sizesOrTensor(options, axes);
}

/** The sizes of a kernel, or the kernel itself. */
export function sizesOrTensor(
  options: Options,
  axes: number,
): Exclude<SlidingOptions['kernel'], { filters: unknown }> {
  const value = options.required('kernel', 'its size, or the kernel itself');
  if (value.kind === 'number')
    return { sizes: new Array<number>(axes).fill(options.whole('kernel', 1) ?? 1) };
  const tensor = options.tensor('kernel');
  if (!tensor) return options.fail('kernel', '`kernel` is its size, or a tensor.');
  if (axes > 1 && tensor.rank === 1) return { sizes: options.perAxis('kernel', axes, 1) ?? [] };
  return { tensor, unnamed: options.isShapeAlone('kernel') };
}

/** A list of input channels for each filter, counted from the convention `index`. */
function connectionsOf(options: Options): number[][] | undefined {
  if (!options.has('connections')) return undefined;
  const base = options.conventions.index;
  const wrong = (): never =>
    options.fail(
      'connections',
      `\`connections\` is a list with the input channels of each filter, counted from ${base}, as [[${base}, ${base + 1}], [${base + 1}, ${base + 2}]].`,
    );
  const lists = options.items('connections') ?? wrong();
  return lists.map(({ value }) => {
    const list = tensorOf(value);
    const channels = (list?.rank === 1 ? list.integers : undefined) ?? wrong();
    return Array.from(channels, (channel) => channel - base);
  });
}

export const SLIDING: readonly DefinitionType[] = [
  sliding('conv1d', 1, 'A convolution over one axis: one kernel for all places.'),
  sliding('conv2d', 2, 'A convolution over rows and columns: one kernel for all places.'),
  sliding('conv3d', 3, 'A convolution over three axes: one kernel for all places.'),
  sliding('local1d', 1, 'A locally connected layer over one axis: other weights at every place.'),
  sliding('local2d', 2, 'A locally connected layer over rows and columns: other weights at every place.'),
];
