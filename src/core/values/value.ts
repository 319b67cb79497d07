import type { Layer } from '../layers';
import type { Matrix } from '../matrices/matrix';
import type { Scalar } from '../numbers/scalar';
import type { Polynomial } from '../numbers/polynomial';
import type { Rational } from '../numbers/rational';
import type { SceneOptions } from '../scenes/options';
import type { Shape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';

/**
 * All that an expression can be. The set is closed: how a value prints, becomes JSON, is compared and is drawn is
 * decided by its kind, in one place each.
 */
export type Value =
  | NumberValue
  | RealValue
  | FormulaValue
  | BooleanValue
  | TextValue
  | TensorValue
  | PlaceholderValue
  | MatrixValue
  | ShapeValue
  | LocationValue
  | RangeValue
  | ListValue
  | LayerValue
  | FieldsValue
  | TableValue
  | ShiftValue
  | SymmetryValue
  | ChoiceValue
  | UndefinedValue;

export interface NumberValue {
  readonly kind: 'number';
  readonly value: Rational;
}

/** An approximation, shown with ≈. */
export interface RealValue {
  readonly kind: 'real';
  readonly value: number;
}

/** A polynomial in symbols. */
export interface FormulaValue {
  readonly kind: 'formula';
  readonly value: Polynomial;
}

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
  /** Why a claim is true: the sentence that proves it. */
  readonly proof?: string;
  /** What shows that a claim is false: the smallest example found, as a sentence. */
  readonly counterexample?: string;
}

export interface TextValue {
  readonly kind: 'text';
  readonly value: string;
}

export interface TensorValue {
  readonly kind: 'tensor';
  readonly tensor: Tensor;
  /** What a pattern was put together from (`max(down, up)`): a detector responds to these. */
  readonly parts?: readonly Tensor[];
  /** Where it is a synthetic image: how it was made. */
  readonly scene?: SceneOrigin;
}

/** A tensor some of whose extents are symbols: it has a shape, and no entries. */
export interface PlaceholderValue {
  readonly kind: 'placeholder';
  readonly shape: readonly Scalar[];
}

/** What was placed in a scene, and where its first corner is, counted from 0. */
export interface SceneOrigin {
  readonly pattern: Tensor;
  readonly at: readonly number[];
  readonly options: SceneOptions;
}

export interface MatrixValue {
  readonly kind: 'matrix';
  readonly matrix: Matrix;
  /** What it is the matrix of, where it is. */
  readonly layer?: Layer;
}

export interface ShapeValue {
  readonly kind: 'shape';
  readonly value: readonly Scalar[];
}

/** A place in a tensor, as people count it: from the convention's `index`. */
export interface LocationValue {
  readonly kind: 'location';
  readonly value: readonly number[];
  /** The tensor whose highest or lowest entry stands there: a false claim about it is then explained. */
  readonly of?: { readonly tensor: Tensor; readonly extreme: 'highest' | 'lowest'; readonly base: number };
}

/** Whole numbers, both ends counted. */
export interface RangeValue {
  readonly kind: 'range';
  readonly from: number;
  readonly to: number;
}

/** Values in a row that make no tensor. */
export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

/** A layer, or a network, where it stands: applied to nothing, to given tensors, or to what other layers give. */
export interface LayerValue {
  readonly kind: 'layer';
  readonly layer: Layer;
  /** The name that it has in its network. */
  readonly name?: string;
  /** What it is applied to, in the order of its inputs. */
  readonly feeds: readonly Feed[];
}

/** What a layer is applied to. */
export type Feed = TensorFeed | PlaceholderValue | LayerValue;

/** A tensor that is given: its shape at once, its values when they are asked for. */
export interface TensorFeed {
  readonly kind: 'tensor-feed';
  readonly shape: Shape;
  readonly values: () => Tensor;
}

export interface FieldsValue {
  readonly kind: 'fields';
  readonly fields: ReadonlyMap<string, Value>;
}

export interface TableValue {
  readonly kind: 'table';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** A translation: every one, or by given numbers of cells along the axes. */
export interface ShiftValue {
  readonly kind: 'shift';
  readonly by: readonly number[] | undefined;
}

/** A flip or a turn of places: every one, or one of them. */
export interface SymmetryValue {
  readonly kind: 'symmetry';
  readonly of: 'flip' | 'rotate';
  /** The axis that is turned round, from 0, or how many quarter turns. */
  readonly which: number | undefined;
}

/** What is chosen among what a question offers: an id, or a list of ids where several may be right. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly value: string | readonly string[];
}

/** There is no value, for a reason that is worth knowing: it can be the answer to a question. */
export interface UndefinedValue {
  readonly kind: 'undefined';
  readonly reason: string;
}
