import { MathError } from '../../failure';
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
    private readonly worked: Sizes,
    override readonly frozen = false,
  ) {
    super(undefined);
  }

  override get sizes(): Sizes {
    return this.worked;
  }

  get reach(): Reach {
    return this.worked.reach;
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

  override get buffers(): bigint {
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

  forward(): never {
    return this.refuse();
  }

  on(): never {
    return this.refuse();
  }

  private refuse(): never {
    throw new MathError(
      `Sizes of this ${this.type} layer are symbols: its shape and its counts are formulas, but nothing can be computed with it. Give them values.`,
    );
  }
}
