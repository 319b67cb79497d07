import type { NamedSheet } from '../problem';
import { definitionOf } from './place';

/** What may be shown. Without `keys` nothing that is computed is: it may be what a question asks for. */
export interface Showing {
  readonly keys: boolean;
}

/** What stands where keys are hidden, with the way to have them back. */
export const KEYS_HIDDEN = 'Keys are hidden (cnnProblems.showKeys).';

/** Whether a value is computed rather than written down. */
export function isComputed({ node, outcome }: NamedSheet): boolean {
  if (outcome.kind === 'value' && outcome.value.kind === 'layer') return true;
  const type = definitionOf(node)?.type;
  if (type !== undefined) return type !== 'input' && type !== 'kernel' && type !== 'scene';
  return node.kind === 'scalar' && !/^[\d.+\-\s]*$/.test(node.text);
}
