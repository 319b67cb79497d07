import { MathError } from '../../failure';
import { integer } from '../../numbers/rational';
import { add, multiply, ONE, type Scalar } from '../../numbers/scalar';
import type { Matrix } from '../../matrices/matrix';
import type { Shape } from '../../tensors/shape';
import type { Tensor } from '../../tensors/tensor';
import { PlainLayer, type LayerType, type Sharing, type Sizes } from '../layer';
import type { Reach } from '../reach';

/** A layer some of whose sizes are symbols: its shapes and counts are formulas, and nothing of it can be computed with. */
export class SizedLayer extends PlainLayer {
  override readonly sharing: Sharing = 'none';

  constructor(
    readonly type: LayerType,
    override readonly sizes: Sizes,
  ) {
    super(undefined);
  }

  get outputShape(): Shape {
    return this.refuse();
  }

  override get weights(): bigint {
    return this.refuse();
  }

  override get biases(): bigint {
    return this.refuse();
  }

  override get macs(): bigint {
    return this.refuse();
  }

  override get matrix(): Matrix {
    return this.refuse();
  }

  override get weightTensor(): Tensor {
    return this.refuse();
  }

  get reach(): Reach {
    return this.refuse();
  }

  forward(): never {
    return this.refuse();
  }

  on(): this {
    return this;
  }

  private refuse(): never {
    throw new MathError(
      `Sizes of this ${this.type} layer are symbols: its shape and its counts are formulas, but nothing can be computed with it. Give them values.`,
    );
  }
}

export function productOf(factors: readonly Scalar[]): Scalar {
  return factors.reduce<Scalar>((product, factor) => multiply(product, factor), ONE);
}

/** Learned numbers, as a formula. */
export function paramsFormula({ weights, biases }: Sizes): Scalar {
  return add(weights, biases);
}

/** Extents that are numbers, as they stand in formulas. */
export function scalarShape(shape: Shape): readonly Scalar[] {
  return shape.map((extent) => integer(extent));
}
