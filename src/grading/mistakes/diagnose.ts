import {
  OverBudget,
  add,
  isRational,
  sameValue,
  scalarOf,
  scalarValue,
  subtract,
  toReal,
  undefinedValue,
  withBudget,
  type Scalar,
  type Value,
} from '../../core';
import { substitute, type Expression, type Scope } from '../../problem';
import type { NamedMistake } from '../verdict';
import { together, type Idea } from './ideas';
import { IN_WORDS } from './mistake';
import { valueOf } from './reading';
import { sitesOf, type Site } from './sites';

/** A wrong answer explained: the mistake that gives exactly it. */
export interface Diagnosis {
  readonly mistake: NamedMistake;
  readonly message: string;
  readonly credit: number;
  /** What is right, as a formula in words. */
  readonly formula?: string;
}

/** What a mistake makes of a key. */
export interface Candidate {
  readonly id: string;
  readonly title: string;
  readonly credit: number;
  readonly say: () => string;
  readonly value: Value;
  /** The other mistake, where two are made at once. */
  readonly with?: string;
  /** Whether it is made in one layer of several. */
  readonly inLayer?: true;
  /** What is right, as a formula in words. */
  readonly formula?: string;
}

/**
 * Which known mistake gives this answer: one mistake first, at one place or wherever the key does the same thing, then two
 * at once. Undefined where none does.
 * @param key the expression that the right value was computed from.
 */
export function diagnose(
  key: Expression,
  keyValue: Value,
  answer: Value,
  scope: Scope,
): Diagnosis | undefined {
  const known = candidatesOf(key, keyValue, scope);
  const gives = ({ value }: Candidate): boolean => sameValue(value, answer) === true;
  const one = told(known.one().filter(gives));
  return one ?? told(known.two().filter(gives));
}

/**
 * The same for a formula in the variables of a part, which is compared at points of their domain.
 * @param same whether the answer is the formula that a mistake makes of the key.
 */
export function diagnoseFormula(
  key: Expression,
  scope: Scope,
  same: (wrong: Expression) => boolean,
): Diagnosis | undefined {
  const sites = sitesOf(key, scope);
  const found = single(sites).flatMap((making): Candidate[] => {
    const [only] = making;
    if (!only || only.site.layer) return [];
    const wrong = substitute(key, (node) => (node === only.site.node ? only.idea.put : undefined));
    return same(wrong)
      ? [{ ...worded(making, sites), ...formulaOf(making), value: undefinedValue('it is a formula') }]
      : [];
  });
  return told(found);
}

/**
 * The first that fits, with those that fit as well.
 * @param called what an answer is called: `matrix`.
 */
export function told(found: readonly Omit<Candidate, 'value'>[], called = 'answer'): Diagnosis | undefined {
  const [first, ...others] = found;
  if (!first) return undefined;
  const ties = others.filter(
    ({ id, title }, index) =>
      (id !== first.id || title !== first.title) &&
      others.findIndex((other) => other.id === id && other.title === title) === index,
  );
  const tied =
    ties.length === 0
      ? ''
      : ` (${ties.map(({ title }) => title).join(', or ')} would give the same ${called}.)`;
  return {
    mistake: {
      id: first.id,
      title: first.title,
      ...(ties.length > 0 && { ties: ties.map(({ id }) => id) }),
      ...(first.with !== undefined && { with: first.with }),
    },
    message: first.say() + tied,
    credit: first.credit,
    ...(first.formula !== undefined && { formula: first.formula }),
  };
}

/** What mistakes make of a key; many people answer one question, so it is kept. */
export interface Candidates {
  /** Those that give the right answer with the numbers at hand, so that nobody is told of them. */
  readonly hidden: () => readonly Candidate[];
  readonly one: () => readonly Candidate[];
  /** Computed when it is asked for. */
  readonly two: () => readonly Candidate[];
}

const kept = new WeakMap<Expression, { readonly scope: Scope; readonly candidates: Candidates }>();

export function candidatesOf(key: Expression, keyValue: Value, scope: Scope): Candidates {
  const before = kept.get(key);
  if (before?.scope === scope) return before.candidates;
  const sites = sitesOf(key, scope);
  const makes = (makings: readonly Making[], right = false): readonly Candidate[] =>
    makings.flatMap((making) => {
      const value = made(key, making, scope);
      // A mistake that gives the right answer here explains nothing.
      return value && (sameValue(value, keyValue) === true) === right
        ? [{ ...worded(making, sites), ...formulaOf(making), value }]
        : [];
    });
  const candidates = {
    hidden: once(() => makes(single(sites), true)),
    one: once(() => makes([...single(sites), ...everywhere(sites)])),
    two: once(() => makes(pairs(sites, keyValue))),
  };
  kept.set(key, { scope, candidates });
  return candidates;
}

/** What may be spent on looking for mistakes, in microseconds: an answer is wrong whether its mistake is found or not. */
const DIAGNOSIS_US = 500_000;

/** What is found within that; nothing where it would take longer. */
export function inTime<T>(look: () => T): T | undefined {
  try {
    return withBudget(DIAGNOSIS_US, look);
  } catch (error) {
    if (error instanceof OverBudget) return undefined;
    throw error;
  }
}

function once(make: () => readonly Candidate[]): () => readonly Candidate[] {
  let value: readonly Candidate[] | undefined;
  return () => (value ??= inTime(make) ?? []);
}

/** Which ideas are put in at which sites. */
type Making = readonly { readonly site: Site; readonly idea: Idea; readonly also?: Idea }[];

