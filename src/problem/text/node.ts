import type { Span } from '../expression/ast';

/** A YAML text as a tree that keeps places and exact texts: nothing is turned into numbers or dates. */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  /** What was written, without quotes and escapes. Empty where nothing was. */
  readonly text: string;
  readonly quoted: boolean;
  /** Where a character of `text` stands in the whole text. */
  readonly offsetOf: (index: number) => number;
}

export interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface MapNode extends Span {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  /** Written in braces. */
  readonly flow: boolean;
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

/** Nothing was written. */
export function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.text === '' && !node.quoted;
}

/** The value of a key, or undefined where it is absent or empty. */
export function get(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind !== 'map') return undefined;
  const value = node.entries.find((entry) => entry.key.text === key)?.value;
  return value && !isEmpty(value) ? value : undefined;
}

/** The text of a scalar at a key, or undefined. */
export function getText(node: Node | undefined, key: string): string | undefined {
  const value = get(node, key);
  return value?.kind === 'scalar' ? value.text : undefined;
}

/** The items of a list; one thing is a list of one. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (!node || isEmpty(node)) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** The place of a part of a scalar's text in the whole text. */
export function spanWithin(node: ScalarNode, span: Span): Span {
  return {
    start: node.offsetOf(span.start),
    end: span.end > span.start ? node.offsetOf(span.end - 1) + 1 : node.offsetOf(span.start),
  };
}
