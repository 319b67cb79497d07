import {
  FUNCTIONS,
  isRational,
  Polynomial,
  scalarValue,
  sym,
  type Matrix,
  type Scalar,
  type Sym,
  type Value,
  sameFormula,
} from '../core';
import { DEFINITION_FUNCTIONS, visit, withNames, type Expression, type Scope } from '../problem';

/** All symbols that occur in a key; of big symbolic tensors none are listed. */
export function symbolsIn(value: Value): readonly Sym[] {
  const found = new Map<string, Sym>();
  const see = (scalar: Scalar): void => {
    if (scalar instanceof Polynomial) for (const symbol of scalar.symbols()) found.set(symbol.text, symbol);
  };
  switch (value.kind) {
    case 'formula':
      see(value.value);
      break;
    case 'tensor':
      if (value.tensor.size <= MAX_CELLS) value.tensor.entries().forEach(see);
      break;
    case 'matrix':
      if (value.matrix.nnz <= BigInt(MAX_CELLS))
        for (const row of rowsOf(value.matrix)) for (const { value: cell } of row) see(cell);
      break;
    case 'shape':
      value.value.forEach(see);
      break;
    case 'list':
      for (const item of value.items) for (const symbol of symbolsIn(item)) found.set(symbol.text, symbol);
      break;
    default:
  }
  return [...found.values()];
}

const MAX_CELLS = 100_000;

function rowsOf(matrix: Matrix): ReturnType<Matrix['row']>[] {
  return Array.from({ length: matrix.rows }, (_, row) => matrix.row(row));
}

/**
 * A scope in which the names that an answer uses and nobody declared are symbols. `k_2`, `k_23` and `k2_3` are read as
 * the key's symbol that is meant, wherever that is unambiguous.
 */
export function withSymbols(scope: Scope, expression: Expression, known: readonly Sym[]): Scope {
  const names = new Map<string, Value>();
  const called = new Set<Expression>();
  visit(expression, (node) => {
    if (node.kind === 'call') called.add(node.callee);
    if (node.kind !== 'name' || names.has(node.name) || scope.lookup(node.name)) return;
    if (called.has(node) && (FUNCTIONS.has(node.name) || DEFINITION_FUNCTIONS.has(node.name))) return;
    names.set(node.name, scalarValue(Polynomial.symbol(meant(node.name, known) ?? spelled(node.name))));
  });
  return withNames(scope, names);
}

/** The key's symbol that a spelling stands for: the same letters, and the same digits in one way only. */
export function meant(name: string, known: readonly Sym[]): Sym | undefined {
  const match = /^(\p{L}+)_?([\d_]*)$/u.exec(name);
  if (!match) return undefined;
  const [, letters = '', digits = ''] = match;
  const exact = known.filter((symbol) => symbol.name === letters && symbol.index.join('_') === digits);
  // Weights of two layers are told apart by the layers’ names: `a.w1`.
  if (exact.length > 0) return exact.length === 1 ? exact[0] : undefined;
  const loose = known.filter(
    (symbol) => symbol.name === letters && symbol.index.join('') === digits.replace(/_/g, ''),
  );
  return loose.length === 1 ? loose[0] : undefined;
}

function spelled(name: string): Sym {
  const match = /^(\p{L}+)_?(\d+(?:_\d+)*)$/u.exec(name);
  return match ? sym(match[1] ?? name, (match[2] ?? '').split('_').map(Number)) : sym(name);
}

/**
 * Whether two entries are the same where the key's free symbols may be renamed one to one. The renaming is found as the
 * entries are compared, so one of these serves one comparison.
 */
export class Renaming {
  private readonly forward = new Map<string, string>();
  private readonly backward = new Map<string, string>();

  /** @param fixed names of symbols that somebody declared: these keep their names. */
  constructor(private readonly fixed: (symbol: Sym) => boolean) {}

  readonly same = (key: Scalar, answer: Scalar): boolean => {
    if (key instanceof Polynomial && answer instanceof Polynomial) {
      const [wanted, given] = [key.symbol, answer.symbol];
      if (!wanted || !given || this.fixed(wanted)) return sameFormula(key, answer);
      if (this.fixed(given)) return false;
      const [there, back] = [this.forward.get(wanted.text), this.backward.get(given.text)];
      if (there === undefined && back === undefined) {
        this.forward.set(wanted.text, given.text);
        this.backward.set(given.text, wanted.text);
        return true;
      }
      return there === given.text && back === wanted.text;
    }
    return isRational(key) && isRational(answer) && key.equals(answer);
  };
}
