/**
 * Values and mathematics: exact numbers, symbols, tensors, layers, matrices, correlation, claims. Knows no YAML, no
 * editor, no Node. Nothing throws across this folder's border for a user's mistake: see `failure.ts`.
 */
export * from './conventions';
export { attempt, failure, isFailure, MathError, UndefinedError, type Failure } from './failure';
export * from './functions';
export * from './layers';
export * from './networks';
export * from './zoo';
export * from './limits';
export * from './operators';
export * from './values';
export * from './numbers/group-digits';
export * from './numbers/scalar';
export { Polynomial, sym, symbolTex, type Sym } from './numbers/polynomial';
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
export type { Matrix, MatrixEntry, Provenance } from './matrices/matrix';
export { LiteralMatrix, sameMatrix, toTensor, transpose, apply } from './matrices/literal';
export { Tensor } from './tensors/tensor';
export * from './tensors/shape';
export { PADDING_MODES, type PaddingMode } from './tensors/padding';
export { extremes, window } from './tensors/operations';
export { drawScene, redrawScene } from './scenes/scene';
export type { SceneOptions } from './scenes/options';
export { BACKGROUNDS, type BackgroundName } from './scenes/backgrounds';
export { Random } from './random';
