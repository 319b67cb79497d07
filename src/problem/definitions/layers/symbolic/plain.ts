import {
  addedSizes,
  ALL_PLACES,
  concatenatedSizes,
  croppedSizes,
  denseSizes,
  describe,
  globalPoolSizes,
  integer,
  isRational,
  multipliedSizes,
  normSizes,
  productOf,
  reshapedSizes,
  SAME_PLACE,
  sameSizes,
  tensorOf,
  upsampledSizes,
  type LayerType,
  type LayerValue,
  type Scalar,
} from '../../../../core';
import type { Options } from '../../options';
import { isSize } from '../../sizes';
import {
  biasAt,
  inputShape,
  isFirst,
  isFrozen,
  refuse,
  shapeIn,
  sized,
  sizeAt,
  sizesAt,
  withChannels,
} from './reading';

export function sizedDense(options: Options): LayerValue {
  refuse(options, 'weights', 'flatten');
  const input = inputShape(options);
  const features = input ? productOf(input) : sizeAt(options, 'in-features', 1);
  const units = sizeAt(options, 'units', 1);
  if (features === undefined || units === undefined)
    return options.fail(undefined, 'A dense layer needs `units`, and an `input` or `in-features`.');
  const [bias, frozen] = [biasAt(options), isFrozen(options)];
  return sized('dense', denseSizes({ input, features, units, bias, frozen }), options);
}

/** A layer that keeps the shape of its input, or flattens it. */
export function sizedSame(type: LayerType, options: Options): LayerValue {
  const shape = required(options);
  return sized(
    type,
    type === 'flatten' ? reshapedSizes(shape, [productOf(shape)]) : sameSizes(shape),
    options,
  );
}

export function sizedNorm(type: 'batch-norm' | 'layer-norm', options: Options): LayerValue {
  refuse(options, 'scale', 'shift', 'mean', 'variance');
  const input = inputShape(options);
  const batch = type === 'batch-norm';
  const all = !batch && options.word('over', ['channels', 'all'], 'channels') === 'all';
  const channels = input ? withChannels(input, options).channels : sizeAt(options, 'in-channels', 1);
  const count = all && input ? productOf(input) : channels;
  if (count === undefined)
    return options.fail(undefined, `A ${type} needs an \`input\`${batch ? ' or `in-channels`' : ''}.`);
  return sized(
    type,
    normSizes({
      input,
      count,
      affine: !batch || (options.flag('affine') ?? true),
      buffers: batch,
      frozen: isFrozen(options),
      reach: all ? ALL_PLACES : SAME_PLACE,
    }),
    options,
  );
}

export function sizedGlobalPool(options: Options): LayerValue {
  const keepAxes = options.flag('keep-axes') ?? false;
  const input = withChannels(required(options), options);
  return sized('global-avg-pool', globalPoolSizes(input, keepAxes, isFirst(options)), options);
}

export function sizedReshape(options: Options): LayerValue {
  const value = options.required('shape', 'the extents');
  const extents = tensorOf(value)?.entries();
  const open = integer(-1);
  if (!extents?.every((extent) => isSize(extent, 1) || (isRational(extent) && extent.equals(open))))
    return options.fail(
      'shape',
      `\`shape\` takes extents, or −1 for one of them; this is ${describe(value)}.`,
    );
  return sized('reshape', reshapedSizes(required(options), extents), options);
}

export function sizedUpsample(options: Options): LayerValue {
  const input = withChannels(required(options), options);
  const axes = input.extents.length;
  const scale = sizesAt(options, 'scale', axes) ?? new Array<Scalar>(axes).fill(integer(2));
  const interpolation = options.word('interpolation', ['nearest', 'bilinear'], 'nearest');
  return sized('upsample', upsampledSizes(input, scale, interpolation, isFirst(options)), options);
}

export function sizedCrop(options: Options): LayerValue {
  const input = withChannels(required(options), options);
  const to = options.value('to');
  const shape = to && shapeIn(to);
  if (to && !shape) return options.fail('to', `\`to\` takes a layer or a tensor; this is ${describe(to)}.`);
  const size = shape
    ? withChannels(shape, options).extents
    : (sizesAt(options, 'size', input.extents.length) ??
      options.fail(undefined, 'A crop needs `size`, or `to`: what it should be as large as.'));
  return sized('crop', croppedSizes(input, size, isFirst(options)), options);
}

/** Several inputs that are added, multiplied or put one behind the other. */
export function sizedJoin(type: 'add' | 'multiply' | 'concat', options: Options): LayerValue {
  const value = options.required('input', 'what it joins');
  const shapes = (value.kind === 'list' ? value.items : [value]).map(
    (item) =>
      shapeIn(item) ??
      options.fail('input', `\`input\` takes a list of tensors and layers; among them is ${describe(item)}.`),
  );
  if (type === 'add') return sized(type, addedSizes(shapes), options);
  if (type === 'multiply') return sized(type, multipliedSizes(shapes), options);
  const rank = shapes[0]?.length ?? 0;
  const { index } = options.conventions;
  const axis = (options.whole('axis', index) ?? (isFirst(options) ? 0 : rank - 1) + index) - index;
  if (axis >= rank) options.fail('axis', `\`axis\` is one of the ${rank} axes of the inputs.`);
  return sized(type, concatenatedSizes(shapes, axis), options);
}

function required(options: Options): readonly Scalar[] {
  return inputShape(options) ?? options.fail('input', `A ${options.type} needs an \`input\`.`);
}
