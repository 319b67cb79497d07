/** The functions of tensors, by what they do: slide over them, rearrange, make, reduce them, or change each entry. */
import { ELEMENTWISE } from './elementwise';
import type { FunctionEntry } from './function';
import { MAKING } from './making';
import { REARRANGING } from './rearranging';
import { REDUCTIONS } from './reductions';
import { SLIDING } from './slide';

export const TENSORS: readonly FunctionEntry[] = [
  ...SLIDING,
  ...REDUCTIONS,
  ...REARRANGING,
  ...MAKING,
  ...ELEMENTWISE,
];
