import {
  compute,
  describe,
  isFailure,
  integer,
  isSymbolic,
  scalarOf,
  scalarText,
  SizedLayer,
  sizesOf,
  tensorOf,
  type Feed,
  type LayerType,
  type LayerValue,
  type Scalar,
  type Sizes,
  type SymbolicShape,
  type Value,
} from '../../../../core';
import type { Options } from '../../options';
import { isSize, not } from '../../sizes';

/**
 * Whether the input of a layer, or one of its sizes, is a formula: then the layer’s shape and counts are formulas, too.
 * @param axes spatial axes: over more than one a flat list of so many entries at `kernel` is its sizes.
 */
export function hasSymbols(options: Options, axes: number, ...sizes: readonly string[]): boolean {
  const input = options.value('input');
  if (input && feedsIn(input).some(isSized)) return true;
  return sizes.some((key) => {
    const value = key === 'padding' ? options.paddingValue(key) : options.value(key);
    if (value?.kind === 'formula') return true;
    if (value?.kind !== 'tensor' || !value.tensor.entries().some(isSymbolic)) return false;
    // A list of sizes, as opposed to a kernel of symbols.
    return key !== 'kernel' || (axes > 1 && value.tensor.rank === 1 && value.tensor.size === axes);
  });
}

function feedsIn(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items : [value];
}

function isSized(value: Value): boolean {
  return value.kind === 'placeholder' || (value.kind === 'layer' && value.layer.sizes !== undefined);
}

/** The shape of what a layer is applied to, in numbers and symbols; undefined where it has none. */
export function shapeIn(value: Value): readonly Scalar[] | undefined {
  if (value.kind === 'placeholder') return value.shape;
  if (value.kind === 'layer') return sizesOf(value.layer).outputShape;
  const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
  return tensor?.shape.map((extent) => integer(extent));
}

/** The shape at `input`; undefined where nothing is written. */
export function inputShape(options: Options): readonly Scalar[] | undefined {
  const value = options.value('input');
  if (value === undefined) return undefined;
  return (
    shapeIn(value) ??
    options.fail('input', `\`input\` takes a tensor or a layer; this is ${describe(value)}.`)
  );
}

/** The shape at `input`, its channels apart. */
export function inputAt(options: Options, axes: number): SymbolicShape | undefined {
  const shape = inputShape(options);
  if (shape === undefined) return undefined;
  if (shape.length < axes || shape.length > axes + 1)
    options.fail(
      'input',
      `${options.type} takes an input with ${axes === 1 ? 'one axis' : `${axes} axes`} and perhaps channels; this one is ${shape.map(scalarText).join(' × ')}.`,
    );
  return shape.length === axes ? { extents: shape, channels: undefined } : withChannels(shape, options);
}

/** A shape whose channels stand where the convention says. */
export function withChannels(shape: readonly Scalar[], options: Options): SymbolicShape {
  const first = options.conventions.channels === 'first';
  return { extents: first ? shape.slice(1) : shape.slice(0, -1), channels: first ? shape[0] : shape.at(-1) };
}

/** @param least what a size that is a number is at least. */
export function sizeAt(options: Options, key: string, least: number): Scalar | undefined {
  const value = options.value(key);
  if (value === undefined) return undefined;
  const size = scalarOf(value);
  return size !== undefined && isSize(size, least)
    ? size
    : options.fail(key, `\`${key}\` takes a whole number from ${least}, or a formula${not(value)}.`);
}

/** One size for all axes, or one for each. */
export function sizesAt(
  options: Options,
  key: string,
  axes: number,
  least = 1,
): readonly Scalar[] | undefined {
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
        `\`${key}\` takes a whole number from ${least} or a formula${axes > 1 ? `, or a list of ${axes}` : ''}${not(value)}.`,
      );
}

/** @param given whether the kernel is given: then there is no bias unless it says so. */
export function biasAt(options: Options, given = false): boolean {
  const value = options.value('bias');
  if (value === undefined) return !given && options.conventions.bias;
  return value.kind === 'boolean' ? value.value : true;
}

export function isFrozen(options: Options): boolean {
  return options.flag('frozen') ?? false;
}

export function isFirst(options: Options): boolean {
  return options.conventions.channels === 'first';
}

export function refuse(options: Options, ...keys: readonly string[]): void {
  for (const key of keys)
    if (options.has(key)) options.fail(key, `\`${key}\` can’t stand beside sizes that are symbols.`);
}

/** A layer with formulas for its sizes, applied to what stands at `input`. */
export function sized(type: LayerType, sizes: Sizes, options: Options): LayerValue {
  // A window that doesn’t fit leaves weights; what can’t be told is a mistake.
  const output = compute(() => ({ kind: 'shape', value: sizes.outputShape ?? [] }));
  if (isFailure(output)) options.fail(output.option, output.message);
  const value = options.value('input');
  const frozen = options.has('frozen') && isFrozen(options);
  return { kind: 'layer', layer: new SizedLayer(type, sizes, frozen), feeds: value ? feedsOf(value) : [] };
}

/** Of tensors of numbers only the shape counts here. */
function feedsOf(value: Value): readonly Feed[] {
  return feedsIn(value).map((feed) =>
    feed.kind === 'layer' || feed.kind === 'placeholder'
      ? feed
      : { kind: 'placeholder', shape: shapeIn(feed) ?? [] },
  );
}
