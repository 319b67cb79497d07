import { FUNCTIONS, type FunctionEntry } from '../core';
import {
  annotation,
  DEFINITION_FUNCTIONS,
  inFile,
  kebabCase,
  parseExpression,
  parseYaml,
  PROBLEM,
  PROBLEM_SET,
  propertyOf,
  spanWithin,
  visit,
  type CallArgument,
  type DefinitionType,
  type Expression,
  type FieldSheet,
  type NamedSheet,
  type PartSheet,
  type ProblemSheet,
  type ScalarNode,
  type Span,
  type Worksheet,
} from '../problem';
import type { Calculation } from './calculation';
import { contains, definitionOf, placeIn, type Place, type Schema } from './place';

/** What stands at a place of a problem set; its span is of the file. */
export type Subject = Span & Thing;

type Thing =
  /** A key that the schema describes, or the word that an option takes. */
  | { readonly kind: 'key'; readonly key: string; readonly schema: Schema }
  | { readonly kind: 'named'; readonly sheet: NamedSheet }
  | { readonly kind: 'part'; readonly part: PartSheet; readonly problem: ProblemSheet }
  | { readonly kind: 'field'; readonly field: FieldSheet; readonly part: PartSheet }
  | { readonly kind: 'function'; readonly entry: FunctionEntry; readonly call: Calculation }
  /** A type of object; where it is called as a function, the call. */
  | { readonly kind: 'type'; readonly definition: DefinitionType; readonly call: Calculation | undefined }
  /** An option of a call. */
  | { readonly kind: 'option'; readonly name: string; readonly doc: string; readonly of: string }
  /** A part of an expression, or a name that has no definition: a variable. */
  | { readonly kind: 'value'; readonly name: string | undefined; readonly calculation: Calculation };

/** Keys whose scalars are expressions or names, with all that is in them. */
const EXPRESSIONS: ReadonlySet<string> = new Set([
  'given',
  'let',
  'where',
  'answer',
  'check',
  'that',
  'accept',
  'mistakes',
  'when',
  'tolerance',
  'points',
  'variables',
  'grade',
]);

/** What stands at an offset of the file, or undefined. */
export function subjectAt(worksheet: Worksheet, offset: number): Subject | undefined {
  for (const problem of worksheet.problems) {
    const at = offset - problem.start;
    if (!contains(problem.node, at)) continue;
    const found = inProblem(problem, at);
    return found && { ...found, ...inFile(problem, found) };
  }
  return keyAt(placeIn(parseYaml(aboutFile(worksheet, offset)).root, PROBLEM_SET, offset));
}

/** What is needed of the text to know a key of the file itself: all before the first problem, for a place in it. */
function aboutFile({ text, problems: [first] }: Worksheet, offset: number): string {
  const end = first ? inFile(first, first.span).start : text.length;
  return offset < end ? text.slice(0, end) : text;
}

function inProblem(problem: ProblemSheet, offset: number): Subject | undefined {
  const place = placeIn(problem.node, PROBLEM, offset);
  const last = place.steps.at(-1);
  if (!last) return undefined;
  const path = place.steps.map(({ key }) => key.text);
  const part = problem.parts.find(({ span }) => contains(span, offset));
  if (place.onKey) {
    const { key } = last;
    const sheet = namesOf(problem).find(({ head }) => head.start === key.start);
    if (sheet) return { kind: 'named', sheet, ...spanOf(key) };
    if (part?.answer && key.text === 'answer') return { kind: 'part', part, problem, ...spanOf(key) };
    const field = part?.answer?.fields.find(({ head }) => head.start === key.start);
    if (part && field) return { kind: 'field', field, part, ...spanOf(key) };
    return keyAt(place);
  }
  const { scalar } = place;
  if (!scalar) return undefined;
  if (part?.answer && path.at(-1) === 'id') return { kind: 'part', part, problem, ...spanOf(scalar) };
  const scope = part?.scope ?? problem.scope;
  if (annotation(last.schema, 'markdown') === true) {
    const template = templateAt(scalar, offset);
    return template && inExpression({ scalar: template, scope }, problem, offset, true);
  }
  const definition = path.at(-1) === 'type' ? typeAt(problem, offset) : undefined;
  if (definition) return { kind: 'type', definition, call: undefined, ...spanOf(scalar) };
  const word = keyAt(place);
  if (word) return word;
  const field = part?.answer?.fields.find(({ node }) => contains(node, offset));
  const sheet = namesOf(problem).find(({ node }) => node === scalar);
  const found = path.some((key) => EXPRESSIONS.has(key))
    ? inExpression({ scalar, scope }, problem, offset, field?.node !== scalar && sheet === undefined)
    : undefined;
  if (found) return found;
  if (part && field) return { kind: 'field', field, part, ...spanOf(scalar) };
  return sheet && { kind: 'named', sheet, ...spanOf(scalar) };
}

function namesOf(problem: ProblemSheet): readonly NamedSheet[] {
  return [...problem.given, ...problem.parameters];
}

