import { wholeNumberOf, type Value } from '../../core';
import type { Span } from '../expression/ast';
import { withNames, type Scope } from '../expression/scope';
import { finding, type Finding } from '../finding';
import { LATER_PART_KEYS } from '../schema/document';
import { get, getText, isEmpty, itemsOf, type MapNode, type Node, type ScalarNode } from '../text/node';
import { readVariables, symbolsOf, type Variable } from './domain';
import { FindingError } from './errors';
import { evaluateNode, expressionOf, outcomeOf, type Outcome } from './evaluate-node';
import type { GivenScope } from './given-scope';
import { PART_ID, readId } from './ids';
import { fillTemplate, type Remember } from './template';
import {
  kindOf,
  type AnswerSheet,
  type FieldSheet,
  type PartSheet,
  type ProgramSheet,
  type QuestionKind,
} from './worksheet';

/** Reads the questions of one problem, and computes their keys. */
export class PartReader {
  constructor(
    /** Where a finding stands that has no place of its own. */
    private readonly problem: MapNode,
    private readonly variables: readonly Variable[],
    private readonly scope: GivenScope,
    private readonly written: (node: Node) => string,
    private readonly findings: Finding[],
  ) {}

  /** @param only the id of a question that has no part of its own: the problem is the question. */
  read(node: MapNode, index: number, only: string | undefined): PartSheet {
    const { scope } = this;
    const id = only ?? readId(node, PART_ID, this.findings) ?? `part-${index + 1}`;
    const own = only === undefined ? readVariables(get(node, 'variables')) : { variables: [], findings: [] };
    this.findings.push(...own.findings);
    const variables = [
      ...this.variables.filter(({ name }) => !own.variables.some((variable) => variable.name === name)),
      ...own.variables,
    ];
    const inner = withNames(scope, symbolsOf(own.variables));
    // The part's own symbols hide names of the problem, so what is written means something else than without them.
    const hidden = own.variables.map(({ name }) => name).join(' ');
    const remember: Remember = (written, at, compute) =>
      scope.remember(`[${hidden}] ${written}`, at, compute);
    const filled = (text: Node | undefined): string => fillTemplate(text, inner, this.findings, remember);
    for (const { key } of node.entries)
      if (LATER_PART_KEYS.includes(key.text) && (only === undefined || key.text !== 'title'))
        this.findings.push(
          finding('expected', key, `“${key.text}” has no effect in this version yet.`, {
            severity: 'information',
          }),
        );
    const answer = this.answer(node, inner, remember);
    const program = this.program(get(node, 'grade'), scope);
    const kind: QuestionKind = program
      ? 'program'
      : answer?.outcome.kind === 'value'
        ? kindOf(answer.outcome.value)
        : 'text';
    return {
      id,
      head: node.entries[0]?.key ?? node,
      span: node,
      prompt: filled(get(node, 'prompt')),
      hint: get(node, 'hint') && filled(get(node, 'hint')),
      solution: get(node, 'solution') && filled(get(node, 'solution')),
      rubric: itemsOf(get(node, 'rubric')).flatMap((item) => (item.kind === 'scalar' ? [filled(item)] : [])),
      points: this.points(get(node, 'points'), inner),
      variables,
      scope: inner,
      answer,
      program,
      kind,
    };
  }

  private answer(part: MapNode, scope: Scope, remember: Remember): AnswerSheet | undefined {
    const node = part.entries.find(({ key }) => key.text === 'answer')?.value;
    if (!node) return undefined;
    // A key that is still to be written is no question without a key; a finding tells of it already.
    if (isEmpty(node)) {
      const outcome: Outcome = { kind: 'waiting', dependency: 'answer' };
      const field = { name: undefined, head: node, node, outcome, expression: undefined };
      return { span: node, fields: [field], outcome };
    }
    const fields: FieldSheet[] =
      node.kind === 'map' && !get(node, 'type')
        ? node.entries
            .filter(({ value }) => !isEmpty(value))
            .map(({ key, value }) => this.field(key.text, key, value, scope, remember))
        : [this.field(undefined, node, node, scope, remember)];
    return { span: node, fields, outcome: whole(fields) };
  }

  private field(
    name: string | undefined,
    head: Span,
    node: Node,
    scope: Scope,
    remember: Remember,
  ): FieldSheet {
    const outcome = remember(this.written(node), node, () => outcomeOf(() => evaluateNode(node, scope)));
    if (outcome.kind === 'failed') this.findings.push(outcome.finding, ...outcome.more);
    return { name, head, node, outcome, expression: node.kind === 'scalar' ? readable(node) : undefined };
  }

  private program(node: Node | undefined, scope: GivenScope): ProgramSheet | undefined {
    if (getText(node, 'as') !== 'program') return undefined;
    const on = get(node, 'on');
    const name = on?.kind === 'scalar' ? on.text : '';
    const outcome = scope.outcome(name);
    if (outcome?.kind !== 'value' || outcome.value.kind !== 'tensor' || !outcome.value.scene) {
      if (outcome?.kind !== 'failed' && outcome?.kind !== 'waiting')
        this.findings.push(
          finding(
            'expected',
            on ?? node ?? this.problem,
            'A program is run on a scene: `on` is the name of one under `given`.',
          ),
        );
      return undefined;
    }
    const scenes = get(node, 'scenes');
    const count = scenes?.kind === 'scalar' ? Number(scenes.text) : 100;
    if (!Number.isSafeInteger(count) || count < 1 || count > 1000) {
      this.findings.push(
        finding('expected', scenes ?? this.problem, '`scenes` is a whole number from 1 to 1000.'),
      );
      return undefined;
    }
    return {
      on: name,
      scenes: count,
      allow: itemsOf(get(node, 'allow')).flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])),
    };
  }

  private points(node: Node | undefined, scope: Scope): number {
    if (!node) return 1;
    const outcome = outcomeOf(() => evaluateNode(node, scope));
    const points = outcome.kind === 'value' ? wholeNumberOf(outcome.value) : undefined;
    if (points !== undefined && points >= 0) return points;
    this.findings.push(
      outcome.kind === 'failed'
        ? outcome.finding
        : finding('expected', node, '`points` is a whole number from 0.'),
    );
    return 1;
  }
}

function readable(node: ScalarNode): FieldSheet['expression'] {
  try {
    return expressionOf(node);
  } catch (error) {
    if (error instanceof FindingError) return undefined;
    throw error;
  }
}

/** Fields together; what one of them lacks, the whole lacks. */
function whole(fields: readonly FieldSheet[]): Outcome {
  const failed = fields.find(({ outcome }) => outcome.kind !== 'value');
  if (failed) return failed.outcome;
  const values = new Map(
    fields.flatMap(({ name, outcome }): [string, Value][] =>
      outcome.kind === 'value' ? [[name ?? '', outcome.value]] : [],
    ),
  );
  const [only] = fields;
  if (only?.name === undefined && only?.outcome.kind === 'value') return only.outcome;
  return { kind: 'value', value: { kind: 'fields', fields: values } };
}
