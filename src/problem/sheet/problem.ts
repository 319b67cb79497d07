import { compute, integer, isFailure, type Conventions, type Value } from '../../core';
import { withConventions } from '../conventions';
import { finding, type Finding } from '../finding';
import { isName, RESERVED_NAMES } from '../names';
import { get, getText, isEmpty, itemsOf, type Entry, type MapNode, type Node } from '../text/node';
import { readVariables, symbolsOf, type Variable } from './domain';
import type { Outcome } from './evaluate-node';
import { GivenScope } from './given-scope';
import { PROBLEM_ID, readId } from './ids';
import { PartReader } from './part';
import { fillTemplate } from './template';
import type { NamedSheet, PartSheet, ProblemSheet } from './worksheet';

/** Reads one problem: its names, its prompt, its questions. */
export class ProblemReader {
  private readonly conventions: Conventions;
  private readonly variables: readonly Variable[];

  constructor(
    private readonly node: MapNode,
    private readonly index: number,
    conventions: Conventions,
    private readonly ids: Set<string>,
    private readonly findings: Finding[],
  ) {
    const inner = withConventions(conventions, (key) => getText(get(node, 'conventions'), key));
    this.conventions = withConventions(inner, (key) => getText(node, key));
    const { variables, findings: broken } = readVariables(get(node, 'variables'));
    this.variables = variables;
    findings.push(...broken);
  }

  read(): ProblemSheet {
    const { node } = this;
    const id = readId(node, this.ids, PROBLEM_ID, this.findings) ?? `problem-${this.index + 1}`;
    const [parameters, given] = [get(node, 'let'), get(node, 'given')];
    const entries = [...this.named(parameters), ...this.named(given)];
    const scope = new GivenScope(this.conventions, entries, symbolsOf(this.variables), chosenVariant);
    const sheets = (from: Node | undefined): NamedSheet[] =>
      this.named(from).map((entry) => this.sheet(entry, scope));
    const parts = this.parts(scope);
    return {
      start: 0,
      id,
      title: getText(node, 'title') ?? id,
      head: node.entries[0]?.key ?? node,
      span: node,
      prompt:
        parts.length === 1 && !get(node, 'parts')
          ? ''
          : fillTemplate(get(node, 'prompt'), scope, this.findings),
      conventions: this.conventions,
      parameters: sheets(parameters),
      given: sheets(given),
      parts,
      scope,
    };
  }

  /** The names under `let` or `given` that expressions can use. */
  private named(node: Node | undefined): readonly Entry[] {
    if (node?.kind !== 'map') return [];
    return node.entries.filter(({ key, value }) => {
      if (!isName(key.text) || RESERVED_NAMES.has(key.text)) {
        this.findings.push(
          finding(
            'reserved-name',
            key,
            RESERVED_NAMES.has(key.text)
              ? `“${key.text}” is a word of the language; choose another name.`
              : `“${key.text}” can’t be used in expressions: a name is a letter, then letters, digits and _.`,
          ),
        );
        return false;
      }
      return !isEmpty(value);
    });
  }

  private sheet({ key, value }: Entry, scope: GivenScope): NamedSheet {
    const outcome = scope.outcome(key.text) ?? { kind: 'waiting', dependency: key.text };
    this.note(outcome, value);
    return {
      name: key.text,
      head: key,
      span: { start: key.start, end: value.end },
      node: value,
      type: getText(value, 'type'),
      outcome,
    };
  }

  /** Findings of what failed; a key that is undefined is worth knowing, but no error. */
  private note(outcome: Outcome, at: Node): void {
    if (outcome.kind === 'failed') this.findings.push(outcome.finding, ...outcome.more);
    if (outcome.kind !== 'value') return;
    const reason = undefinedReason(outcome.value);
    if (reason !== undefined)
      this.findings.push(
        finding('undefined-value', get(at, 'kernel') ?? at, `This is undefined: ${reason}.`, {
          severity: 'warning',
        }),
      );
  }

  private parts(scope: GivenScope): PartSheet[] {
    const node = get(this.node, 'parts');
    const reader = new PartReader(this.node, this.variables, scope, this.findings);
    const taken = new Set<string>();
    if (node)
      return itemsOf(node).flatMap((item) =>
        item.kind === 'map' ? [reader.read(item, taken, undefined)] : [],
      );
    const single = ['answer', 'rubric', 'check'].some((key) => get(this.node, key));
    return single ? [reader.read(this.node, taken, 'answer')] : [];
  }
}

/** Why a value, or what a layer gives, is undefined. */
function undefinedReason(value: Value): string | undefined {
  if (value.kind === 'undefined') return value.reason;
  if (value.kind !== 'layer' || !value.layer.inputShape) return undefined;
  const { layer } = value;
  const shape = compute(() => ({ kind: 'shape', value: layer.outputShape.map((extent) => integer(extent)) }));
  return !isFailure(shape) && shape.kind === 'undefined' ? shape.reason : undefined;
}

/** A parameter with variants gives the author's example: its default, or the first value. */
function chosenVariant(node: Node): Node {
  if (node.kind !== 'map' || get(node, 'type') || get(node, 'shape')) return node;
  const choose = get(node, 'choose');
  return (
    get(node, 'default') ??
    (choose?.kind === 'list' ? choose.items[0] : undefined) ??
    (get(node, 'random') || get(node, 'from') ? get(node, 'from') : undefined) ??
    node
  );
}
