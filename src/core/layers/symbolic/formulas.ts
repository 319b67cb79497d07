import { MathError } from '../../failure';
import { integer, isRational } from '../../numbers/rational';
import { add, multiply, ONE, ZERO, type Scalar } from '../../numbers/scalar';
import type { Shape } from '../../tensors/shape';
import type { Layer, Sizes } from '../layer';
import type { Reach } from '../reach';

/** What makes up the formulas of a layer; what is left out is 0, and what depends on a missing input undefined. */
export interface Formulas {
  readonly input: readonly Scalar[] | undefined;
  /** Left out without an input. @throws UndefinedError where a window doesn’t fit. */
  readonly output?: (() => readonly Scalar[]) | undefined;
  readonly weights?: () => Scalar;
  readonly biases?: () => Scalar;
  /** Weights and biases, unless given. */
  readonly trainable?: () => Scalar;
  readonly buffers?: () => Scalar;
  readonly macs?: (() => Scalar) | undefined;
  readonly fanIn?: (() => Scalar) | undefined;
  readonly reach: () => Reach;
}

/** The sizes that formulas give, each worked out when it is asked for: a layer whose window doesn’t fit has weights still. */
export function formulas(parts: Formulas): Sizes {
  return new Worked(parts);
}

class Worked implements Sizes {
  constructor(private readonly parts: Formulas) {}

  get inputShape(): Sizes['inputShape'] {
    return this.parts.input;
  }

  get outputShape(): Sizes['outputShape'] {
    return this.parts.output?.();
  }

  get weights(): Scalar {
    return this.parts.weights?.() ?? ZERO;
  }

  get biases(): Scalar {
    return this.parts.biases?.() ?? ZERO;
  }

  get trainable(): Scalar {
    return this.parts.trainable?.() ?? paramsFormula(this);
  }

  get buffers(): Scalar {
    return this.parts.buffers?.() ?? ZERO;
  }

  get macs(): Scalar | undefined {
    return this.parts.macs ? this.parts.macs() : this.parts.output && ZERO;
  }

  get fanIn(): Scalar | undefined {
    return this.parts.fanIn?.();
  }

  get reach(): Reach {
    return this.parts.reach();
  }
}

/** The formulas of a layer; of one whose sizes are numbers these. */
export function sizesOf(layer: Layer): Sizes {
  return (
    layer.sizes ??
    formulas({
      input: layer.inputShape && scalarShape(layer.inputShape),
      output: layer.inputShapes && (() => scalarShape(layer.outputShape)),
      weights: () => integer(layer.weights),
      biases: () => integer(layer.biases),
      trainable: () => integer(layer.trainable),
      buffers: () => integer(layer.buffers),
      macs: () => integer(layer.macs),
      reach: () => layer.reach,
    })
  );
}

/** @throws MathError where the layer has no input. */
export function outputOfSizes({ outputShape }: Sizes): readonly Scalar[] {
  if (!outputShape) throw new MathError('This needs the layer’s input: give the layer an `input`.', 'layer');
  return outputShape;
}

export function productOf(factors: readonly Scalar[]): Scalar {
  return factors.reduce<Scalar>((product, factor) => multiply(product, factor), ONE);
}

/** Learned numbers, as a formula. */
export function paramsFormula({ weights, biases }: Pick<Sizes, 'weights' | 'biases'>): Scalar {
  return add(weights, biases);
}

/** Extents that are numbers, as they stand in formulas. */
export function scalarShape(shape: Shape): readonly Scalar[] {
  return shape.map((extent) => integer(extent));
}

/** Whether a size is a symbol or a formula in symbols. */
export function isSymbolic(size: Scalar): boolean {
  return typeof size !== 'number' && !isRational(size);
}
