import {
  OverBudget,
  Polynomial,
  sameValue,
  scalarValue,
  simplify,
  undefinedValue,
  valueText,
  type Scalar,
  type Value,
} from '../core';
import {
  evaluate,
  outcomeOf,
  withNames,
  within,
  type Expression,
  type Scope,
  type Variable,
} from '../problem';
import { DomainError, DomainPoints, type Point } from './domain-points';

/** Points at which it is tried whether an answer has a value anywhere. */
const TRIED = 60;
/** Steps in which a witness is made smaller. */
const SHRINKS = 60;

/** Where two formulas differ. Either may be undefined there, with the reason. */
export interface Witness {
  readonly at: Point;
  readonly key: Value;
  readonly answer: Value;
}

export type Comparison =
  | { readonly kind: 'same'; readonly points: number; readonly every: boolean }
  | { readonly kind: 'differs'; readonly witness: Witness }
  /** They can't be compared, for this reason. */
  | { readonly kind: 'fails'; readonly message: string };

/**
 * Compares two formulas over the domain of their variables by exact evaluation: at every point of a small domain, else
 * near its ends and at many points drawn from a seed. The witness is the smallest point found. Where neither has a value
 * they agree, as long as the reason is of one kind.
 * @throws OverBudget where it takes too long.
 */
export function compareFormulas(
  key: Expression,
  answer: Expression,
  variables: readonly Variable[],
  scope: Scope,
): Comparison {
  try {
    return new Comparer(key, answer, new DomainPoints(variables, scope), scope).compare();
  } catch (error) {
    if (error instanceof DomainError || error instanceof Unreadable)
      return { kind: 'fails', message: error.message };
    throw error;
  }
}

class Comparer {
  constructor(
    private readonly key: Expression,
    private readonly answer: Expression,
    private readonly domain: DomainPoints,
    private readonly scope: Scope,
  ) {}

  compare(): Comparison {
    const every = this.domain.every();
    const points = every ?? this.domain.some();
    if (points.length === 0)
      return { kind: 'fails', message: 'The domain of the variables is empty: there is nothing to compare.' };
    for (const point of points) {
      const witness = this.witnessAt(point);
      if (!witness) continue;
      const lacking = witness.answer.kind === 'undefined' ? witness.answer.reason : undefined;
      if (lacking !== undefined && !this.hasValue(points)) return { kind: 'fails', message: `${lacking}.` };
      return { kind: 'differs', witness: every ? witness : this.shrunk(witness) };
    }
    return { kind: 'same', points: points.length, every: every !== undefined };
  }

  private witnessAt(at: Point): Witness | undefined {
    const [key, answer] = [this.valueAt(this.key, at), this.valueAt(this.answer, at)];
    return agree(key, answer) ? undefined : { at, key, answer };
  }

  /** Whether the answer has a value somewhere: else it can't be read as one, however the key is. */
  private hasValue(points: readonly Point[]): boolean {
    const step = Math.max(1, Math.floor(points.length / TRIED));
    return points.some(
      (point, index) => index % step === 0 && this.valueAt(this.answer, point).kind !== 'undefined',
    );
  }

  private shrunk(witness: Witness): Witness {
    let smallest = witness;
    for (let step = 0; step < SHRINKS; step++) {
      let next: Witness | undefined;
      for (const point of this.domain.smaller(smallest.at)) {
        next = this.witnessAt(point);
        if (next) break;
      }
      if (!next) break;
      smallest = next;
    }
    return smallest;
  }

  /** What can't be computed at a point is undefined there. */
  private valueAt(expression: Expression, at: Point): Value {
    const outcome = outcomeOf(() => within(NOWHERE, () => evaluate(expression, withNames(this.scope, at))));
    switch (outcome.kind) {
      case 'value':
        return atPoint(outcome.value, at);
      case 'computing':
      case 'reading':
        throw new OverBudget();
      case 'waiting':
        throw new Unreadable(`“${outcome.dependency}” could not be computed in the problem set.`);
      case 'failed':
        if (outcome.finding.code !== 'value') throw new Unreadable(outcome.finding.message);
        return undefinedValue(outcome.finding.message.replace(/\.(?: \w+\([^()]*\))?$/, ''));
    }
  }
}

/** A value with the point put into what is a formula still: layers whose sizes are symbols give formulas at every point. */
function atPoint(value: Value, at: Point): Value {
  switch (value.kind) {
    case 'formula':
      return scalarValue(put(value.value, at));
    case 'shape':
      return { kind: 'shape', value: value.value.map((extent) => put(extent, at)) };
    case 'list':
      return { kind: 'list', items: value.items.map((item) => atPoint(item, at)) };
    case 'tensor':
      if (value.tensor.size > MOST_ENTRIES) return value;
      return { kind: 'tensor', tensor: value.tensor.map((entry) => put(entry, at)) };
    default:
      return value;
  }
}

/** Larger tensors aren’t put at every point: no answer that one types has so many formulas. */
const MOST_ENTRIES = 1000;

function put(formula: Scalar, at: Point): Scalar {
  if (!(formula instanceof Polynomial)) return formula;
  const values = new Map<string, Polynomial>();
  for (const [name, value] of at)
    if (value.kind === 'number') values.set(name, Polynomial.constant(value.value));
  return simplify(formula.substitute(values));
}

/** Thrown where an answer can't be judged at any point. */
class Unreadable extends Error {}

const NOWHERE = { kind: 'scalar', text: '', quoted: false, start: 0, end: 0, offsetOf: () => 0 } as const;

function agree(key: Value, answer: Value): boolean {
  if (key.kind === 'undefined' && answer.kind === 'undefined')
    return kindOfReason(key.reason) === kindOfReason(answer.reason);
  return sameValue(key, answer) === true;
}

/** A reason without its numbers. */
function kindOfReason(reason: string): string {
  if (/divide[sd] by 0/.test(reason)) return 'division by 0';
  return reason.replace(/[−-]?\d[\d,./]*/g, '#');
}

/** `n = 5, m = 1`. */
export function pointText(point: Point): string {
  return [...point].map(([name, value]) => `${name} = ${valueText(value)}`).join(', ');
}
