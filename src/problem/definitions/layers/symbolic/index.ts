/** Layers over sizes that are symbols: their options are read as formulas, and give shapes and counts as formulas. */
export { hasSymbols, shapeIn } from './reading';
export { sizedPool, sizedSliding, sizedSubsample, sizedTransposed } from './windowed';
export {
  sizedCrop,
  sizedDense,
  sizedGlobalPool,
  sizedJoin,
  sizedNorm,
  sizedReshape,
  sizedSame,
  sizedUpsample,
} from './plain';
