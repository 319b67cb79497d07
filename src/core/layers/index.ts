/** Layers: their geometry, their weights, and the matrix that each one is. */
export * from './layer';
export * from './window';
export { SlidingLayer, type SlidingLayerType } from './sliding-layer';
export type { SlidingOptions } from './sliding-geometry';
export { Dense, DenseEquivalent } from './dense';
export { forward } from './forward';
export type { BiasOption } from './bias';
export { countFormula, extentFormula, extentFormulas, type LayerCount } from './formulas';