function single(sites: readonly Site[]): Making[] {
  return sites.flatMap((site) => alone(site).map((idea) => [{ site, idea }]));
}

function alone({ ideas }: Site): readonly Idea[] {
  return ideas.filter((idea) => idea.with === undefined);
}

/** The same mistake at all places where it can be made, where there are several. */
function everywhere(sites: readonly Site[]): Making[] {
  if (sites.length < 2) return [];
  const ids = new Set(sites.flatMap((site) => alone(site).map(({ id }) => id)));
  return [...ids].flatMap((id) => {
    const making = sites.flatMap((site) => {
      const idea = alone(site).find((one) => one.id === id);
      return idea ? [{ site, idea }] : [];
    });
    return making.length > 1 ? [making] : [];
  });
}

/** More pairs of two places than these are not tried. */
const MOST_PAIRS = 3000;
/** Nor more than one for so many numbers as large as the key: a coincidence would be likelier than what they say. */
const NUMBERS_PER_PAIR = 200;

function pairs(sites: readonly Site[], key: Value): Making[] {
  const found: Making[] = sites.flatMap((site) =>
    site.ideas.filter((idea) => idea.with !== undefined).map((idea) => [{ site, idea }]),
  );
  for (const site of sites)
    for (const [index, idea] of site.ideas.entries())
      for (const also of site.ideas.slice(index + 1))
        if (together(idea, also)) found.push([{ site, idea, also }]);
  const number = scalarOf(key);
  const most = isRational(number) ? Math.min(MOST_PAIRS, Math.abs(toReal(number)) / NUMBERS_PER_PAIR) : 0;
  const inOne = found.length;
  for (const [index, site] of sites.entries())
    for (const other of sites.slice(index + 1)) {
      if (found.length - inOne + site.ideas.length * other.ideas.length > most) return found.slice(0, inOne);
      for (const idea of site.ideas)
        for (const also of other.ideas)
          found.push([
            { site, idea },
            { site: other, idea: also },
          ]);
    }
  return found;
}

/** The key with what somebody took for right in it. */
function made(key: Expression, making: Making, scope: Scope): Value | undefined {
  const puts = new Map<Expression, Expression>();
  const sums = new Map<Expression, Scalar>();
  for (const { site, idea, also } of making) {
    const put = also ? together(idea, also) : idea.put;
    if (!put) return undefined;
    if (!site.layer) {
      puts.set(site.node, put);
      continue;
    }
    const value = valueOf(put, scope);
    const wrong = value && scalarOf(value);
    if (wrong === undefined) return undefined;
    const { own, total } = site.layer;
    sums.set(site.node, add(sums.get(site.node) ?? total, subtract(wrong, own)));
  }
  if (sums.size === 0 && puts.size === 1) {
    const only = puts.get(key);
    if (only) return evaluated(only, scope);
  }
  for (const [node, sum] of sums) {
    if (node === key && puts.size === 0) return scalarValue(sum);
    const value = scalarValue(sum);
    if (value.kind !== 'number') return undefined;
    puts.set(node, { kind: 'number', value: value.value, start: 0, end: 0 });
  }
  return evaluated(
    substitute(key, (node) => puts.get(node)),
    scope,
  );
}

function evaluated(expression: Expression, scope: Scope): Value | undefined {
  try {
    return valueOf(expression, scope);
  } catch (error) {
    if (error instanceof OverBudget) return undefined;
    throw error;
  }
}

function formulaOf([first]: Making): Pick<Candidate, 'formula'> {
  return first?.idea.quantity === undefined ? {} : { formula: IN_WORDS[first.idea.quantity] };
}

/** What is said of a making: where it was made, where that could be several places. */
function worded(making: Making, sites: readonly Site[]): Omit<Candidate, 'value'> {
  const [first] = making;
  if (!first) throw new Error('A making has a first mistake.');
  const { idea, also } = first;
  if (also) return both(idea, also);
  const [, second] = making;
  if (!second) {
    const { id, title, credit, say } = idea;
    if (idea.with !== undefined) return { id, title, credit, say, with: idea.with };
    const name = first.site.layer?.name;
    return name === undefined || sites.length === 1
      ? { id, title, credit, say }
      : {
          id,
          inLayer: true,
          title: `${title}, in ${name}`,
          credit: spread(credit, sites.length),
          say: () => `In ${name}: ${lowered(say())}`,
        };
  }
  if (making.every((one) => one.idea.id === idea.id)) {
    const names = making.flatMap(({ site }) => site.layer?.name ?? []);
    return {
      id: idea.id,
      title: `${idea.title}, everywhere`,
      credit: idea.credit,
      say: () =>
        `The same mistake ${making.length} times${names.length > 0 ? ` (${names.join(', ')})` : ''}: ${lowered(idea.say())}`,
    };
  }
  return both(named(first.idea, first.site), named(second.idea, second.site));
}

function named(idea: Idea, { layer }: Site): Idea {
  return layer
    ? {
        ...idea,
        title: `${idea.title}, in ${layer.name}`,
        say: () => `In ${layer.name}: ${lowered(idea.say())}`,
      }
    : idea;
}

function both(one: Idea, other: Idea): Omit<Candidate, 'value'> {
  return {
    id: one.id,
    with: other.id,
    title: `${one.title}; ${other.title}`,
    credit: one.credit * other.credit,
    say: () => `Two things at once. ${one.say()} ${other.say()}`,
  };
}

/** Of a sum of several layers one was miscounted: the others are right. */
function spread(credit: number, sites: number): number {
  return Math.round((1 - (1 - credit) / sites) * 100) / 100;
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
