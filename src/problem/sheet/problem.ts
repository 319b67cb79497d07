import type { Conventions } from '../../core';
import { withConventions } from '../conventions';
import { finding, tidied, type Finding } from '../finding';
import { isName, RESERVED_NAMES } from '../names';
import type { Files } from '../files';
import { get, getText, isEmpty, itemsOf, type Entry, type MapNode, type Node } from '../text/node';
import { readVariables, symbolsOf, type Variable } from './domain';
import type { Outcome } from './evaluate-node';
import type { GivenScope } from './given-scope';
import { type Elsewhere } from './given-scope';
import { PROBLEM_ID, readId, repeatedIds } from './ids';
import { PartReader } from './part';
import { fillTemplate } from './template';
import { undefinedReason } from './undefined-reason';
import { Variants } from './variants';
import type { NamedSheet, PartSheet, ProblemSheet } from './worksheet';

/** A problem as it stands in a text. */
export interface ProblemSource {
  readonly node: MapNode;
  /** What the spans of `node` are spans of. */
  readonly text: string;
  /** What the problem is known by where it is computed elsewhere. */
  readonly key: string;
  /** Where `text` starts in the file. */
  readonly start: number;
  /** Its place among the problems, from 0. */
  readonly index: number;
  /** Which variant is read; 0 is the author’s example. */
  readonly variant: number;
  /** The conventions of the file. */
  readonly outer: Conventions;
  /** The files that it may name. */
  readonly files: Files | undefined;
  /** What is known to be wrong with it already. */
  readonly findings: readonly Finding[];
  /** The problem before it was edited: what would come out the same is taken over. */
  readonly before: ProblemSheet | undefined;
  /** Outcomes that were computed elsewhere, by what is written. */
  readonly elsewhere: (written: string) => Elsewhere | undefined;
  /** Nobody else computes what is too dear. */
  readonly final: boolean;
  /** Told of each thing that is computed. */
  readonly computed: (what: string) => void;
}

/** Reads one problem: its names, its prompt, its questions. */
export function readProblem(source: ProblemSource): ProblemSheet {
  return new ProblemReader(source).read();
}

class ProblemReader {
  private readonly node: MapNode;
  private readonly conventions: Conventions;
  private readonly variables: readonly Variable[];
  private readonly findings: Finding[];

  constructor(private readonly source: ProblemSource) {
    const { node, outer } = source;
    this.node = node;
    this.findings = [...source.findings];
    const inner = withConventions(outer, (key) => getText(get(node, 'conventions'), key));
    this.conventions = withConventions(inner, (key) => getText(node, key));
    const { variables, findings } = readVariables(get(node, 'variables'));
    this.variables = variables;
    this.findings.push(...findings);
  }

  read(): ProblemSheet {
    const { node, source } = this;
    const id = readId(node, PROBLEM_ID, this.findings) ?? `problem-${source.index + 1}`;
    const [parameters, given] = [get(node, 'let'), get(node, 'given')];
    const lets = this.named(parameters);
    const variants = new Variants(id, lets, get(node, 'where'));
    const { scope, findings } = variants.scopeOf(source.variant, {
      conventions: this.conventions,
      files: source.files,
      entries: [...lets, ...this.named(given)],
      fixed: symbolsOf(this.variables),
      written: this.written,
      before: this.takenOver(),
      elsewhere: source.elsewhere,
      final: source.final,
      computed: source.computed,
    });
    this.findings.push(...findings);
    const sheets = (entries: readonly Entry[]): NamedSheet[] =>
      entries.map((entry) => this.sheet(entry, scope, variants));
    const parts = this.parts(scope);
    const { text, key, start, outer } = source;
    return {
      start,
      text,
      key,
      outer,
      node,
      id,
      title: getText(node, 'title') ?? id,
      head: node.entries[0]?.key ?? node,
      span: node,
      prompt:
        parts.length === 1 && !get(node, 'parts')
          ? ''
          : fillTemplate(get(node, 'prompt'), scope, this.findings, (written, at, compute) =>
              scope.remember(written, at, compute),
            ),
      conventions: this.conventions,
      parameters: sheets(lets),
      given: sheets(this.named(given)),
      parts,
      scope,
      findings: tidied(this.findings),
    };
  }

  /** The names of the problem before the edit, where they were read under the same conventions. */
  private takenOver(): GivenScope | undefined {
    const { before } = this.source;
    return before && sameConventions(before.conventions, this.conventions) ? before.scope : undefined;
  }

  private readonly written = (node: Node): string => this.source.text.slice(node.start, node.end);

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

  private sheet({ key, value }: Entry, scope: GivenScope, variants: Variants): NamedSheet {
    const outcome = scope.outcome(key.text) ?? { kind: 'waiting', dependency: key.text };
    this.note(outcome, value);
    return {
      name: key.text,
      head: key,
      span: { start: key.start, end: value.end },
      node: value,
      type: getText(value, 'type'),
      outcome,
      possible: variants.possible(key.text, scope),
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
    const reader = new PartReader(this.node, this.variables, scope, this.written, this.findings);
    if (node) {
      const items = itemsOf(node).filter((item) => item.kind === 'map');
      this.findings.push(...repeatedIds(items).filter((found) => found !== undefined));
      return items.map((item, index) => {
        const part = reader.read(item, index, undefined);
        if (part.answer) scope.addKey(part.id, part.answer.outcome);
        return part;
      });
    }
    const single = ['answer', 'rubric', 'check', 'choices'].some((key) => get(this.node, key));
    return single ? [reader.read(this.node, 0, 'answer')] : [];
  }
}

export function sameConventions(a: Conventions, b: Conventions): boolean {
  return (Object.keys(a) as (keyof Conventions)[]).every((key) => a[key] === b[key]);
}
