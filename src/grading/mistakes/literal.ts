import { integer, isRational, type Rational } from '../../core';
import type { Expression } from '../../problem';
import type { Counted } from './layer-numbers';

/** A number as an expression. */
export function literal(value: number | bigint | Rational): Expression {
  return { kind: 'number', value: isRational(value) ? value : integer(value), start: 0, end: 0 };
}

/** The numbers of a layer as expressions, by their symbols. */
export function literals({ numbers }: Counted): ReadonlyMap<string, Expression> {
  return new Map([...numbers].map(([name, value]) => [name, literal(value)]));
}
