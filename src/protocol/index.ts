/** What page and host say to each other: types and guards, no behaviour. Imports nothing of the project. */
export type * from './markup';
export type * from './picture';
export type * from './page';
export * from './messages';
