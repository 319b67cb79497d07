import type { Span, SyntaxFailure } from './ast';
import { refuse, type Token } from './tokenize';

/** A text for mathjs's grammar in which every number, name and string is a placeholder `t0`, `t1`, …: the token's index. */
export interface Canonical {
  readonly text: string;
  /** Where each piece of `text` came from, in the order of `at`. */
  readonly pieces: readonly (Span & { readonly at: number })[];
}

/** Whether a name may stand beside another as a factor. */
export type Multiplies = (name: string, called: boolean) => boolean;

/** The member name that marks “call what stands before”. No token can spell it: it isn't a placeholder. */
export const CALL = 'CALL';

/**
 * Writes tokens so that mathjs reads them as people mean them: products without a sign get one, the call of a call's
 * result is marked, `not` reaches over comparisons, ranges are `a:b`. What is ambiguous is refused.
 */
export function canonical(tokens: readonly Token[], multiplies?: Multiplies): Canonical | SyntaxFailure {
  const pieces: (Span & { at: number })[] = [];
  let text = '';
  const open: string[] = [];
  /** Brackets that `not` has opened and that close at the end of its operand, by depth. */
  const pendingNots: number[] = [];
  const emit = (piece: string, token: Span): void => {
    pieces.push({ at: text.length, start: token.start, end: token.end });
    text += `${piece} `;
  };
  const closeNots = (token: Span): void => {
    while (pendingNots.at(-1) === open.length) {
      pendingNots.pop();
      emit(')', token);
    }
  };

  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const joined = before ? joint(before, token, open, tokens, index, multiplies) : undefined;
    if (joined?.kind === 'syntax-failure') return joined;
    if (joined) emit(joined.piece, token);

    if (token.kind !== 'symbol') {
      if (token.kind === 'name' && OPERATOR_WORDS.has(token.text)) {
        if (token.text === 'and' || token.text === 'or') closeNots(token);
        emit(token.text, token);
        if (token.text === 'not') {
          emit('(', token);
          pendingNots.push(open.length);
        }
      } else emit(`t${index}`, token);
      continue;
    }
    switch (token.text) {
      case '(':
      case '[':
      case '{':
        open.push(token.text);
        emit(token.text, token);
        break;
      case ')':
      case ']':
      case '}': {
        closeNots(token);
        open.pop();
        emit(token.text, token);
        break;
      }
      case ',':
      case '?':
        closeNots(token);
        emit(token.text, token);
        break;
      case '..': {
        const next = tokens[index + 1];
        if (!before || !next || (next.kind === 'symbol' && ')],}'.includes(next.text)))
          return refuse(token.start, token.end, 'A range has two ends: 1..9.');
        emit(':', token);
        break;
      }
      case ':': {
        const conditional = tokens
          .slice(0, index)
          .some((earlier) => earlier.kind === 'symbol' && earlier.text === '?');
        if (open.at(-1) !== '{' && !conditional)
          return refuse(token.start, token.end, 'A range is written with two dots: 1..9.', '..');
        closeNots(token);
        emit(':', token);
        break;
      }
      case '=':
        if (open.at(-1) !== '(')
          return refuse(
            token.start,
            token.end,
            'A single “=” names an option within a call, as in f(x, stride=2); whether two values are the same is “==”.',
            '==',
          );
        emit('=', token);
        break;
      default:
        emit(token.text, token);
    }
  }
  const last = tokens.at(-1);
  if (last) closeNots(last);
  return { text, pieces };
}

const OPERATOR_WORDS = new Set(['and', 'or', 'not', 'mod', 'in']);

function isOperand(token: Token): boolean {
  return (
    token.kind === 'number' ||
    token.kind === 'text' ||
    (token.kind === 'name' && !OPERATOR_WORDS.has(token.text))
  );
}

