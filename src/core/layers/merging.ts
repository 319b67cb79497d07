import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { add, multiply, ONE, ZERO, type Scalar } from '../numbers/scalar';
import {
  flatIndex,
  positionOf,
  sameShape,
  shapeText,
  sizeOf,
  stridesOf,
  type FlattenOrder,
  type Shape,
} from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { FixedLayer, type Source } from './fixed';
import { PlainLayer, requireShape, requireUpstream, type LayerType } from './layer';
import { SAME_PLACE, type Reach } from './reach';

/** Several tensors of one shape, added entry by entry. */
export class Add extends FixedLayer {
  readonly type: LayerType = 'add';

  /** @throws MathError where the shapes differ. */
  constructor(inputs: readonly Shape[] | undefined, order: FlattenOrder) {
    super(inputs, order);
    const [first, ...others] = inputs ?? [];
    const other = first && others.find((shape) => !sameShape(shape, first));
    if (other)
      throw new MathError(
        `add takes inputs of one shape; these are ${(inputs ?? []).map(shapeText).join(' and ')}.`,
        'input',
      );
  }

  get outputShape(): Shape {
    return this.onlyShape;
  }

  get reach(): Reach {
    return SAME_PLACE;
  }

  on(inputs: readonly Shape[]): Add {
    return new Add(inputs, this.order);
  }

  protected sources(output: number): readonly Source[] {
    return this.shapes.map((_, input) => ({ input, index: output, factor: ONE }));
  }
}

/**
 * Several tensors, multiplied entry by entry; an axis of one cell goes with every cell of the others, so that 1×…×C numbers
 * weigh the channels, as in squeeze and excitation. Not linear, and no multiply-adds of a weight: it counts none.
 */
export class Multiply extends PlainLayer {
  readonly type: LayerType = 'multiply';

  /** @throws MathError where extents differ and neither is 1. */
  constructor(inputs: readonly Shape[] | undefined) {
    super(inputs);
    const [first, ...others] = inputs ?? [];
    const other = first && others.find((shape) => shape.length !== first.length);
    const unequal = first?.findIndex(
      (_, axis) =>
        new Set((inputs ?? []).map((shape) => shape[axis]).filter((extent) => extent !== 1)).size > 1,
    );
    if (other || (unequal !== undefined && unequal >= 0))
      throw new MathError(
        `multiply takes inputs whose extents agree or are 1; these are ${(inputs ?? []).map(shapeText).join(' and ')}.`,
        'input',
      );
  }

  get outputShape(): Shape {
    return this.onlyShape.map((extent, axis) =>
      extent === 1
        ? ((this.inputShapes ?? []).map((shape) => shape[axis] ?? 1).find((one) => one !== 1) ?? 1)
        : extent,
    );
  }

  get reach(): Reach {
    return SAME_PLACE;
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const { outputShape } = this;
    this.requireInputs(inputs);
    const places = inputs.map(({ shape }) => broadcast(outputShape, shape));
    return Tensor.generate(
      outputShape,
      (flat) =>
        inputs.reduce<Scalar>(
          (product, x, which) => multiply(product, x.entry(places[which]?.(flat) ?? 0)),
          ONE,
        ),
      'What this layer gives',
    );
  }

  /** For each input, upstream times the product of all others, added up over the cells that an entry goes with. */
  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    requireUpstream(this, upstream);
    this.requireInputs(inputs);
    const places = inputs.map(({ shape }) => broadcast(this.outputShape, shape));
    return inputs.map((own, which) => {
      const sums = new Array<Scalar>(own.size).fill(ZERO);
      for (let flat = 0; flat < upstream.size; flat++) {
        const others = inputs.reduce<Scalar>(
          (product, x, other) =>
            other === which ? product : multiply(product, x.entry(places[other]?.(flat) ?? 0)),
          upstream.entry(flat),
        );
        const place = places[which]?.(flat) ?? 0;
        sums[place] = add(sums[place] ?? ZERO, others);
      }
      return Tensor.of(own.shape, sums);
    });
  }

  on(inputs: readonly Shape[]): Multiply {
    return new Multiply(inputs);
  }

  private requireInputs(inputs: readonly Tensor[]): void {
    const shapes = this.inputShapes ?? [this.onlyShape];
    if (inputs.length !== shapes.length)
      throw new MathError(`This multiply layer takes ${shapes.length} inputs; here are ${inputs.length}.`);
    for (const [which, x] of inputs.entries()) requireShape(this.type, shapes[which], x);
    requireOperations(sizeOf(this.outputShape) * inputs.length, 'This layer', MAX_SLOW_OPERATIONS);
  }
}

/** The flat index in a tensor that goes with an output entry: an axis of one cell goes with all. */
function broadcast(output: Shape, shape: Shape): (flat: number) => number {
  const strides = stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  return (flat) => flatIndex(positionOf(flat, output), strides);
}

/** Several tensors, one behind the other along an axis: the channels unless given. */
export class Concat extends FixedLayer {
  readonly type: LayerType = 'concat';

  /** @param axis from 0; undefined for the channels. @throws MathError where the other extents differ. */
  constructor(
    inputs: readonly Shape[] | undefined,
    private readonly axis: number | undefined,
    private readonly conventions: Pick<Conventions, 'channels' | 'flatten'>,
  ) {
    super(inputs, conventions.flatten);
    const [first, ...others] = inputs ?? [];
    if (!first) return;
    const along = this.along(first);
    if (along < 0 || along >= Math.max(1, first.length))
      throw new MathError(`\`axis\` is one of the ${first.length} axes of the inputs.`, 'axis');
    const other = others.find(
      (shape) =>
        shape.length !== first.length || shape.some((extent, own) => own !== along && extent !== first[own]),
    );
    if (other)
      throw new MathError(
        `concat takes inputs that differ along one axis only; these are ${(inputs ?? []).map(shapeText).join(' and ')}.`,
        'input',
      );
  }

  get outputShape(): Shape {
    const along = this.along(this.onlyShape);
    const total = this.shapes.reduce((sum, shape) => sum + (shape[along] ?? 1), 0);
    return this.onlyShape.map((extent, axis) => (axis === along ? total : extent));
  }

  get reach(): Reach {
    return SAME_PLACE;
  }

  on(inputs: readonly Shape[]): Concat {
    return new Concat(inputs, this.axis, this.conventions);
  }

  protected sources(output: number): readonly Source[] {
    const along = this.along(this.onlyShape);
    const position = positionOf(output, this.outputShape);
    let coordinate = position[along] ?? 0;
    let input = 0;
    for (; input < this.shapes.length - 1; input++) {
      const extent = this.shapes[input]?.[along] ?? 1;
      if (coordinate < extent) break;
      coordinate -= extent;
    }
    const index = flatIndex(position.with(along, coordinate), stridesOf(this.shapes[input] ?? []));
    return [{ input, index, factor: ONE }];
  }

  private along(shape: Shape): number {
    return this.axis ?? (this.conventions.channels === 'first' ? 0 : shape.length - 1);
  }
}
