import {
  compute,
  DEFAULT_CONVENTIONS,
  integer,
  isFailure,
  wholeNumberOf,
  type Conventions,
  type Value,
} from '../../core';
import { withConventions } from '../conventions';
import type { Span } from '../expression/ast';
import { withNames, type Scope } from '../expression/scope';
import { finding, type Finding } from '../finding';
import { isName, RESERVED_NAMES } from '../names';
import { checkSchema } from '../schema/check';
import { LATER_PART_KEYS, PROBLEM_SET } from '../schema/document';
import { LineIndex } from '../text/line-index';
import {
  get,
  getText,
  isEmpty,
  itemsOf,
  type Entry,
  type MapNode,
  type Node,
  type ScalarNode,
} from '../text/node';
import { parseYaml } from '../text/parse-yaml';
import { readVariables, symbolsOf, type Variable } from './domain';
import { evaluateNode, expressionOf, outcomeOf, type Outcome } from './evaluate-node';
import { FindingError } from './errors';
import { GivenScope } from './given-scope';
import { fillTemplate } from './template';
import {
  kindOf,
  type AnswerSheet,
  type FieldSheet,
  type NamedSheet,
  type PartSheet,
  type ProblemSheet,
  type ProgramSheet,
  type QuestionKind,
  type Worksheet,
} from './worksheet';

export interface OpenOptions {
  /** Characters above which a text is not read. */
  readonly maxCharacters?: number;
  /** Only 0, the author's example, can be computed yet. */
  readonly variant?: number;
}

/** Two megabytes, unless a setting says otherwise. */
export const MAX_CHARACTERS = 2_000_000;

/**
 * Reads a problem set and computes everything in it. Never throws for what is in the text: half-written files give the
 * worksheet of what can be read, with a finding for each thing that can't.
 */
export function openProblemSet(text: string, options: OpenOptions = {}): Worksheet {
  const lines = new LineIndex(text);
  const refused = refusal(text, options);
  if (refused) return { text, lines, title: '', course: undefined, problems: [], findings: [refused] };
  const { root, findings: yamlFindings } = parseYaml(text);
  const findings: Finding[] = [...yamlFindings];
  if (isEmpty(root)) {
    if (findings.length === 0)
      findings.push(
        finding(
          'missing-key',
          { start: 0, end: 0 },
          'This problem set is empty. Start with “title:” and “problems:”.',
        ),
      );
    return { text, lines, title: '', course: undefined, problems: [], findings };
  }
  findings.push(...besides(yamlFindings, lines, checkSchema(PROBLEM_SET, root, 'A problem set')));
  const conventions = withConventions(DEFAULT_CONVENTIONS, (key) => getText(get(root, 'conventions'), key));
  const ids = new Set<string>();
  const problems = itemsOf(get(root, 'problems')).flatMap((node, index) => {
    if (node.kind !== 'map') return [];
    return [new ProblemReader(node, index, conventions, ids, findings).read()];
  });
  findings.sort((a, b) => a.start - b.start);
  return {
    text,
    lines,
    title: getText(root, 'title') ?? '',
    course: getText(root, 'course'),
    problems,
    findings: once(findings),
  };
}

function refusal(
  text: string,
  { maxCharacters = MAX_CHARACTERS, variant = 0 }: OpenOptions,
): Finding | undefined {
  const top = { start: 0, end: Math.max(0, text.indexOf('\n')) };
  if (text.length > maxCharacters)
    return finding(
      'too-large',
      top,
      `This file has ${text.length} characters; up to ${maxCharacters} are read.`,
    );
  if (variant !== 0)
    return finding(
      'variant',
      top,
      `Variant ${variant} can’t be computed yet; only variant 0, the author’s example, can.`,
    );
  return undefined;
}

/** A line that YAML could not read needs no second finding about what is missing there. */
export function besides(
  yaml: readonly Finding[],
  lines: LineIndex,
  findings: readonly Finding[],
): readonly Finding[] {
  const broken = new Set(
    yaml.filter(({ code }) => code !== 'duplicate-key').map(({ start }) => lines.positionAt(start).line),
  );
  return findings.filter(({ code, start }) => {
    const { line } = lines.positionAt(start);
    // What a key lacks may be just what is broken below it.
    return !broken.has(line) && !(code === 'no-value' && broken.has(line + 1));
  });
}