/** What has to stand between two tokens that follow each other without an operator. */
function joint(
  before: Token,
  token: Token,
  open: readonly string[],
  tokens: readonly Token[],
  index: number,
  multiplies: Multiplies | undefined,
): { readonly kind: 'joint'; readonly piece: string } | SyntaxFailure | undefined {
  const ends = isOperand(before) || (before.kind === 'symbol' && ')]'.includes(before.text));
  const spaced = token.start > before.end;
  if (token.kind === 'symbol' && (token.text === '-' || token.text === '+') && open.at(-1) === '[') {
    const next = tokens[index + 1];
    if (ends && spaced && next?.start === token.end)
      return refuse(
        before.end,
        token.start,
        `“${token.text}” could be a sign or an operator here: put a comma before it, or a space behind it.`,
        ', ',
      );
  }
  if (!ends) return undefined;
  const starts = isOperand(token) || (token.kind === 'symbol' && '([{'.includes(token.text));
  if (!starts) return undefined;
  if (token.kind === 'symbol' && token.text === '[') {
    if (open.at(-1) === '[' && spaced)
      return refuse(before.end, token.start, 'A comma is missing here.', ', ');
    return before.kind === 'number'
      ? refuse(before.end, token.start, 'An operator or comma is missing here.')
      : undefined;
  }
  if (token.kind === 'symbol' && token.text === '{')
    return refuse(before.end, token.end, 'An operator or comma is missing here.');
  if (token.kind === 'symbol' && token.text === '(') {
    if (before.kind === 'name') return undefined;
    if (closesCall(tokens, index)) return { kind: 'joint', piece: `.${CALL}` };
  }
  if (isOperand(before) && isOperand(token) && !isProduct(before, token, tokens[index + 1], multiplies)) {
    const inList = open.at(-1) === '[';
    return refuse(
      before.end,
      token.start,
      inList ? 'A comma is missing here.' : 'An operator or comma is missing here.',
      inList ? ', ' : undefined,
    );
  }
  const divisor = divisorBefore(tokens, index);
  if (divisor) {
    const [from, ...others] = divisor;
    const text = others.map((one) => one.text).join('');
    const next = token.text === '(' ? '(…)' : token.text;
    const both = `${text}${before.kind === 'number' && others.length === 1 ? '' : ' '}${next}`;
    return refuse(
      from.start,
      token.end,
      `“/${both}…” can mean two things: write (…/${text})*${next} or …/(${both}).`,
    );
  }
  return { kind: 'joint', piece: '*' };
}

/** `2 n` always, `n k` where both are names that multiply. */
function isProduct(
  before: Token,
  token: Token,
  next: Token | undefined,
  multiplies: Multiplies | undefined,
): boolean {
  if (token.kind !== 'name' || before.kind === 'text') return false;
  if (before.kind === 'number') return true;
  const called = next?.kind === 'symbol' && next.text === '(';
  return multiplies !== undefined && multiplies(before.text, false) && multiplies(token.text, called);
}

/** The `/` before an operand that a product without a sign continues, and all between; undefined where there is none. */
function divisorBefore(tokens: readonly Token[], index: number): readonly [Token, ...Token[]] | undefined {
  for (let at = index - 1; at >= 0; at--) {
    const token = tokens[at];
    if (!token || isOperand(token) || token.text === '^') continue;
    return token.text === '/' || token.text === './' ? [token, ...tokens.slice(at + 1, index)] : undefined;
  }
  return undefined;
}

/** Whether the token before `index` closes the bracket of a call: one that stands behind a name, or behind a call. */
function closesCall(tokens: readonly Token[], index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at >= 0; at--) {
    const token = tokens[at];
    if (token?.kind !== 'symbol') continue;
    if (')]}'.includes(token.text)) depth++;
    if ('([{'.includes(token.text) && --depth === 0) {
      const callee = tokens[at - 1];
      if (token.text !== '(' || !callee) return false;
      return callee.kind === 'name' ? !OPERATOR_WORDS.has(callee.text) : closesCall(tokens, at);
    }
  }
  return false;
}
