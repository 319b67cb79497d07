/** The types of objects that can be given. To add one, add an entry to a table here. */
import type { DefinitionType } from './definition';
import { LAYER_TYPES } from './layers';
import { TENSOR_TYPES } from './tensors';

export type { DefinitionType } from './definition';
export { Options, type LayerEntry, type ListItem, type Swept } from './options';
export { applied } from './layers/network';

export const DEFINITION_TYPES: ReadonlyMap<string, DefinitionType> = new Map(
  [...TENSOR_TYPES, ...LAYER_TYPES].map((entry) => [entry.type, entry]),
);

/** Types of the language that this version does not know yet; a finding says so. */
export const LATER_TYPES: ReadonlySet<string> = new Set(
  'dataset training feature-maps translation'.split(' '),
);

/** `dense-equivalent` → `denseEquivalent`: types and keys as expressions spell them. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `inChannels` → `in-channels`. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The types by the names of their functions. */
export const DEFINITION_FUNCTIONS: ReadonlyMap<string, DefinitionType> = new Map(
  [...DEFINITION_TYPES].map(([type, entry]) => [camelCase(type), entry]),
);
