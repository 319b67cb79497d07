import { isFailure, listValue, undefinedValue, type Value, compute, attempt, FUNCTIONS } from '../core';
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
import { meant, withSymbols } from './symbols';
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
  readonly expression: Expression;
  /** Undefined, with the reason, where a formula has no value for symbols and is judged at points. */
  readonly value: Value;
}

export interface Wanted {
  readonly scope: Scope;
  /** Symbols of the key; where there are some, unknown names are symbols too. */
  readonly symbols: readonly Sym[];
  /** Whether it is a formula that is judged at points: then `max(n, m)` can be read, which symbols have no value for. */
  readonly atPoints: boolean;
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
  const text = withoutDollars(node.text.trim());
  if (text === '')
    return { kind: 'unreadable', message: `Nothing stands here; for example ${wanted.example}.` };
  if (UNDEFINED_WORDS.test(text))
    return { kind: 'value', value: undefinedValue('it was answered so'), expression: undefined, work: [] };
  const steps: Step[] = [];
  for (const piece of splitWork(text)) {
    const source = withIndices(plainNumber(piece.trim()), wanted);
    const parsed = parseExpression(source, (name, called) => isFactor(name, called, wanted));
    if (parsed.kind === 'syntax-failure')
      return { kind: 'unreadable', message: `${parsed.message} An answer can be ${wanted.example}.` };
    const scope =
      wanted.symbols.length > 0 ? withSymbols(wanted.scope, parsed, wanted.symbols) : wanted.scope;
    const outcome = outcomeOf(() => within(node, () => evaluate(parsed, withoutFiles(scope))));
    if (outcome.kind === 'failed' && wanted.atPoints && outcome.finding.code === 'value') {
      const value = undefinedValue(outcome.finding.message);
      steps.push({ text: piece.trim(), value, expression: parsed });
      continue;
    }
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

/** The dollars, and `\\(` and `\\)`, around the whole; `\\approx` as the sign; `58{,}064` as digits in groups. */
function withoutDollars(text: string): string {
  return text
    .replace(/^\$+|\$+$|^\\[([]|\\[)\]]$/g, '')
    .replace(/\\approx(?![a-zA-Z])/g, '≈')
    .replace(/(\d)\{,\}(?=\d{3})/g, '$1,')
    .trim();
}

/** Whether a name that stands beside another is a factor: something that is known, or a function that is called. */
function isFactor(name: string, called: boolean, { scope, symbols }: Wanted): boolean {
  return (
    (called && FUNCTIONS.has(name)) || scope.names().includes(name) || meant(name, symbols) !== undefined
  );
}

/** `k[2, 3]` as k2_3 where that is a symbol of the key, and `k` itself is nothing. */
function withIndices(text: string, { scope, symbols }: Wanted): string {
  if (symbols.length === 0) return text;
  return text.replace(
    /(\p{L}+)\[\s*(\d+(?:\s*,\s*\d+)*)\s*\]/gu,
    (written: string, name: string, index: string) => {
      const spelled = `${name}${index.split(',').map(Number).join('_')}`;
      return !scope.names().includes(name) && symbols.some((symbol) => symbol.short === spelled)
        ? spelled
        : written;
    },
  );
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
function plainNumber(written: string): string {
  const text = written.replace(/\s*\\times(?![a-zA-Z])\s*/g, ' × ');
  if (/^[-−]?\d{1,3}([, _’' ])\d{3}(?:\1\d{3})*(\.\d+)?$/.test(text)) return text.replace(/[, _’' ]/g, '');
  if (/^\d+(\s*[x×]\s*\d+)+$/.test(text)) return `[${text.split(/[x×]/).join(',')}]`;
  if (/^\(\s*\d+(\s*,\s*\d+)+\s*\)$/.test(text)) return text.replace('(', '[').replace(')', ']');
  return written;
}
