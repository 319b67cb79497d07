import { attempt, compute, isFailure, type Failure, type Value } from '../../core';
import type { Span } from './ast';
import { EvaluationError } from './scope';

/**
 * Runs core's mathematics; its failures are about `span`, or about the option that they name.
 * @throws EvaluationError
 */
export function mathematics<T extends Value | undefined>(
  span: Span,
  work: () => T,
  option?: (name: string) => Span | undefined,
): T | Value {
  const result = attempt(() => compute(work as () => Value));
  if (isFailure(result))
    throw new EvaluationError(
      result.message,
      (result.option === undefined ? undefined : option?.(result.option)) ?? span,
    );
  return result;
}

/** @throws EvaluationError where core's mathematics failed. */
export function unwrapped(result: Value | Failure, span: Span): Value {
  if (isFailure(result)) throw new EvaluationError(result.message, span);
  return result;
}
