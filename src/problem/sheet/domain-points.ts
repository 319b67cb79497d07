import {
  integer,
  isRational,
  numberValue,
  Random,
  scalarOf,
  scalarValue,
  valueText,
  wholeNumberOf,
  type Rational,
  type Value,
} from '../../core';
import type { Scope } from '../expression/scope';
import { boundsAt, type Variable } from './domain';

/** A place in the domain of some variables: a value for each, in their order. */
export type Point = ReadonlyMap<string, Value>;

/** Domains of up to so many points are looked at whole. */
const MAX_EXHAUSTIVE = 4000;
/** Of larger ones, points near the lower ends, near all ends, and drawn from a seed. */
const NEAR_LOWER = 1500;
const NEAR_ENDS = 400;
const DRAWN = 1500;

/** Bounds of a real variable that has none. */
const REALS = 40;
const LARGEST = Number.MAX_SAFE_INTEGER;

/** The points at which two formulas of some variables are compared. */
export class DomainPoints {
  constructor(
    private readonly variables: readonly Variable[],
    private readonly scope: Scope,
  ) {}

  /** All points, the smallest first; undefined where there are too many, or a variable is real. */
  every(): readonly Point[] | undefined {
    if (!this.variables.every(({ bounds }) => bounds?.integers)) return undefined;
    const points = this.grid(() => LARGEST, MAX_EXHAUSTIVE);
    return points.length > MAX_EXHAUSTIVE ? undefined : sorted(points);
  }

  /**
   * Points of a large domain, the smallest first: a grid at the lower ends, which tells polynomials of a degree below its
   * sides apart for certain, all corners and what is beside them, and points drawn over the whole and near its ends.
   */
  some(): readonly Point[] {
    const side = Math.max(3, Math.floor(NEAR_LOWER ** (1 / Math.max(1, this.variables.length))));
    const random = new Random(1);
    const drawn = Array.from({ length: DRAWN }, () => this.drawn(random));
    const near = [...this.grid(() => side, NEAR_LOWER), ...this.ends()];
    const all = [...near, ...drawn.filter((point) => point !== undefined)];
    return sorted([...new Map(all.map((point) => [keyOf(point), point])).values()]);
  }

  /**
   * Smaller points than one, nearest to the smallest first: one variable is made smaller, and those whose bounds depend on
   * it are kept within them.
   */
  smaller(point: Point): readonly Point[] {
    const found: Point[] = [];
    for (const [position, { name }] of this.variables.entries()) {
      const value = point.get(name);
      for (const candidate of this.candidates(position, point, value)) {
        const next = this.kept(new Map(point).set(name, candidate), position + 1);
        if (next && compareSizes(next, point) < 0) found.push(next);
      }
    }
    return found.sort(compareSizes);
  }

  private candidates(position: number, point: Point, value: Value | undefined): readonly Value[] {
    const variable = this.variables[position];
    const range = variable && this.range(variable, point);
    const here = value && scalarOf(value);
    if (!variable || !range || here === undefined || !isRational(here)) return [];
    if (!variable.bounds?.integers)
      return [range.from, range.to, integer(0), integer(1), integer(1).div(2)]
        .filter((one) => one.compare(range.from) >= 0 && one.compare(range.to) <= 0)
        .map(scalarValue);
    const [low, high] = [range.from.valueOf(), here.valueOf()];
    return [low, low + 1, low + 2, low + Math.floor((high - low) / 2), high - 2, high - 1]
      .filter((one) => one >= low && one < high)
      .map(numberValue);
  }

  /** The point with the values from a position on moved into their bounds; undefined where there are none. */
  private kept(point: Map<string, Value>, from: number): Point | undefined {
    for (const variable of this.variables.slice(from)) {
      const range = this.range(variable, point);
      const value = scalarOf(point.get(variable.name) ?? numberValue(0));
      if (!range || value === undefined || !isRational(value)) return undefined;
      if (value.compare(range.from) < 0) point.set(variable.name, scalarValue(range.from));
      if (value.compare(range.to) > 0) point.set(variable.name, scalarValue(range.to));
    }
    return point;
  }

  /** Integer points, `side` of each variable from its lower end on; one more than `limit` where there are more. */
  private grid(side: () => number, limit: number): Point[] {
    let points: Point[] = [new Map<string, Value>()];
    for (const variable of this.variables) {
      const next: Point[] = [];
      for (const point of points) {
        const range = this.range(variable, point);
        if (!range) continue;
        const values = variable.bounds?.integers
          ? steps(
              range.from.valueOf(),
              Math.min(range.to.valueOf(), range.from.valueOf() + side() - 1),
              limit,
            )
          : shares(range);
        for (const value of values) next.push(new Map(point).set(variable.name, value));
        if (next.length > limit) break;
      }
      points = next.slice(0, limit + 1);
    }
    return points;
  }

