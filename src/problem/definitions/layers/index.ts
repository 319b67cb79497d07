/** The types of layers, a table for each family. */
import type { DefinitionType } from '../definition';
import { BETWEEN } from './between';
import { DENSE_TYPES } from './dense';
import { NETWORK } from './network';
import { POOLS } from './pools';
import { SLIDING } from './sliding';
import { TRANSPOSED } from './transposed';

export const LAYER_TYPES: readonly DefinitionType[] = [
  ...SLIDING,
  ...TRANSPOSED,
  ...DENSE_TYPES,
  ...POOLS,
  ...BETWEEN,
  NETWORK,
];
