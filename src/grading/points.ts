import {
  add,
  integer,
  multiply,
  numberValue,
  Random,
  sameValue,
  scalarOf,
  scalarValue,
  subtract,
  valueText,
  wholeNumberOf,
  type Value,
} from '../core';
import {
  boundsAt,
  evaluate,
  outcomeOf,
  withNames,
  within,
  type Expression,
  type Scope,
  type Variable,
} from '../problem';

/** Points at which two formulas are compared where their domain is too large for all of them. */
const SAMPLES = 300;
/** Domains of up to so many points are compared at every one. */
const MAX_EXHAUSTIVE = 3000;

/** Where two formulas differ. */
export interface Witness {
  readonly at: ReadonlyMap<string, Value>;
  readonly key: Value;
  readonly answer: Value;
}

export type Comparison =
  | { readonly kind: 'same'; readonly points: number; readonly every: boolean }
  | { readonly kind: 'differs'; readonly witness: Witness }
  /** The answer can't be computed somewhere, for this reason. */
  | { readonly kind: 'fails'; readonly message: string };

/**
 * Compares two formulas over the domain of their variables by exact evaluation: at every point of a small domain, else
 * at its corners and many points drawn from a seed.
 */
export function compareFormulas(
  key: Expression,
  answer: Expression,
  variables: readonly Variable[],
  scope: Scope,
): Comparison {
  const all = everyPoint(variables, scope);
  const points = all ?? drawnPoints(variables, scope);
  for (const at of points) {
    const inner = withNames(scope, at);
    const [left, right] = [key, answer].map((expression) =>
      outcomeOf(() => within(NOWHERE, () => evaluate(expression, inner))),
    );
    if (left?.kind !== 'value') continue;
    if (right?.kind === 'failed') return { kind: 'fails', message: right.finding.message };
    if (right?.kind !== 'value' || sameValue(left.value, right.value) !== true)
      return {
        kind: 'differs',
        witness: { at, key: left.value, answer: right?.kind === 'value' ? right.value : left.value },
      };
  }
  return { kind: 'same', points: points.length, every: all !== undefined };
}

const NOWHERE = { kind: 'scalar', text: '', quoted: false, start: 0, end: 0, offsetOf: () => 0 } as const;

/** All points of the domain, or undefined where there are too many or a variable is real. */
function everyPoint(variables: readonly Variable[], scope: Scope): ReadonlyMap<string, Value>[] | undefined {
  let points: ReadonlyMap<string, Value>[] = [new Map<string, Value>()];
  for (const variable of variables) {
    if (!variable.bounds?.integers) return undefined;
    const next: ReadonlyMap<string, Value>[] = [];
    for (const point of points) {
      const range = rangeAt(variable, point, scope);
      if (!range || next.length + range.to - range.from > MAX_EXHAUSTIVE) return undefined;
      for (let value = range.from; value <= range.to; value++)
        next.push(new Map([...point, [variable.name, numberValue(value)]]));
    }
    points = next;
  }
  return points;
}

function rangeAt(
  variable: Variable,
  chosen: ReadonlyMap<string, Value>,
  scope: Scope,
): { from: number; to: number } | undefined {
  const bounds = boundsAt(variable, chosen, scope);
  const [from, to] = [bounds?.from, bounds?.to].map((bound) => (bound ? wholeNumberOf(bound) : undefined));
  return from === undefined || to === undefined ? undefined : { from, to };
}

function drawnPoints(variables: readonly Variable[], scope: Scope): ReadonlyMap<string, Value>[] {
  const random = new Random(1);
  return Array.from({ length: SAMPLES }, (_, sample) => {
    const point = new Map<string, Value>();
    for (const variable of variables) {
      point.set(
        variable.name,
        variable.bounds?.integers
          ? drawnInteger(variable, point, scope, random, sample)
          : drawnReal(variable, point, scope, random),
      );
    }
    return point;
  });
}

/** The first points are the corners of the domain, where formulas differ most often. */
function drawnInteger(
  variable: Variable,
  point: ReadonlyMap<string, Value>,
  scope: Scope,
  random: Random,
  sample: number,
): Value {
  const { from, to } = rangeAt(variable, point, scope) ?? { from: 1, to: 64 };
  const corner = sample < 2 ? [from, to][sample] : undefined;
  return numberValue(corner ?? random.integer(from, Math.max(from, to)));
}

/** Fractions, so that the evaluation stays exact. */
function drawnReal(
  variable: Variable,
  point: ReadonlyMap<string, Value>,
  scope: Scope,
  random: Random,
): Value {
  const bounds = boundsAt(variable, point, scope);
  const [from, to] = [bounds?.from, bounds?.to].map((bound) => (bound ? scalarOf(bound) : undefined));
  const [low, high] = [from ?? integer(-40), to ?? integer(40)];
  const share = integer(random.integer(0, 97)).div(97);
  return scalarValue(add(low, multiply(subtract(high, low), share)));
}

/** `for n = 5, m = 1`. */
export function pointText(point: ReadonlyMap<string, Value>): string {
  return [...point].map(([name, value]) => `${name} = ${valueText(value)}`).join(', ');
}
