import {
  convolutionSizes,
  describe,
  equal,
  integer,
  isRational,
  poolSizes,
  readKernel,
  scalarText,
  subsampleSizes,
  tensorOf,
  transposedSizes,
  type GivenKernel,
  type LayerValue,
  type PaddingWord,
  type PoolType,
  type Scalar,
  type SlidingLayerType,
  type SymbolicShape,
  type SymbolicWindow,
  type TransposedLayerType,
} from '../../../../core';
import { kernelOf } from '../kernel';
import type { Options } from '../../options';
import { isSize, not } from '../../sizes';
import { paddingWords } from '../shared';
import { biasAt, inputAt, isFirst, isFrozen, refuse, sized, sizeAt, sizesAt } from './reading';

/** A convolution or local layer. */
export function sizedSliding(type: SlidingLayerType, axes: number, options: Options): LayerValue {
  refuse(options, 'connections', 'padding-mode');
  const given = givenKernel(options, axes, type.startsWith('local'));
  return sized(
    type,
    convolutionSizes({
      ...convolutionOf(type, axes, options, given),
      fit: options.word('fit', ['floor', 'exact', 'ceil'], 'floor'),
      local: type.startsWith('local'),
    }),
    options,
  );
}

export function sizedTransposed(type: TransposedLayerType, axes: number, options: Options): LayerValue {
  refuse(options, 'of');
  const kernel = options.value('kernel');
  if (kernel?.kind === 'tensor' && !(axes > 1 && kernel.tensor.rank === 1))
    options.fail('kernel', 'Over sizes that are symbols `kernel` is its size here.');
  return sized(
    type,
    transposedSizes({
      ...convolutionOf(type, axes, options, undefined),
      extra: sizesAt(options, 'output-padding', axes, 0) ?? [],
    }),
    options,
  );
}

function convolutionOf(
  type: string,
  axes: number,
  options: Options,
  given: GivenKernel | undefined,
): Parameters<typeof transposedSizes>[0] {
  const input = inputAt(options, axes);
  const inChannels = channelsOf(type, options, input, given);
  const { groups, filters, said } = groupsOf(options, inChannels, given);
  return {
    input,
    inChannels,
    filters,
    outputChannels: given?.filterAxis ?? (input?.channels !== undefined || said),
    windows: windowsOf(options, axes, integer(1), paddingWords(axes), given),
    groups,
    bias: biasAt(options, given !== undefined),
    frozen: isFrozen(options),
    channelsFirst: isFirst(options),
    extra: [],
  };
}

/** Input channels, by the input, by `in-channels` or by the kernel; where several say them they agree. */
function channelsOf(
  type: string,
  options: Options,
  input: SymbolicShape | undefined,
  given: GivenKernel | undefined,
): Scalar {
  const declared = sizeAt(options, 'in-channels', 1);
  const inChannels = input ? (input.channels ?? integer(1)) : declared;
  if (declared !== undefined && inChannels !== undefined && !equal(declared, inChannels))
    options.fail(
      'in-channels',
      `\`in-channels\` is ${scalarText(declared)}; the input has ${scalarText(inChannels)}.`,
    );
  if (given && !options.has('groups')) {
    const taken = integer(given.inPerGroup);
    if (inChannels !== undefined && !equal(taken, inChannels))
      options.fail(
        'kernel',
        `The kernel takes ${scalarText(taken)} input channel${given.inPerGroup === 1 ? '' : 's'}; the input has ${scalarText(inChannels)}.`,
      );
    return taken;
  }
  return (
    inChannels ??
    options.fail(
      undefined,
      `How many weights this ${type} has depends on its input’s channels: give it an \`input\` or \`in-channels\`.`,
    )
  );
}

interface Grouped {
  readonly groups: Scalar;
  readonly filters: Scalar;
  /** Whether the filters are written. */
  readonly said: boolean;
}

function groupsOf(options: Options, inChannels: Scalar, given: GivenKernel | undefined): Grouped {
  const depthwise = options.value('groups')?.kind === 'text';
  const written = sizeAt(options, 'filters', 1);
  if (given && written !== undefined && !equal(written, integer(given.filters)))
    options.fail('filters', `\`filters\` is ${scalarText(written)}, but the kernel holds ${given.filters}.`);
  const filters = given ? integer(given.filters) : (written ?? (depthwise ? inChannels : integer(1)));
  const groups = depthwise ? inChannels : (sizeAt(options, 'groups', 1) ?? integer(1));
  for (const [count, what] of [
    [inChannels, 'input channels'],
    [filters, 'filters'],
  ] as const)
    if (isRational(count) && isRational(groups) && count.div(groups).d !== 1n)
      options.fail('groups', `${scalarText(groups)} groups don’t divide ${scalarText(count)} ${what}.`);
  return { groups, filters, said: written !== undefined };
}

