import { attempt, isFailure, rationalFromText, MathError } from '../../core';
import type { BinaryName, CallArgument, Expression, NamedExpression, Span, SyntaxFailure } from './ast';
import { CALL, canonical, type Canonical, type Multiplies } from './canonical';
import { parseGrammar, type Tree } from './grammar';
import { fromLatex } from './latex';
import { refuse, tokenize, type Token } from './tokenize';

/**
 * Reads an expression, also where it is LaTeX. Positions are characters of `source`. Anything can be given: what is no
 * expression comes back as a failure with its place.
 * @param multiplies names that may stand side by side as a product, as in `2 n k`; `called` where a bracket follows.
 */
export function parseExpression(source: string, multiplies?: Multiplies): Expression | SyntaxFailure {
  const tokens = tokensOf(source);
  if ('kind' in tokens) return tokens;
  if (tokens.length === 0) return refuse(0, source.length, 'An expression is missing here.');
  const written = canonical(tokens, multiplies);
  if ('kind' in written) return written;
  let tree: Tree;
  try {
    tree = parseGrammar(written.text);
  } catch (error) {
    return explain(error, written, tokens);
  }
  const result = attempt(() => new Reader(tokens).read(tree));
  return isFailure(result) ? refuse(0, source.length, result.message) : result;
}

/** Tokens with their places in the source, which may be LaTeX. */
function tokensOf(source: string): readonly Token[] | SyntaxFailure {
  const placed = fromLatex(source);
  if (!placed || 'kind' in placed) return placed ?? tokenize(source);
  const there = <T extends Span>(span: T): T => {
    const start = placed.places[span.start]?.start ?? source.length;
    // What is empty stands behind a bracket that LaTeX has not.
    const end = Math.max(start, placed.places[span.end - 1]?.end ?? source.length);
    return { ...span, start, end };
  };
  const tokens = tokenize(placed.text);
  return 'kind' in tokens ? there(tokens) : tokens.map(there);
}

/** Where mathjs stopped, in words about what was written. */
function explain(error: unknown, written: Canonical, tokens: readonly Token[]): SyntaxFailure {
  const character =
    typeof error === 'object' && error !== null && 'char' in error && typeof error.char === 'number'
      ? error.char - 1
      : 0;
  const index = written.pieces.findIndex(
    (_, position) => (written.pieces[position + 1]?.at ?? Infinity) > character,
  );
  const piece = written.pieces[index];
  const last = tokens.at(-1);
  const [start, end] = [tokens[0]?.start ?? 0, last?.end ?? 0];
  if (!piece || character >= written.text.trimEnd().length)
    return refuse(last?.start ?? start, end, `Something must follow “${last?.text ?? ''}”.`);
  const token = tokens.find((candidate) => candidate.start === piece.start && candidate.end === piece.end);
  return refuse(piece.start, piece.end, `“${token?.text ?? ''}” can’t stand here.`);
}

const BINARY = new Map<string, BinaryName>(
  (['+', '-', '*', '/', '.*', './', '^', 'mod', '==', '!=', '<', '<=', '>', '>=', 'and', 'or'] as const).map(
    (name) => [name, name],
  ),
);
const CHAINED: Readonly<Record<string, BinaryName>> = {
  equal: '==',
  unequal: '!=',
  smaller: '<',
  smallerEq: '<=',
  larger: '>',
  largerEq: '>=',
};

type Kind<Type extends Tree['type']> = Extract<Tree, { readonly type: Type }>;

/** Turns mathjs's tree into ours, with places from the placeholders' tokens. */
class Reader {
  constructor(private readonly tokens: readonly Token[]) {}

  read(node: Tree): Expression {
    switch (node.type) {
      case 'symbol':
        return this.atom(this.token(node.name));
      case 'parenthesis':
        return this.widened(this.read(node.content), '(', ')');
      case 'array': {
        const items = node.items.map((item) => this.read(item));
        return { kind: 'list', items, ...this.bracketed(items, '[', ']') };
      }
      case 'object': {
        const entries = Object.entries(node.properties).map(([placeholder, value]): NamedExpression => {
          const token = this.token(placeholder);
          const expression = this.read(value);
          return { name: token.text, value: expression, start: token.start, end: expression.end };
        });
        return { kind: 'options', entries, ...this.bracketed(entries, '{', '}') };
      }
      case 'operator':
        return this.operator(node);
      case 'relational': {
        const operands = node.params.map((operand) => this.read(operand));
        const operators = node.conditionals.map((name) => CHAINED[name] ?? '==');
        return { kind: 'chain', operands, operators, ...hull(operands) };
      }
      case 'function':
        return this.call(node);
      case 'accessor':
        return this.accessor(node);
      case 'range': {
        if (node.step) throw new MathError('A range has two ends: 1..9.');
        const [from, to] = [this.read(node.start), this.read(node.end)];
        return { kind: 'range', from, to, ...hull([from, to]) };
      }
      case 'conditional': {
        const [condition, yes, no] = [
          this.read(node.condition),
          this.read(node.trueExpr),
          this.read(node.falseExpr),
        ];
        return { kind: 'conditional', condition, yes, no, ...hull([condition, no]) };
      }
      default:
        throw new MathError('This can’t stand in an expression.');
    }
  }

