/**
 * Values and mathematics: exact numbers, symbols, tensors, layers, matrices, correlation, claims. Knows no YAML, no
 * editor, no Node. Nothing throws across this folder's border for a user's mistake: see `failure.ts`.
 */
export * from './conventions';
export { attempt, failure, isFailure, MathError, UndefinedError, type Failure } from './failure';
export * from './functions';
export * from './layers';
export * from './networks';
export {
  combined,
  entriesOf,
  factors,
  integerEntries,
  walksOf,
  Walk,
  type Entries,
  type Extents,
  type Operands,
  type Sequence,
  type Spot,
  type Step,
  type Touch,
} from './walks';
export * from './zoo';
export * from './limits';
export * from './operators';
export * from './values';
export * from './numbers/group-digits';
export * from './numbers/scalar';
export { ProductSum, sumOfProducts } from './numbers/product-sum';
export { Polynomial, sym, symbolTex, type Sym } from './numbers/polynomial';
export { GREEK } from './numbers/atom';
export { sameFormula } from './numbers/same-formula';
export {
  integer,
  isRational,
  isInteger,
  rationalFromText,
  rationalText,
  safeInteger,
  bigintOf,
  type Rational,
} from './numbers/rational';
export type { CellAxis, Matrix, MatrixEntry, PositionOf, Provenance } from './matrices/matrix';
export type { Block, Pattern } from './matrices/pattern';
export { LiteralMatrix, sameMatrix, toTensor, transpose, apply } from './matrices/literal';
export {
  axesOf,
  structureOf,
  structureText,
  type Axis,
  type Structure,
  type Level,
} from './matrices/structure';
export * from './matrices/export';
export { Tensor } from './tensors/tensor';
export * from './tensors/shape';
export { ACTIVATIONS, leakyRelu, softmax, type ActivationName } from './tensors/activations';
export { mapEntries, type Elementwise } from './tensors/elementwise';
export * from './tensors/padding';
export { flattenTensor, reshapeTensor } from './tensors/gather';
export { concatTensors } from './tensors/rearrange';
export { extremes, window } from './tensors/operations';
export { drawScene, redrawScene } from './scenes/scene';
export type { SceneOptions } from './scenes/options';
export { BACKGROUNDS, type BackgroundName } from './scenes/backgrounds';
export { Random } from './random';
