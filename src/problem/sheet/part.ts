import { OverBudget, sameValue, textValue, valueText, wholeNumberOf, type Value } from '../../core';
import type { Span } from '../expression/ast';
import { BrokenDependency, withNames, type Scope } from '../expression/scope';
import { finding, type Finding } from '../finding';
import { isName, RESERVED_NAMES } from '../names';
import { LATER_PART_KEYS } from '../schema/document';
import { get, getText, isEmpty, itemsOf, type MapNode, type Node, type ScalarNode } from '../text/node';
import type { AnswerSheet, FieldSheet } from './answer';
import { alternativeFindings, readAlternatives, type AlternativeSheet } from './alternatives';
import { claimOverDomain, isComparison } from './claim-over-domain';
import { exampleFindings, readCheck, type CheckSheet } from './checks';
import { evaluateChoice, rightChoices, withChoices, writtenChoices, type ChoiceSheet } from './choices';
import { readVariables, symbolsOf, type Variable } from './domain';
import { FindingError } from './errors';
import { evaluateNode, expressionOf, outcomeOf, type Outcome } from './evaluate-node';
import type { GivenScope } from './given-scope';
import { PART_ID, readId } from './ids';
import { fillTemplate, type Remember } from './template';
import { readTolerance } from './tolerance';
import { kindOf, type PartSheet, type ProgramSheet, type QuestionKind } from './worksheet';

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
    const domain = [this.problem, ...(only === undefined ? [node] : [])]
      .map((map) => get(map, 'variables'))
      .map((written) => (written ? this.written(written) : ''))
      .join('; ');
    const offer = this.offer(node, { scope: inner, remember, variables, domain, filled });
    const named = withChoices(inner, offer.choices);
    const ids = offer.choices.map((choice) => choice.id).join(' ');
    // So does a bare id that is a choice.
    const keyed: Remember =
      ids === '' ? remember : (written, at, compute) => remember(`[${ids}] ${written}`, at, compute);
    const reading: Reading = {
      scope: named,
      remember: keyed,
      variables,
      domain,
      offer,
      checked: get(node, 'check') !== undefined,
    };
    const answer = this.answer(node, reading);
    const alternatives = (key: string, usual: number): readonly AlternativeSheet[] =>
      this.alternatives(get(node, key), usual, reading, answer);
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
      units: getText(node, 'units')?.trim(),
      variables,
      scope: named,
      answer,
      program,
      check: this.check(get(node, 'check'), get(node, 'answer'), named, answer),
      choices: offer.choices,
      several: offer.several,
      accept: alternatives('accept', 1),
      mistakes: alternatives('mistakes', 0),
      uses: usesOf(get(node, 'uses')),
      tolerance: this.attempt(get(node, 'tolerance'), (given) => readTolerance(given, inner)),
      kind,
    };
  }

  private answer(part: MapNode, reading: Reading): AnswerSheet | undefined {
    const node = part.entries.find(({ key }) => key.text === 'answer')?.value;
    const { choices, decided } = reading.offer;
    if (!node) return decided && this.decided(part, decided);
    // A key that is still to be written is no question without a key; a finding tells of it already.
    if (isEmpty(node)) {
      const outcome: Outcome = { kind: 'waiting', dependency: 'answer' };
      const field = { name: undefined, head: node, node, outcome, expression: undefined };
      return { span: node, fields: [field], outcome };
    }
    const fields = this.fieldsOf(node, reading);
    const outcome = whole(fields);
    if (choices.length > 0) this.agree(node, outcome, decided);
    return { span: node, fields, outcome };
  }

  /** The key where claims decide which choices are right. */
  private decided(part: MapNode, outcome: Outcome): AnswerSheet {
    if (outcome.kind === 'failed') this.findings.push(outcome.finding, ...outcome.more);
    const entry = part.entries.find(({ key }) => key.text === 'choices');
    const [head, node] = [entry?.key ?? part, entry?.value ?? part];
    return { span: head, fields: [{ name: undefined, head, node, outcome, expression: undefined }], outcome };
  }

  /** A key that is written and claims that decide must say the same. */
  private agree(node: Node, written: Outcome, decided: Outcome | undefined): void {
    if (decided?.kind === 'failed') this.findings.push(decided.finding, ...decided.more);
    if (written.kind !== 'value' || decided?.kind !== 'value') return;
    if (sameValue(written.value, decided.value) !== true)
      this.findings.push(
        finding(
          'answer',
          node,
          `By the claims under \`when\`, the right choice is ${valueText(decided.value)}.`,
        ),
      );
  }

  /** The things that are asked for where a key is written: one, or one for each name. */
  private fieldsOf(node: Node, reading: Reading): readonly FieldSheet[] {
    return node.kind === 'map' && !get(node, 'type')
      ? node.entries
          .filter(({ value }) => !isEmpty(value))
          .map(({ key, value }) => this.field(key.text, key, value, reading))
      : [this.field(undefined, node, node, reading)];
  }

  private field(name: string | undefined, head: Span, node: Node, reading: Reading): FieldSheet {
    const { scope, offer, checked } = reading;
    const evaluated = (): Value => {
      if (offer.choices.length > 0) return evaluateChoice(node, offer, scope);
      // An example of options may hold words that options take: { padding: same }.
      const word = checked && name !== undefined ? wordOf(node, scope) : undefined;
      return word === undefined ? evaluateNode(node, scope) : textValue(word);
    };
    const outcome =
      offer.choices.length > 0
        ? reading.remember(this.written(node), node, () => outcomeOf(evaluated))
        : this.claimed(node, reading, () => outcomeOf(evaluated));
    if (outcome.kind === 'failed') this.findings.push(outcome.finding, ...outcome.more);
    return { name, head, node, outcome, expression: node.kind === 'scalar' ? readable(node) : undefined };
  }

  /** What is written at a node; a claim about symbols is decided over their domain. */
  private claimed(
    node: Node,
    { scope, remember, variables, domain }: Claiming,
    evaluated: () => Outcome,
  ): Outcome {
    const expression = node.kind === 'scalar' && variables.length > 0 ? readable(node) : undefined;
    if (!expression || node.kind !== 'scalar' || !isComparison(expression))
      return remember(this.written(node), node, evaluated);
    return remember(`${this.written(node)} over ${domain}`, node, () =>
      claimOverDomain({ node, expression, variables, scope }, evaluated()),
    );
  }

  /** What can be chosen, and which of it is right where claims decide. */
  private offer(
    part: MapNode,
    { filled, ...reading }: Claiming & { readonly filled: (text: Node) => string },
  ): Offered {
    const node = get(part, 'choices');
    const several = getText(part, 'several') === 'true';
    const written = this.attempt(node, writtenChoices) ?? [];
    const choices = written.map(({ id, text, when, node: at }): ChoiceSheet => {
      const right =
        when && this.claimed(when, reading, () => outcomeOf(() => evaluateNode(when, reading.scope)));
      return { id, text: filled(text), right, node: at };
    });
    for (const [index, { id, node: at }] of choices.entries())
      if (choices.findIndex((other) => other.id === id) < index)
        this.findings.push(
          finding('duplicate-id', at, `“${id}” can be chosen twice; answers could not say which.`),
        );
    const claimed = choices.some(({ right }) => right !== undefined);
    if (
      node &&
      choices.length > 0 &&
      !claimed &&
      !['answer', 'rubric', 'check'].some((key) => get(part, key))
    )
      this.findings.push(
        finding(
          'missing-key',
          part.entries.find(({ key }) => key.text === 'choices')?.key ?? node,
          'Which choice is right? Write its id under `answer`, or a claim with `when` beside each text.',
        ),
      );
    return { choices, several, decided: claimed ? rightChoices(choices, several, part) : undefined };
  }

  private check(
    node: Node | undefined,
    example: Node | undefined,
    scope: Scope,
    answer: AnswerSheet | undefined,
  ): CheckSheet | undefined {
    if (!node) return undefined;
    const check = readCheck(node, scope, this.findings);
    if (example && answer?.outcome.kind === 'value')
      this.findings.push(...exampleFindings(check, answer.outcome.value, example, scope));
    return check;
  }

  private alternatives(
    node: Node | undefined,
    usual: number,
    reading: Reading,
    answer: AnswerSheet | undefined,
  ): readonly AlternativeSheet[] {
    const fieldsOf = (value: Node): readonly FieldSheet[] => this.fieldsOf(value, reading);
    const read = readAlternatives(node, usual, reading.scope, fieldsOf, this.findings);
    if (!reading.checked) this.findings.push(...alternativeFindings(read, answer));
    return read;
  }

  /** What is read from a node, where there is one and nothing is wrong with it. */
  private attempt<T>(node: Node | undefined, read: (node: Node) => T): T | undefined {
    if (!node) return undefined;
    try {
      return read(node);
    } catch (error) {
      if (error instanceof FindingError) this.findings.push(error.finding, ...error.more);
      else if (!(error instanceof BrokenDependency || error instanceof OverBudget)) throw error;
      return undefined;
    }
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

/** How the keys of a part are read. */
interface Reading extends Claiming {
  readonly offer: Offered;
  /** A check says what is right; the key is an example. */
  readonly checked: boolean;
}

/** What a claim is about. */
interface Claiming {
  readonly scope: Scope;
  readonly remember: Remember;
  readonly variables: readonly Variable[];
  /** What is written of their domain. */
  readonly domain: string;
}

interface Offered {
  readonly choices: readonly ChoiceSheet[];
  readonly several: boolean;
  /** The key where claims decide what is right. */
  readonly decided: Outcome | undefined;
}

/** A bare word that is no name here. */
function wordOf(node: Node, scope: Scope): string | undefined {
  if (node.kind !== 'scalar' || !isName(node.text) || RESERVED_NAMES.has(node.text)) return undefined;
  return scope.lookup(node.text) ? undefined : node.text;
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

/** The ids under `uses`: one, or a list. */
function usesOf(node: Node | undefined): readonly string[] | undefined {
  if (!node || isEmpty(node)) return undefined;
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}
