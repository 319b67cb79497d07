import type { Conventions } from '../conventions';
import { MathError, UndefinedError } from '../failure';
import { integer, ONE, type Rational } from '../numbers/rational';
import {
  exactSizeOf,
  positionOf,
  shapeText,
  sizeOf,
  storedIndex,
  stridesOf,
  type FlattenOrder,
  type Shape,
} from '../tensors/shape';
import { FixedLayer, relocated, type Source } from './fixed';
import type { LayerType } from './layer';
import { ALL_PLACES, type Reach } from './reach';
import { counted } from '../numbers/group-digits';

/** Where channels stand, and how a tensor becomes a vector. */
type Laid = Pick<Conventions, 'channels' | 'flatten'>;

/** A tensor as a vector, in the order of the convention `flatten`. */
export class Flatten extends FixedLayer {
  readonly type: LayerType = 'flatten';

  constructor(input: Shape | undefined, order: FlattenOrder) {
    super(input && [input], order);
  }

  get outputShape(): Shape {
    return [Number(exactSizeOf(this.onlyShape))];
  }

  get reach(): Reach {
    return ALL_PLACES;
  }

  on([input]: readonly Shape[]): Flatten {
    return new Flatten(input ?? this.inputShape, this.order);
  }

  protected sources(output: number): readonly Source[] {
    return [{ input: 0, index: storedIndex(this.onlyShape, this.order)(output), factor: ONE }];
  }
}

/** The same entries in another shape, in row-major order; one extent of −1 follows from the others. */
export class Reshape extends FixedLayer {
  readonly type: LayerType = 'reshape';

  constructor(
    input: Shape | undefined,
    private readonly wanted: Shape,
    order: FlattenOrder,
  ) {
    super(input && [input], order);
    if (wanted.filter((extent) => extent === -1).length > 1)
      throw new MathError('`shape` leaves at most one extent (−1) to be worked out.', 'shape');
    if (input) this.filled(input);
  }

  get outputShape(): Shape {
    return this.filled(this.onlyShape);
  }

  /** The wanted shape with its open extent. @throws MathError where the entries don't fill it. */
  private filled(onlyShape: Shape): Shape {
    const { wanted } = this;
    const size = sizeOf(onlyShape);
    const given = sizeOf(wanted.filter((extent) => extent !== -1));
    const shape = wanted.map((extent) => (extent === -1 ? size / given : extent));
    if (!shape.every(Number.isInteger) || sizeOf(shape) !== size)
      throw new MathError(
        `${shapeText(onlyShape)} has ${counted(size, 'entry', 'entries')}, which can’t fill ${wanted.map((extent) => (extent === -1 ? '…' : extent)).join(' × ')}.`,
        'shape',
      );
    return shape;
  }

  get reach(): Reach {
    return ALL_PLACES;
  }

  on([input]: readonly Shape[]): Reshape {
    return new Reshape(input ?? this.inputShape, this.wanted, this.order);
  }

  protected sources(output: number): readonly Source[] {
    return [{ input: 0, index: output, factor: ONE }];
  }
}

/** The spatial axes of a tensor, by their place among all. */
function spatialAxes(shape: Shape, axes: number | undefined, { channels }: Laid): readonly number[] {
  const all = shape.map((_, axis) => axis);
  const spatial = axes ?? Math.max(1, shape.length - 1);
  if (spatial >= shape.length) return all;
  return channels === 'first' ? all.slice(shape.length - spatial) : all.slice(0, spatial);
}

/** @throws MathError where there are more numbers than the input has axes. */
function requireAxes(option: string, numbers: readonly number[], input: Shape | undefined): void {
  if (!input || numbers.length <= Math.max(1, input.length)) return;
  throw new MathError(
    `\`${option}\` has ${counted(numbers.length, 'number')}; an input of ${shapeText(input)} has ${counted(input.length, 'axis', 'axes')}.`,
    option,
  );
}

/** A part of the input, as large as `size` says along its spatial axes; from its centre, the odd cell left out at the end. */
export class Crop extends FixedLayer {
  readonly type: LayerType = 'crop';

  /** @param size one extent for all spatial axes, or one for each. */
  constructor(
    input: Shape | undefined,
    private readonly size: readonly number[],
    private readonly conventions: Laid,
  ) {
    super(input && [input], conventions.flatten);
    requireAxes('size', size, input);
  }

