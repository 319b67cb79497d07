/** Layers whose sizes are symbols: shapes and counts as formulas, and nothing that would have to be computed. */
export { paramsFormula, productOf, scalarShape, SizedLayer } from './sized-layer';
export {
  convolutionSizes,
  denseSizes,
  isSymbolic,
  laidOut,
  outputFormula,
  poolSizes,
  sameSizes,
  type SymbolicShape,
  type SymbolicWindow,
} from './sizes';
