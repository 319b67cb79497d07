/** Windows that move: which cells and weights meet at each step of a layer or its gradients, and what comes of it, exactly. */
export * from './entries';
export { type Mesh, type Spot, type Touch } from './mesh';
export { combined, factors, type Operands } from './sums';
export { Walk, walksOf, type Extents, type Sequence, type Step, type WalkForm, type WalkKind } from './walk';
