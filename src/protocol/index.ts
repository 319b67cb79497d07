/** What page and host say to each other: types and guards, no behaviour. Imports nothing of the project. */
export type * from './cell';
export type * from './markup';
export type * from './subject';
export type * from './picture';
export type * from './page';
export type * from './explore';
export * from './matrix';
export type * from './walk';
export * from './messages';
export { readSubject, readTakeaway } from './read-ask';
export {
  blockLabel,
  blockSize,
  blockSizes,
  cellLabel,
  coordinatesOf,
  extentOf,
  indexOf,
  innerLabel,
  isSymbolic,
  labelledTogether,
  namedBlockSize,
  parsePlace,
  placeLabel,
} from './axis';