  get outputShape(): Shape {
    const { spatial, onlyShape } = this;
    return onlyShape.map((extent, axis) => {
      const place = spatial.indexOf(axis);
      const size = place < 0 ? extent : (this.size[place] ?? this.size[0] ?? extent);
      if (size > extent)
        throw new UndefinedError(`a crop of ${counted(size, 'cell')} doesn’t fit into ${extent}`);
      return size;
    });
  }

  get reach(): Reach {
    const { starts, spatial } = this;
    return {
      kind: 'window',
      axes: spatial.map((axis) => ({ span: integer(1), step: ONE, start: integer(starts[axis] ?? 0) })),
    };
  }

  on([input]: readonly Shape[]): Crop {
    return new Crop(input ?? this.inputShape, this.size, this.conventions);
  }

  protected sources(output: number): readonly Source[] {
    const { starts, outputShape, onlyShape } = this;
    const index = relocated(outputShape, onlyShape, (position) =>
      position.map((coordinate, axis) => coordinate + (starts[axis] ?? 0)),
    )(output);
    return [{ input: 0, index, factor: ONE }];
  }

  private get spatial(): readonly number[] {
    const axes = this.size.length === 1 ? undefined : this.size.length;
    return spatialAxes(this.onlyShape, axes, this.conventions);
  }

  private get starts(): readonly number[] {
    const { outputShape } = this;
    return this.onlyShape.map((extent, axis) => Math.floor((extent - (outputShape[axis] ?? extent)) / 2));
  }
}

/** Each cell several times along the spatial axes (`nearest`), or cells between by their distance (`bilinear`). */
export class Upsample extends FixedLayer {
  readonly type: LayerType = 'upsample';

  constructor(
    input: Shape | undefined,
    private readonly scale: readonly number[],
    private readonly interpolation: 'nearest' | 'bilinear',
    private readonly conventions: Laid,
  ) {
    super(input && [input], conventions.flatten);
    requireAxes('scale', scale, input);
  }

  get outputShape(): Shape {
    const { scales } = this;
    return this.onlyShape.map((extent, axis) => extent * (scales[axis] ?? 1));
  }

  get reach(): Reach {
    const { scales } = this;
    return {
      kind: 'window',
      axes: this.spatial.map((axis) => ({
        span: integer(this.interpolation === 'nearest' ? 1 : 2),
        step: ONE.div(scales[axis] ?? 1),
        start: integer(this.interpolation === 'nearest' ? 0 : -1),
      })),
    };
  }

  on([input]: readonly Shape[]): Upsample {
    return new Upsample(input ?? this.inputShape, this.scale, this.interpolation, this.conventions);
  }

  protected sources(output: number): readonly Source[] {
    const { scales, onlyShape, outputShape } = this;
    const strides = stridesOf(onlyShape);
    const position = positionOf(output, outputShape);
    let found: readonly { readonly index: number; readonly factor: Rational }[] = [{ index: 0, factor: ONE }];
    for (const [axis, coordinate] of position.entries()) {
      const shares = this.shares(coordinate, scales[axis] ?? 1, onlyShape[axis] ?? 1);
      found = found.flatMap(({ index, factor }) =>
        shares.map(({ cell, share }) => ({
          index: index + cell * (strides[axis] ?? 0),
          factor: share === ONE ? factor : factor.mul(share),
        })),
      );
    }
    return found.map(({ index, factor }) => ({ input: 0, index, factor }));
  }

  /** The cells along one axis that an output cell lies between, and what each counts for; as PyTorch without aligned corners. */
  private shares(
    coordinate: number,
    factor: number,
    extent: number,
  ): readonly { readonly cell: number; readonly share: Rational }[] {
    if (this.interpolation === 'nearest' || factor === 1)
      return [{ cell: Math.floor(coordinate / factor), share: ONE }];
    // (coordinate + 1/2) / factor − 1/2, in halves of 1/factor, not below 0.
    const place = integer(Math.max(0, 2 * coordinate + 1 - factor)).div(2 * factor);
    const cell = Number(place.floor().n);
    const share = place.sub(cell);
    if (share.n === 0n || cell + 1 >= extent) return [{ cell, share: ONE }];
    return [
      { cell, share: ONE.sub(share) },
      { cell: cell + 1, share },
    ];
  }

  private get spatial(): readonly number[] {
    const axes = this.scale.length === 1 ? undefined : this.scale.length;
    return spatialAxes(this.onlyShape, axes, this.conventions);
  }

  private get scales(): readonly number[] {
    const { spatial } = this;
    return this.onlyShape.map((_, axis) => {
      const place = spatial.indexOf(axis);
      return place < 0 ? 1 : (this.scale[place] ?? this.scale[0] ?? 1);
    });
  }
}
