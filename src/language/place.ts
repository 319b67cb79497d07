import {
  annotation,
  DEFINITION_TYPES,
  get,
  getText,
  propertyOf,
  type DefinitionType,
  type Entry,
  type Node,
  type ScalarNode,
  type Span,
} from '../problem';

/** What a schema says about a place, or undefined where none does. */
export type Schema = ReturnType<typeof propertyOf>;

/** A key on the way from the root to a place. */
export interface Step extends Entry {
  /** What is expected of its value. */
  readonly schema: Schema;
}

/** A place in a YAML tree: the keys that lead there, and what stands there. */
export interface Place {
  readonly steps: readonly Step[];
  /** Whether it is the last key rather than something in its value. */
  readonly onKey: boolean;
  /** The scalar value that stands there, if one does. */
  readonly scalar: ScalarNode | undefined;
}

/** Both ends counted: the cursor behind a word is at the word. */
export function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The way to an offset through a tree that a schema describes. */
export function placeIn(root: Node, schema: Schema, offset: number): Place {
  const steps: Step[] = [];
  let [node, expected] = [root, schema];
  for (;;) {
    if (node.kind === 'scalar')
      return { steps, onKey: false, scalar: contains(node, offset) ? node : undefined };
    if (node.kind === 'list') {
      const item = node.items.find((candidate) => contains(candidate, offset));
      if (!item) return { steps, onKey: false, scalar: undefined };
      [node, expected] = [item, schemaIn(expected, 'items')];
      continue;
    }
    const own = definitionOf(node)?.schema ?? expected;
    const entry =
      node.entries.find(({ key }) => contains(key, offset)) ??
      node.entries.find(({ value }) => contains(value, offset));
    if (!entry) return { steps, onKey: false, scalar: undefined };
    const within = propertyOf(own, entry.key.text) ?? schemaIn(own, 'additionalProperties');
    steps.push({ ...entry, schema: within });
    if (contains(entry.key, offset)) return { steps, onKey: true, scalar: undefined };
    [node, expected] = [entry.value, within];
  }
}

/** The type of object that a mapping declares. */
export function definitionOf(node: Node): DefinitionType | undefined {
  return DEFINITION_TYPES.get(getText(node, 'type') ?? (get(node, 'shape') ? 'input' : ''));
}

function schemaIn(schema: Schema, key: string): Schema {
  const found = annotation(schema, key);
  return typeof found === 'object' && found !== null ? found : undefined;
}
