import {
  OverBudget,
  Polynomial,
  sameValue,
  scalarValue,
  simplify,
  undefinedValue,
  type Scalar,
  type Value,
} from '../core';
import {
  DomainError,
  DomainPoints,
  evaluate,
  outcomeOf,
  within,
  type Expression,
  type Point,
  type Scope,
  type Variable,
} from '../problem';

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
  | {
      readonly kind: 'same';
      /** How many points were compared, whether these are all, and how many more have no key. */
      readonly points: number;
      readonly every: boolean;
      readonly outside: number;
    }
  | { readonly kind: 'differs'; readonly witness: Witness }
  /** They can't be compared, for this reason. */
  | { readonly kind: 'fails'; readonly message: string };

/**
 * Compares two formulas over the domain of their variables by exact evaluation: at every point of a small domain, else
 * near its ends and at many points drawn from a seed. The witness is the smallest point found. What is given is made anew
 * at each point; points at which the key has no value because something that it uses doesn’t exist there, such as a layer
 * whose window doesn’t fit, are not looked at. Where neither has a value for other reasons they agree, as long as the
 * reason is of one kind.
 * @throws OverBudget where it takes too long.
 */
export function compareFormulas(
  key: Expression,
  answer: Expression,
  variables: readonly Variable[],
  scope: Scope,
): Comparison {
  try {
    let over = keysKept.get(key);
    if (over?.scope !== scope) keysKept.set(key, (over = new KeyOverDomain(key, variables, scope)));
    return new Comparer(over, answer, scope).compare();
  } catch (error) {
    if (error instanceof DomainError || error instanceof Unreadable)
      return { kind: 'fails', message: error.message };
    throw error;
  }
}

/** A point at which something that the key uses doesn’t exist. */
interface Outside {
  readonly kind: 'outside';
  readonly reason: string;
}

/** A key at the points of its domain. */
class KeyOverDomain {
  readonly domain: DomainPoints;
  readonly points: readonly Point[];
  /** Whether the points are all that there are. */
  readonly every: boolean;
  private readonly known = new Map<Point, Value | Outside>();

  constructor(
    private readonly key: Expression,
    variables: readonly Variable[],
    readonly scope: Scope,
  ) {
    this.domain = new DomainPoints(variables, scope);
    const every = this.domain.every();
    this.every = every !== undefined;
    this.points = every ?? this.domain.some();
  }

  at(point: Point): Value | Outside {
    const known = this.known.get(point);
    if (known) return known;
    const there = pointScope(this.scope, point);
    const value = valueAt(this.key, this.scope, there, point);
    const lacking = value.kind === 'undefined' ? there.lacking?.() : undefined;
    const key = lacking === undefined ? value : ({ kind: 'outside', reason: sentencePart(lacking) } as const);
    this.known.set(point, key);
    return key;
  }
}

/** Many people answer one question: its key is computed once at each point. */
const keysKept = new WeakMap<Expression, KeyOverDomain>();

class Comparer {
  constructor(
    private readonly key: KeyOverDomain,
    private readonly answer: Expression,
    private readonly scope: Scope,
  ) {}

  compare(): Comparison {
    const { points, every } = this.key;
    if (points.length === 0)
      return { kind: 'fails', message: 'The domain of the variables is empty: there is nothing to compare.' };
    let [looked, reason] = [0, ''];
    for (const point of points) {
      const key = this.key.at(point);
      if (key.kind === 'outside') {
        reason = key.reason;
        continue;
      }
      looked++;
      const witness = this.witnessAt(point);
      if (!witness) continue;
      const lacking = witness.answer.kind === 'undefined' ? witness.answer.reason : undefined;
      if (lacking !== undefined && !this.hasValue()) return { kind: 'fails', message: `${lacking}.` };
      return { kind: 'differs', witness: every ? witness : this.shrunk(witness) };
    }
    return looked === 0
      ? { kind: 'fails', message: `The key has no value anywhere in the domain of the variables: ${reason}.` }
      : { kind: 'same', points: looked, every, outside: points.length - looked };
  }

  private witnessAt(at: Point): Witness | undefined {
    const key = this.key.at(at);
    if (key.kind === 'outside') return undefined;
    const answer = this.answerAt(at);
    return agree(key, answer) ? undefined : { at, key, answer };
  }

  private answerAt(at: Point): Value {
    return valueAt(this.answer, this.scope, pointScope(this.scope, at), at);
  }

  /** Whether the answer has a value somewhere: else it can't be read as one, however the key is. */
  private hasValue(): boolean {
    const { points } = this.key;
    const step = Math.max(1, Math.floor(points.length / TRIED));
    return points.some((point, index) => index % step === 0 && this.answerAt(point).kind !== 'undefined');
  }

  private shrunk(witness: Witness): Witness {
    let smallest = witness;
    for (let step = 0; step < SHRINKS; step++) {
      let next: Witness | undefined;
      for (const point of this.key.domain.smaller(smallest.at)) {
        next = this.witnessAt(point);
        if (next) break;
      }
      if (!next) break;
      smallest = next;
    }
    return smallest;
  }
}

/**
 * What can't be computed at a point is undefined there.
 * @param scope the names before the point is put in, and @param there those at the point.
 */
function valueAt(expression: Expression, scope: Scope, there: Scope, at: Point): Value {
  const outcome = outcomeOf(() => within(NOWHERE, () => evaluate(expression, there)));
  switch (outcome.kind) {
    case 'value':
      return atPoint(outcome.value, at);
    case 'computing':
    case 'reading':
      throw new OverBudget();
    case 'waiting': {
      const lacking = there.lacking?.();
      if (lacking === undefined || scope.lookup(outcome.dependency)?.kind === 'broken')
        throw new Unreadable(`“${outcome.dependency}” could not be computed in the problem set.`);
      return undefinedValue(sentencePart(lacking));
    }
    case 'failed':
      if (outcome.finding.code !== 'value') throw new Unreadable(outcome.finding.message);
      return undefinedValue(sentencePart(outcome.finding.message));
  }
}

/** The names at a point. What is given is made anew only when it is asked for: few answers use it. */
function pointScope(scope: Scope, at: Point): Scope {
  let inner: Scope | undefined;
  const there = (): Scope => (inner ??= scope.at(at));
  return {
    conventions: scope.conventions,
    files: scope.files,
    lookup(name) {
      const value = at.get(name);
      return value ? { kind: 'found', value } : there().lookup(name);
    },
    names: () => scope.names(),
    definitionOf: (name) => scope.definitionOf?.(name),
    at: (values) => pointScope(there(), values),
    lacking: () => inner?.lacking?.(),
  };
}

/** A message as the end of a sentence, without the example that a refusal gives. */
function sentencePart(message: string): string {
  return message.replace(/\.(?: \w+\([^()]*\))?$/, '');
}

/** A value with the point put into what is a formula still: the keys of parts above stay the formulas that they are. */
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
