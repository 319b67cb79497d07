import assert from 'node:assert/strict';
import {
  DEFAULT_CONVENTIONS,
  isRational,
  scalarText,
  Tensor,
  type Conventions,
  type Scalar,
  type Value,
} from '../../../src/core';
import { emptyScope, evaluate, parseExpression, withNames } from '../../../src/problem';

/** The value of an expression over some names. */
export function valueOf(
  source: string,
  names: Readonly<Record<string, Value>> = {},
  conventions: Partial<Conventions> = {},
): Value {
  const parsed = parseExpression(source);
  if (parsed.kind === 'syntax-failure') throw new Error(`${source}: ${parsed.message}`);
  return evaluate(
    parsed,
    withNames(emptyScope({ ...DEFAULT_CONVENTIONS, ...conventions }), new Map(Object.entries(names))),
  );
}

/** What an expression is refused with. */
export function refusal(source: string, names: Readonly<Record<string, Value>> = {}): string {
  try {
    const value = valueOf(source, names);
    return assert.fail(`${source} is not refused; it is of kind ${value.kind}.`);
  } catch (error) {
    if (error instanceof assert.AssertionError || !(error instanceof Error)) throw error;
    assert.notEqual(error.name, 'RangeError', error.message);
    return error.message;
  }
}

/** An exact integer as a JavaScript number; anything else is an error. */
export function whole(value: Scalar): number {
  assert.ok(isRational(value) && value.d === 1n, `${scalarText(value)} is no integer`);
  return Number(value.s * value.n);
}

export function wholes(values: Iterable<Scalar>): number[] {
  return Array.from(values, whole);
}

/** A real, or an exact number as one. */
export function real(value: Scalar): number {
  assert.ok(typeof value === 'number' || isRational(value), `${scalarText(value)} is no number`);
  return typeof value === 'number' ? value : Number(value.s * value.n) / Number(value.d);
}

export function tensorOf(value: Value): Tensor {
  if (value.kind !== 'tensor') throw new Error(`This is of kind ${value.kind}, not a tensor.`);
  return value.tensor;
}

export function integers(shape: readonly number[], entries: readonly number[]): Tensor {
  assert.equal(
    entries.length,
    shape.reduce((product, extent) => product * extent, 1),
  );
  return Tensor.integers(shape, entries);
}

/** A vector, or a matrix of rows. */
export function tensor(rows: readonly number[] | readonly (readonly number[])[]): Tensor {
  const [first] = rows;
  return typeof first === 'object'
    ? integers([rows.length, first.length], rows.flat())
    : integers([rows.length], rows.flat());
}

export function tensorValue(of: Tensor): Value {
  return { kind: 'tensor', tensor: of };
}

/** Whether a text is a sentence for people: it begins like one and ends like one. */
export function assertSentence(text: string): void {
  assert.ok(text.length > 10 && text.length < 600, text.slice(0, 200));
  assert.match(text, /[.?!…)]$/u, text);
  assert.doesNotMatch(text, /undefined is|is not a function|Cannot read|NaN|\[object/, text);
}
