import { isFailure, listValue, undefinedValue, type Value, compute, attempt } from '../core';
import {
  evaluate,
  outcomeOf,
  parseExpression,
  within,
  withoutFiles,
  type Expression,
  type Node,
  type ScalarNode,
  type Scope,
} from '../problem';
import { withSymbols } from './symbols';
import { BEING_READ, TOO_LONG } from './verdict';
import type { Sym } from '../core';

/** What somebody answered: a value with the expression it came from, or why it can't be read. */
export type Answer =
  | {
      readonly kind: 'value';
      readonly value: Value;
      readonly expression: Expression | undefined;
      readonly work: readonly Step[];
    }
  | { readonly kind: 'unreadable'; readonly message: string };

/** One side of an equality in shown work. */
export interface Step {
  readonly text: string;
  readonly value: Value;
}

export interface Wanted {
  readonly scope: Scope;
  /** Symbols of the key; where there are some, unknown names are symbols too. */
  readonly symbols: readonly Sym[];
  /** An answer as it could look, for messages. */
  readonly example: string;
}

/** Reads an answer as people write it: a value, an expression, shown work with `=`, rows of a matrix. */
export function readAnswer(node: Node, wanted: Wanted): Answer {
  switch (node.kind) {
    case 'map':
      return {
        kind: 'unreadable',
        message: `One answer is wanted here, not several with names; for example ${wanted.example}.`,
      };
    case 'list':
      return readList(node.items, wanted);
    case 'scalar':
      return readText(node, wanted);
  }
}

function readList(items: readonly Node[], wanted: Wanted): Answer {
  const values: Value[] = [];
  for (const item of items) {
    const answer = readAnswer(item, wanted);
    if (answer.kind === 'unreadable') return answer;
    values.push(answer.value);
  }
  const value = attempt(() => compute(() => listValue(values)));
  if (isFailure(value)) return { kind: 'unreadable', message: value.message };
  return { kind: 'value', value, expression: undefined, work: [] };
}

const UNDEFINED_WORDS = /^(undefined|impossible|not (an integer|defined|possible)|none|does not exist)\.?$/i;

function readText(node: ScalarNode, wanted: Wanted): Answer {
  const text = node.text.trim();
  if (text === '')
    return { kind: 'unreadable', message: `Nothing stands here; for example ${wanted.example}.` };
  if (UNDEFINED_WORDS.test(text))
    return { kind: 'value', value: undefinedValue('it was answered so'), expression: undefined, work: [] };
  const steps: (Step & { readonly expression: Expression })[] = [];
  for (const piece of splitWork(text)) {
    const source = plainNumber(piece.trim());
    const parsed = parseExpression(source);
    if (parsed.kind === 'syntax-failure')
      return { kind: 'unreadable', message: `${parsed.message} An answer can be ${wanted.example}.` };
    const scope =
      wanted.symbols.length > 0 ? withSymbols(wanted.scope, parsed, wanted.symbols) : wanted.scope;
    const outcome = outcomeOf(() => within(node, () => evaluate(parsed, withoutFiles(scope))));
    if (outcome.kind === 'failed')
      return {
        kind: 'unreadable',
        message: `${outcome.finding.message} An answer can be ${wanted.example}.`,
      };
    if (outcome.kind === 'computing') return { kind: 'unreadable', message: TOO_LONG };
    if (outcome.kind === 'reading') return { kind: 'unreadable', message: BEING_READ };
    if (outcome.kind === 'waiting')
      return {
        kind: 'unreadable',
        message: `“${outcome.dependency}” could not be computed in the problem set.`,
      };
    steps.push({ text: piece.trim(), value: outcome.value, expression: parsed });
  }
  const last = steps.at(-1);
  if (!last) return { kind: 'unreadable', message: `Nothing stands here; for example ${wanted.example}.` };
  return { kind: 'value', value: last.value, expression: steps[0]?.expression, work: steps };
}

/** `a = b = c` are steps of shown work; `==`, `<=` and options in parentheses are not. */
function splitWork(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (
      depth === 0 &&
      (character === '=' || character === '≈') &&
      !/[=<>!]/.test(text.charAt(at - 1)) &&
      text.charAt(at + 1) !== '='
    ) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...pieces, text.slice(from)];
}

/** `58,064,400`, `58 064 400` and `58_064_400` are numbers; `508x508x3` a shape. */
function plainNumber(text: string): string {
  if (/^[-−]?\d{1,3}([, _’' ])\d{3}(?:\1\d{3})*(\.\d+)?$/.test(text)) return text.replace(/[, _’' ]/g, '');
  if (/^\d+(\s*[x×]\s*\d+)+$/.test(text)) return `[${text.split(/[x×]/).join(',')}]`;
  if (/^\(\s*\d+(\s*,\s*\d+)+\s*\)$/.test(text)) return text.replace('(', '[').replace(')', ']');
  return text;
}
