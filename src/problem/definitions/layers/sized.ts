import {
  counted,
  compare,
  convolutionSizes,
  denseSizes,
  describe,
  equal,
  integer,
  isInteger,
  isRational,
  isSymbolic,
  poolSizes,
  productOf,
  sameSizes,
  scalarOf,
  scalarShape,
  scalarText,
  SizedLayer,
  tensorOf,
  type LayerType,
  type LayerValue,
  type PaddingWord,
  type PoolType,
  type Scalar,
  type SlidingLayerType,
  type SymbolicShape,
  type SymbolicWindow,
  type Value,
} from '../../../core';
import type { Options } from '../options';

/** Whether the input of a layer, or one of its sizes, is a formula: then the layer’s shape and counts are formulas, too. */
export function hasSymbols(options: Options, ...sizes: readonly string[]): boolean {
  const input = options.value('input');
  if (input && shapeIn(input)?.some(isSymbolic)) return true;
  return sizes.some((key) => {
    const value = key === 'padding' ? options.paddingValue(key) : options.value(key);
    if (value?.kind === 'formula') return true;
    // A list of sizes, as opposed to a kernel of symbols.
    return key !== 'kernel' && value?.kind === 'tensor' && value.tensor.entries().some(isSymbolic);
  });
}

/** A convolution or local layer. */
export function sizedSliding(type: SlidingLayerType, axes: number, options: Options): LayerValue {
  for (const key of ['connections', 'padding-mode', 'fit'])
    if (options.has(key)) options.fail(key, `\`${key}\` can’t stand beside sizes that are symbols.`);
  const input = inputOf(options, axes);
  const declared = sizeAt(options, 'in-channels', 1);
  const inChannels = input ? (input.channels ?? integer(1)) : declared;
  if (declared !== undefined && inChannels !== undefined && !equal(declared, inChannels))
    options.fail(
      'in-channels',
      `\`in-channels\` is ${scalarText(declared)}; the input has ${scalarText(inChannels)}.`,
    );
  if (inChannels === undefined)
    return options.fail(
      undefined,
      `How many weights this ${type} has depends on its input’s channels: give it an \`input\` or \`in-channels\`.`,
    );
  const groups = options.value('groups');
  const depthwise = groups?.kind === 'text';
  const filters = sizeAt(options, 'filters', 1);
  return sized(
    type,
    convolutionSizes({
      input,
      inChannels,
      filters: filters ?? (depthwise ? inChannels : integer(1)),
      outputChannels: input?.channels !== undefined || filters !== undefined,
      windows: windowsOf(options, axes, integer(1)),
      groups: depthwise ? inChannels : (sizeAt(options, 'groups', 1) ?? integer(1)),
      bias: biasOf(options),
      channelsFirst: options.conventions.channels === 'first',
      local: type.startsWith('local'),
    }),
  );
}

export function sizedPool(type: PoolType, axes: number, options: Options): LayerValue {
  const input = inputOf(options, axes) ?? options.fail(undefined, `A ${type} needs an \`input\`.`);
  // Whether a last window begins within the input is no formula, unless windows stand side by side from its first
  // cell: then it does.
  for (const key of ['stride', 'padding'])
    if (options.flag('ceil-mode') === true && options.has(key))
      options.fail(
        'ceil-mode',
        `\`ceil-mode\` has a formula only without \`${key}\`: leave that out, or give the sizes values.`,
      );
  return sized(
    type,
    poolSizes(
      input,
      windowsOf(options, axes, undefined),
      options.flag('ceil-mode') === true ? 'ceil' : 'floor',
      options.conventions.channels === 'first',
    ),
  );
}

export function sizedDense(options: Options): LayerValue {
  for (const key of ['weights', 'flatten'])
    if (options.has(key)) options.fail(key, `\`${key}\` can’t stand beside sizes that are symbols.`);
  const input = options.value('input');
  const shape = input && shapeIn(input);
  const features = shape ? productOf(shape) : sizeAt(options, 'in-features', 1);
  const units = sizeAt(options, 'units', 1);
  if (features === undefined || units === undefined)
    return options.fail(undefined, 'A dense layer needs `units`, and an `input` or `in-features`.');
  return sized('dense', denseSizes(features, units, biasOf(options)));
}

/** A layer that keeps the shape of its input, or flattens it. */
export function sizedPlain(type: LayerType, options: Options): LayerValue {
  const input = options.value('input');
  const shape = (input && shapeIn(input)) ?? options.fail('input', `A ${type} needs an \`input\`.`);
  return sized(type, sameSizes(type === 'flatten' ? [productOf(shape)] : shape));
}

