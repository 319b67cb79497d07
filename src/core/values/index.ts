/** Values: what an expression can be, how it prints, becomes JSON, LaTeX and NumPy, and is compared. */
export type * from './value';
export * from './make';
export * from './text';
export * from './json';
export * from './equal';
export * from './latex';
export * from './numpy';
export { MAX_COPIED_CELLS } from './grid';
export * from './pack';
