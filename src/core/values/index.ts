/** Values: what an expression can be, how it prints, becomes JSON and is compared. */
export type * from './value';
export * from './make';
export * from './text';
export * from './json';
export * from './equal';
