import { DEFAULT_CONVENTIONS } from '../../core';
import { emptyScope } from '../../problem';

/** The scope in which the catalogue's formulas are read: nothing but the functions. */
export const DEFAULT_SCOPE = emptyScope(DEFAULT_CONVENTIONS);