/** The same sentence at the same place is said once. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ start, end, message }) => {
    const key = `${start} ${end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

class ProblemReader {
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
    const id =
      this.id(node, this.ids, /^[\p{L}\p{N}_.-]+$/u, 'letters, digits, -, _ and .') ??
      `problem-${this.index + 1}`;
    const [parameters, given] = [get(node, 'let'), get(node, 'given')];
    const entries = [...this.named(parameters), ...this.named(given)];
    const scope = new GivenScope(this.conventions, entries, symbolsOf(this.variables), chosenVariant);
    const sheets = (from: Node | undefined): NamedSheet[] =>
      this.named(from).map((entry) => this.sheet(entry, scope));
    const parts = this.parts(scope);
    return {
      id,
      title: getText(node, 'title') ?? id,
      head: node.entries[0]?.key ?? node,
      span: node,
      prompt: parts.length === 1 && !get(node, 'parts') ? '' : this.filled(get(node, 'prompt'), scope),
      conventions: this.conventions,
      parameters: sheets(parameters),
      given: sheets(given),
      parts,
      scope,
    };
  }

  private id(node: MapNode, taken: Set<string>, allowed: RegExp, what: string): string | undefined {
    const id = get(node, 'id');
    if (id?.kind !== 'scalar') return undefined;
    if (!allowed.test(id.text)) this.findings.push(finding('expected', id, `An id is made of ${what}.`));
    if (taken.has(id.text))
      this.findings.push(
        finding(
          'duplicate-id',
          id,
          `The id “${id.text}” is used twice; answers could not say which one they mean.`,
        ),
      );
    taken.add(id.text);
    return id.text;
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
    const taken = new Set<string>();
    if (node)
      return itemsOf(node).flatMap((item) =>
        item.kind === 'map' ? [this.part(item, scope, taken, undefined)] : [],
      );
    const single = ['answer', 'rubric', 'check'].some((key) => get(this.node, key));
    return single ? [this.part(this.node, scope, taken, 'answer')] : [];
  }

  private part(node: MapNode, scope: GivenScope, taken: Set<string>, only: string | undefined): PartSheet {
    const id =
      only ??
      this.id(node, taken, /^[\p{L}\p{N}_-]+$/u, 'letters, digits, - and _') ??
      `part-${taken.size + 1}`;
    const own = only === undefined ? readVariables(get(node, 'variables')) : { variables: [], findings: [] };
    this.findings.push(...own.findings);
    const variables = [
      ...this.variables.filter(({ name }) => !own.variables.some((variable) => variable.name === name)),
      ...own.variables,
    ];
    const inner = withNames(scope, symbolsOf(own.variables));
    for (const { key } of node.entries)
      if (LATER_PART_KEYS.includes(key.text) && (only === undefined || key.text !== 'title'))
        this.findings.push(
          finding('expected', key, `“${key.text}” has no effect in this version yet.`, {
            severity: 'information',
          }),
        );
    const answer = this.answer(get(node, 'answer'), inner);
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
      prompt: this.filled(get(node, 'prompt'), inner),
      hint: get(node, 'hint') && this.filled(get(node, 'hint'), inner),
      solution: get(node, 'solution') && this.filled(get(node, 'solution'), inner),
      rubric: itemsOf(get(node, 'rubric')).flatMap((item) =>
        item.kind === 'scalar' ? [this.filled(item, inner)] : [],
      ),
      points: this.points(get(node, 'points'), inner),
      variables,
      scope: inner,
      answer,
      program,
      kind,
    };
  }

  private answer(node: Node | undefined, scope: Scope): AnswerSheet | undefined {
    if (!node) return undefined;
    const fields: FieldSheet[] =
      node.kind === 'map' && !get(node, 'type')
        ? node.entries
            .filter(({ value }) => !isEmpty(value))
            .map(({ key, value }) => this.field(key.text, key, value, scope))
        : [this.field(undefined, node, node, scope)];
    return { span: node, fields, outcome: whole(fields) };
  }

  private field(name: string | undefined, head: Span, node: Node, scope: Scope): FieldSheet {
    const outcome = outcomeOf(() => evaluateNode(node, scope));
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
            on ?? node ?? this.node,
            'A program is run on a scene: `on` is the name of one under `given`.',
          ),
        );
      return undefined;
    }
    const scenes = get(node, 'scenes');
    const count = scenes?.kind === 'scalar' ? Number(scenes.text) : 100;
    if (!Number.isSafeInteger(count) || count < 1 || count > 1000) {
      this.findings.push(
        finding('expected', scenes ?? this.node, '`scenes` is a whole number from 1 to 1000.'),
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

  private filled(node: Node | undefined, scope: Scope): string {
    if (node?.kind !== 'scalar') return '';
    const { text, findings } = fillTemplate(node, scope);
    this.findings.push(...findings);
    return text;
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