function sized(type: LayerType, sizes: ConstructorParameters<typeof SizedLayer>[1]): LayerValue {
  return { kind: 'layer', layer: new SizedLayer(type, sizes), feeds: [] };
}

/** The shape of what a layer is applied to, in numbers and symbols; undefined where it has none. */
function shapeIn(value: Value): readonly Scalar[] | undefined {
  if (value.kind === 'placeholder') return value.shape;
  if (value.kind === 'layer')
    return value.layer.sizes ? value.layer.sizes.outputShape : scalarShape(value.layer.outputShape);
  const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
  return tensor && scalarShape(tensor.shape);
}

function inputOf(options: Options, axes: number): SymbolicShape | undefined {
  const value = options.value('input');
  if (value === undefined) return undefined;
  const shape =
    shapeIn(value) ??
    options.fail('input', `\`input\` takes a tensor or a layer; this is ${describe(value)}.`);
  if (shape.length < axes || shape.length > axes + 1)
    options.fail(
      'input',
      `The input has ${counted(axes, 'axis', 'axes')} and perhaps channels; this one has ${shape.length}.`,
    );
  if (shape.length === axes) return { extents: shape, channels: undefined };
  const first = options.conventions.channels === 'first';
  return { extents: first ? shape.slice(1) : shape.slice(0, -1), channels: first ? shape[0] : shape.at(-1) };
}

/** @param least what a size that is a number is at least. */
function sizeAt(options: Options, key: string, least: number): Scalar | undefined {
  const value = options.value(key);
  if (value === undefined) return undefined;
  const size = scalarOf(value);
  return size !== undefined && isSize(size, least)
    ? size
    : options.fail(
        key,
        `\`${key}\` takes a whole number from ${least}, or a formula; this is ${describe(value)}.`,
      );
}

/** Whether a size is a formula, or a number that can be one. */
function isSize(size: Scalar, least: number): boolean {
  if (isSymbolic(size)) return true;
  return isRational(size) && isInteger(size) && compare(size, integer(least)) >= 0;
}

/** One size for all axes, or one for each. */
function sizesAt(options: Options, key: string, axes: number, least = 1): readonly Scalar[] | undefined {
  const value = options.value(key);
  if (value === undefined) return undefined;
  const scalar = scalarOf(value);
  const tensor = scalar === undefined ? tensorOf(value) : undefined;
  const sizes =
    scalar === undefined
      ? tensor?.rank === 1 && tensor.size === axes && tensor.entries()
      : new Array<Scalar>(axes).fill(scalar);
  return sizes && sizes.every((size) => isSize(size, least))
    ? sizes
    : options.fail(
        key,
        `\`${key}\` takes a whole number from ${least} or a formula, or a list of ${axes}; this is ${describe(value)}.`,
      );
}

/** @param stride what it is unless given: undefined for the kernel itself. */
function windowsOf(options: Options, axes: number, stride: Scalar | undefined): SymbolicWindow[] {
  const kernel =
    sizesAt(options, 'kernel', axes) ?? options.fail(undefined, 'A window needs `kernel`: its size.');
  const [strides, dilations] = [sizesAt(options, 'stride', axes), sizesAt(options, 'dilation', axes)];
  const padding = paddingOf(options, axes);
  return kernel.map((size, axis) => ({
    kernel: size,
    stride: strides?.[axis] ?? stride ?? size,
    dilation: dilations?.[axis] ?? integer(1),
    padding: typeof padding === 'string' ? padding : twice(padding?.[axis]),
  }));
}

const WORDS: readonly PaddingWord[] = ['valid', 'same', 'full', 'causal'];

function paddingOf(options: Options, axes: number): PaddingWord | readonly Scalar[] | undefined {
  const value = options.paddingValue('padding');
  if (value?.kind === 'text')
    return (
      WORDS.find((word) => word === value.value) ??
      options.fail('padding', `\`padding\` is a number, a formula or one of ${WORDS.join(', ')}.`)
    );
  return sizesAt(options, 'padding', axes, 0);
}

function twice(cells: Scalar | undefined): Scalar {
  return cells === undefined ? integer(0) : productOf([integer(2), cells]);
}

function biasOf(options: Options): boolean {
  return options.flag('bias') ?? options.conventions.bias;
}