  /** Every choice of the lowest and highest values and those beside them. */
  private ends(): readonly Point[] {
    let points: Point[] = [new Map<string, Value>()];
    for (const variable of this.variables)
      points = points.flatMap((point) => {
        const range = this.range(variable, point);
        if (!range) return [];
        const [low, high] = [range.from, range.to];
        const values = variable.bounds?.integers
          ? [low, low.add(1), high.sub(1), high].filter(
              (one) => one.compare(low) >= 0 && one.compare(high) <= 0,
            )
          : [low, high];
        return values.map((value) => new Map(point).set(variable.name, scalarValue(value)));
      });
    const step = Math.max(1, Math.ceil(points.length / NEAR_ENDS));
    return points.filter((_, index) => index % step === 0);
  }

  /**
   * Values from the whole range, near its ends, and at and beside multiples of others, where integer parts jump;
   * undefined where a range turns out empty.
   */
  private drawn(random: Random): Point | undefined {
    const point = new Map<string, Value>();
    for (const variable of this.variables) {
      const range = this.range(variable, point);
      if (!range) return undefined;
      point.set(
        variable.name,
        variable.bounds?.integers ? drawnInteger(range, point, random) : drawnShare(range, random),
      );
    }
    return point;
  }

  /** Undefined where no value is left at this point. @throws DomainError where the bounds have no value. */
  private range(variable: Variable, point: Point): Range | undefined {
    if (!variable.bounds) return { from: integer(-REALS), to: integer(REALS) };
    const bounds = boundsAt(variable, point, this.scope);
    const [from, to] = [bounds?.from, bounds?.to].map((bound) => bound && scalarOf(bound));
    if (from === undefined || to === undefined || !isRational(from) || !isRational(to))
      throw new DomainError(`The domain of “${variable.name}” can’t be computed in the problem set.`);
    const range = variable.bounds.integers ? { from: from.ceil(), to: to.floor() } : { from, to };
    return range.from.compare(range.to) > 0 ? undefined : range;
  }
}

/** `n = 5, m = 1`. */
export function pointText(point: Point): string {
  return [...point].map(([name, value]) => `${name} = ${valueText(value)}`).join(', ');
}

/** Thrown where a domain has no bounds. */
export class DomainError extends Error {}

interface Range {
  readonly from: Rational;
  readonly to: Rational;
}

function steps(from: number, to: number, limit: number): readonly Value[] {
  const count = Math.max(0, Math.min(to - from + 1, limit + 1));
  return Array.from({ length: count }, (_, index) => numberValue(from + index));
}

/** Fractions, so that the evaluation stays exact. */
function shares({ from, to }: Range): readonly Value[] {
  return [0, 1, 2, 3, 4, 6, 8, 9, 12].map((twelfth) =>
    scalarValue(from.add(to.sub(from).mul(integer(twelfth).div(12)))),
  );
}

function drawnInteger({ from, to }: Range, chosen: Point, random: Random): Value {
  const [low, high] = [Math.max(-LARGEST, from.valueOf()), Math.min(LARGEST, to.valueOf())];
  const near = Math.min(16, high - low);
  const others = [...chosen.values()];
  switch (random.integer(0, 3)) {
    case 0:
      return numberValue(low + random.integer(0, near));
    case 1:
      return numberValue(high - random.integer(0, near));
    case 2: {
      const other = wholeNumberOf(others[random.integer(0, others.length)] ?? numberValue(low)) ?? low;
      const beside = other * random.integer(1, 9) + random.integer(-1, 1);
      return numberValue(Math.min(high, Math.max(low, beside)));
    }
    default:
      return numberValue(low + random.integer(0, Math.min(LARGEST, high - low)));
  }
}

function drawnShare({ from, to }: Range, random: Random): Value {
  const denominator = [2, 3, 5, 7, 97][random.integer(0, 4)] ?? 97;
  const share = integer(random.integer(0, denominator)).div(denominator);
  return scalarValue(from.add(to.sub(from).mul(share)));
}

function sorted(points: readonly Point[]): readonly Point[] {
  return points
    .map((point) => ({ point, size: sizeOf(point) }))
    .sort((a, b) => a.size - b.size)
    .map(({ point }) => point);
}

function compareSizes(a: Point, b: Point): number {
  return sizeOf(a) - sizeOf(b);
}

/** The sum of the sizes of its values; whole numbers count as simpler than fractions between them. */
function sizeOf(point: Point): number {
  let sum = 0;
  for (const value of point.values()) {
    const scalar = scalarOf(value);
    if (scalar !== undefined && isRational(scalar))
      sum += Math.abs(scalar.valueOf()) + (scalar.d === 1n ? 0 : 1);
  }
  return sum;
}

function keyOf(point: Point): string {
  return [...point.values()].map((value) => String(scalarOf(value))).join(' ');
}