  private atom(token: Token): Expression {
    const { start, end } = token;
    if (token.kind === 'text') return { kind: 'text', value: token.text, start, end };
    if (token.kind === 'number') return { kind: 'number', value: rationalFromText(token.text), start, end };
    switch (token.text) {
      case 'true':
      case 'false':
        return { kind: 'constant', value: token.text === 'true', start, end };
      case 'null':
        return { kind: 'constant', value: null, start, end };
      case 'undefined':
        return { kind: 'constant', value: undefined, start, end };
      default:
        return { kind: 'name', name: token.text, start, end };
    }
  }

  private operator(node: Kind<'operator'>): Expression {
    const args = node.args.map((operand) => this.read(operand));
    const [left, right] = args;
    if (!left) throw new MathError('An operator lacks its operand.');
    const name = node.op;
    if (!right) {
      const sign = name === '-' || name === '+' || name === 'not' ? name : undefined;
      if (!sign) throw new MathError(`“${name}” needs something on both sides.`);
      return {
        kind: 'unary',
        operator: sign,
        operand: left,
        start: this.before(left.start, sign),
        end: left.end,
      };
    }
    if (name === 'in') return { kind: 'in', element: left, set: right, ...hull([left, right]) };
    const operator = BINARY.get(name);
    if (!operator) throw new MathError(`“${name}” is no operator here.`);
    return { kind: 'binary', operator, left, right, ...hull([left, right]) };
  }

  private call(node: Kind<'function'>): Expression {
    const { fn } = node;
    const marked = fn.type === 'accessor' && memberOf(fn) === CALL;
    const callee = this.read(marked ? fn.object : fn);
    const args = node.args.map((argument): CallArgument => {
      if (argument.type !== 'assignment') {
        const value = this.read(argument);
        return { value, start: value.start, end: value.end };
      }
      if (argument.object.type !== 'symbol' || argument.index)
        throw new MathError('An option is a name, “=” and a value.');
      const token = this.token(argument.object.name);
      const value = this.read(argument.value);
      return { name: token.text, value, start: token.start, end: value.end };
    });
    return {
      kind: 'call',
      callee,
      args,
      start: callee.start,
      end: this.closing(args.at(-1)?.end ?? callee.end, ')'),
    };
  }

  private accessor(node: Kind<'accessor'>): Expression {
    const object = this.read(node.object);
    const member = memberOf(node);
    if (member !== undefined) {
      const token = this.token(member);
      return { kind: 'member', object, name: token.text, start: object.start, end: token.end };
    }
    const subscripts = node.index.dimensions.map((subscript) => this.read(subscript));
    return {
      kind: 'subscript',
      object,
      subscripts,
      start: object.start,
      end: this.closing(subscripts.at(-1)?.end ?? object.end, ']'),
    };
  }

  private token(placeholder: string): Token {
    const index = /^t\d+$/.test(placeholder) ? Number(placeholder.slice(1)) : -1;
    const token = this.tokens[index];
    if (!token) throw new MathError('This can’t stand in an expression.');
    return token;
  }

  /** The place of an expression with the brackets around it. */
  private widened(expression: Expression, open: string, close: string): Expression {
    return {
      ...expression,
      start: this.before(expression.start, open),
      end: this.closing(expression.end, close),
    };
  }

  private bracketed(items: readonly Span[], open: string, close: string): Span {
    const [first] = items;
    const last = items.at(-1);
    if (!first || !last) {
      const token = this.tokens.find(
        (candidate, index) => candidate.text === open && this.tokens[index + 1]?.text === close,
      );
      return { start: token?.start ?? 0, end: (token?.end ?? 0) + 1 };
    }
    return { start: this.before(first.start, open), end: this.closing(last.end, close) };
  }

  private before(start: number, text: string): number {
    return this.tokens.findLast((token) => token.end <= start && token.text === text)?.start ?? start;
  }

  private closing(end: number, text: string): number {
    return this.tokens.find((token) => token.start >= end && token.text === text)?.end ?? end;
  }
}

/** The name behind a dot. */
function memberOf({ index }: Kind<'accessor'>): string | undefined {
  const [name] = index.dotNotation ? index.dimensions : [];
  return name?.type === 'constant' && typeof name.value === 'string' ? name.value : undefined;
}

function hull(parts: readonly Span[]): Span {
  return {
    start: Math.min(...parts.map((part) => part.start)),
    end: Math.max(...parts.map((part) => part.end)),
  };
}