export function sizedPool(type: PoolType, axes: number, options: Options): LayerValue {
  return sized(type, poolSizes(poolOf(axes, options)), options);
}

export function sizedSubsample(options: Options): LayerValue {
  refuse(options, 'weights');
  return sized(
    'subsample2d',
    subsampleSizes({ ...poolOf(2, options), bias: biasAt(options), frozen: isFrozen(options) }),
    options,
  );
}

function poolOf(axes: number, options: Options): Parameters<typeof poolSizes>[0] {
  const input = inputAt(options, axes) ?? options.fail(undefined, `A ${options.type} needs an \`input\`.`);
  const windows = windowsOf(options, axes, undefined, ['valid', 'same'], undefined);
  for (const { kernel, padding } of windows)
    if (typeof padding !== 'string')
      for (const cells of padding)
        if (isRational(kernel) && isRational(cells) && cells.compare(kernel) >= 0)
          options.fail(
            'padding',
            `A window of ${scalarText(kernel)} would lie wholly in a padding of ${scalarText(cells)}; a pool’s padding is smaller than its kernel.`,
          );
  return { input, windows, ceilMode: options.flag('ceil-mode') === true, channelsFirst: isFirst(options) };
}

/** The kernel, where it is given rather than its size. */
function givenKernel(options: Options, axes: number, local: boolean): GivenKernel | undefined {
  const value = options.value('kernel');
  if (value?.kind !== 'tensor' && value?.kind !== 'list') return undefined;
  if (value.kind === 'tensor' && axes > 1 && value.tensor.rank === 1) return undefined;
  const kernel = kernelOf(options, axes);
  return 'sizes' in kernel ? undefined : readKernel(kernel, axes, options.conventions.channels, local);
}

/** @param stride what it is unless given: undefined for the kernel itself. */
function windowsOf(
  options: Options,
  axes: number,
  stride: Scalar | undefined,
  words: readonly PaddingWord[],
  given: GivenKernel | undefined,
): readonly SymbolicWindow[] {
  const kernel =
    given?.sizes.map((size) => integer(size)) ??
    sizesAt(options, 'kernel', axes) ??
    options.fail(undefined, 'A window needs `kernel`: its size.');
  const [strides, dilations] = [sizesAt(options, 'stride', axes), sizesAt(options, 'dilation', axes)];
  const padding = paddingOf(options, axes, words);
  return kernel.map((size, axis) => ({
    kernel: size,
    stride: strides?.[axis] ?? stride ?? size,
    dilation: dilations?.[axis] ?? integer(1),
    padding: typeof padding === 'string' ? padding : (padding[axis] ?? 'valid'),
  }));
}

/** A word, cells for all sides, for each axis, or two for each axis. */
function paddingOf(
  options: Options,
  axes: number,
  words: readonly PaddingWord[],
): PaddingWord | readonly (readonly [Scalar, Scalar])[] {
  const value = options.paddingValue('padding');
  if (value === undefined) return 'valid';
  const word = value.kind === 'text' ? words.find((one) => one === value.value) : undefined;
  if (word) return word;
  const tensor = value.kind === 'text' ? undefined : tensorOf(value);
  const cells = tensor?.entries() ?? [];
  if (tensor && cells.every((one) => isSize(one, 0))) {
    const at = (index: number): Scalar => cells[index] ?? integer(0);
    const sides = Array.from({ length: axes }, (_, axis) => axis);
    if (tensor.rank === 0) return sides.map(() => [at(0), at(0)]);
    if (tensor.rank === 1 && tensor.size === axes) return sides.map((axis) => [at(axis), at(axis)]);
    if (tensor.rank === 2 && tensor.shape[0] === axes && tensor.shape[1] === 2)
      return sides.map((axis) => [at(2 * axis), at(2 * axis + 1)]);
  }
  const [one] = tensor?.rank === 0 ? [value] : [];
  return options.fail(
    'padding',
    one && !isSize(cells[0] ?? 0, 0) && cells[0] !== undefined && !isRational(cells[0])
      ? `\`padding\` takes a whole number from 0 or a formula${not(one)}.`
      : `\`padding\` is ${words.join(', ')}, or cells: a whole number from 0 or a formula, a list of ${axes}, or two sides for each axis; this is ${describe(value)}.`,
  );
}