/** The declared type of the innermost object around an offset. */
function typeAt(problem: ProblemSheet, offset: number): DefinitionType | undefined {
  const { steps } = placeIn(problem.node, PROBLEM, offset);
  const around = steps.at(-2)?.value;
  if (around?.kind !== 'list') return around && definitionOf(around);
  const item = around.items.find((candidate) => contains(candidate, offset));
  return item && definitionOf(item);
}

/** A key, or a word that it takes; other values are not about the key. */
function keyAt({ steps, onKey, scalar }: Place): Subject | undefined {
  const last = steps.at(-1);
  const words = annotation(last?.schema, 'words');
  const isWord = scalar && Array.isArray(words) && words.includes(scalar.text);
  const at = onKey ? last?.key : isWord ? scalar : undefined;
  if (!last || !at || annotation(last.schema, 'description') === undefined) return undefined;
  return { kind: 'key', key: last.key.text, schema: last.schema, ...spanOf(at) };
}

/** The expression of `{{ … }}` around an offset, as a scalar of its own. */
function templateAt(scalar: ScalarNode, offset: number): ScalarNode | undefined {
  for (const match of scalar.text.matchAll(/(?<!\\)\{\{((?:[^{}]|\{[^{}]*\})*)\}\}/g)) {
    const [, source = ''] = match;
    const from = match.index + 2;
    const span = spanWithin(scalar, { start: from, end: from + source.length });
    if (contains(span, offset))
      return { ...scalar, ...span, text: source, offsetOf: (index) => scalar.offsetOf(from + index) };
  }
  return undefined;
}

/**
 * What the innermost part of an expression at an offset is.
 * @param whole whether the whole expression is something too; a key or a definition is called by its own name.
 */
function inExpression(
  { scalar, scope }: Omit<Calculation, 'expression'>,
  problem: ProblemSheet,
  offset: number,
  whole: boolean,
): Subject | undefined {
  const expression = parseExpression(scalar.text);
  if (expression.kind === 'syntax-failure') return undefined;
  const around: Expression[] = [];
  visit(expression, (node) => {
    if (contains(spanWithin(scalar, node), offset)) around.push(node);
  });
  const node = around.at(-1);
  if (!node) return undefined;
  const span = spanWithin(scalar, node);
  const call = around.findLast((outer) => outer.kind === 'call');
  if (call) {
    const option = call.args.find((argument) => onName(argument, scalar, offset));
    if (option) return optionOf(call, option, scalar);
  }
  const here = (inner: Expression): Calculation => ({ expression: inner, scope, scalar });
  if (node.kind === 'name') {
    const called = call?.callee === node ? call : undefined;
    if (called) {
      const found = calledAt(node.name, here(called), problem, span);
      if (found) return found;
    }
    return scope.lookup(node.name) && nameAt(node.name, here(node), problem, span);
  }
  if (node.kind === 'number' || node.kind === 'text' || node.kind === 'constant') return undefined;
  if (node === expression && !whole) return undefined;
  return { kind: 'value', name: undefined, calculation: here(node), ...span };
}

/** A function that is called; a name that is given wins where it can be called itself. */
function calledAt(name: string, call: Calculation, problem: ProblemSheet, span: Span): Subject | undefined {
  const entry = FUNCTIONS.get(name);
  const found = call.scope.lookup(name);
  const callable =
    found?.kind === 'found' && ['layer', 'number', 'formula', 'real'].includes(found.value.kind);
  if (entry && !callable) return { kind: 'function', entry, call, ...span };
  if (found) return nameAt(name, call, problem, span);
  const definition = DEFINITION_FUNCTIONS.get(name);
  return definition && { kind: 'type', definition, call, ...span };
}

function nameAt(name: string, calculation: Calculation, problem: ProblemSheet, span: Span): Subject {
  const sheet =
    problem.scope === calculation.scope || !isVariable(name, calculation)
      ? namesOf(problem).find((candidate) => candidate.name === name)
      : undefined;
  return sheet ? { kind: 'named', sheet, ...span } : { kind: 'value', name, calculation, ...span };
}

/** A free symbol of that name hides what is given. */
function isVariable(name: string, { scope }: Calculation): boolean {
  const found = scope.lookup(name);
  return found?.kind === 'found' && found.value.kind === 'formula' && found.value.value.toString() === name;
}

/** Whether an offset is on the name of a named argument. */
function onName({ name, start }: CallArgument, scalar: ScalarNode, offset: number): boolean {
  return name !== undefined && contains(spanWithin(scalar, { start, end: start + name.length }), offset);
}

function optionOf(
  call: Expression & { readonly kind: 'call' },
  { name = '', start }: CallArgument,
  scalar: ScalarNode,
): Subject | undefined {
  if (call.callee.kind !== 'name') return undefined;
  const of = call.callee.name;
  const described = annotation(
    propertyOf(DEFINITION_FUNCTIONS.get(of)?.schema, kebabCase(name)),
    'description',
  );
  const doc =
    FUNCTIONS.get(of)?.parameters.find((parameter) => parameter.name === name)?.doc ??
    (typeof described === 'string' ? described : undefined);
  if (doc === undefined) return undefined;
  return { kind: 'option', name, doc, of, ...spanWithin(scalar, { start, end: start + name.length }) };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
