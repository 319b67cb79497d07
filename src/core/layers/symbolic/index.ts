/** Layers whose sizes are symbols: shapes and counts as formulas, and nothing that would have to be computed. */
export {
  formulas,
  isSymbolic,
  outputOfSizes,
  paramsFormula,
  productOf,
  scalarShape,
  sizesOf,
} from './formulas';
export { SizedLayer } from './sized-layer';
export { convolutionSizes, poolSizes, subsampleSizes, transposedSizes } from './sliding';
export {
  addedSizes,
  concatenatedSizes,
  croppedSizes,
  denseSizes,
  globalPoolSizes,
  multipliedSizes,
  normSizes,
  reshapedSizes,
  sameSizes,
  upsampledSizes,
} from './plain';
export { laidOut, outputFormula, type SymbolicShape, type SymbolicWindow } from './windows';
