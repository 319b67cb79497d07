/** Layers: their geometry, their weights, what they compute, and the matrix that each linear one is. */
export * from './layer';
export { inputOf } from './input';
export * from './reach';
export * from './window';
export { SlidingLayer, type SlidingLayerType } from './sliding-layer';
export { TransposedLayer, type TransposedLayerType, type TransposedOptions } from './transposed-layer';
export { readKernel, type GivenKernel, type SlidingOptions } from './sliding-geometry';
export { Dense, type DenseOptions } from './dense';
export { DenseEquivalent, convEquivalent } from './equivalents';
export { GlobalAveragePool, Pool, type PoolOptions, type PoolType } from './pool';
export { Subsample, type SubsampleOptions } from './subsample';
export { Activated, Activation, Dropout, linearPart, Softmax } from './activation';
export { BatchNorm, EPSILON, LayerNorm, type Statistics } from './normalisation';
export { Crop, Flatten, Reshape, Upsample } from './rearranging';
export { Add, Concat, Multiply } from './merging';
export * from './symbolic';
export type { BiasOption } from './bias';
export { countFormula, extentFormula, extentFormulas, sumFormula, type LayerCount } from './formulas';
