import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { ONE } from '../numbers/scalar';
import {
  flatIndex,
  positionOf,
  sameShape,
  shapeText,
  stridesOf,
  type FlattenOrder,
  type Shape,
} from '../tensors/shape';
import { FixedLayer, type Source } from './fixed';
import type { LayerType } from './layer';
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
