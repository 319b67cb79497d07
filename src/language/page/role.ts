import type { NamedSheet } from '../../problem';
import type { Drawing } from './pictures';

/** How what is given is drawn: inputs and lists without hues, kernels with those of their taps. */
export function roleOf({ type, node }: NamedSheet): Drawing['role'] {
  if (type === 'input' || type === 'scene') return 'input';
  if (type === 'kernel') return 'kernel';
  if (node.kind !== 'list') return 'value';
  return type === undefined ? 'input' : 'kernel';
}
