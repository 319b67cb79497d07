import { MathError } from './failure';
import { groupDigits } from './numbers/group-digits';

/** Entries of a tensor that may be made at once. Counts of larger tensors work: they follow from shapes. */
export const MAX_ENTRIES = 4_000_000;

/** Multiply-adds of one step. About a fifth of a second where entries are integers. */
export const MAX_OPERATIONS = 100_000_000;

/** Multiply-adds of one step over fractions, symbols and reals kept as objects, which are some hundred times slower. */
export const MAX_SLOW_OPERATIONS = 2_000_000;

/** Decimal digits of one number. */
export const MAX_DIGITS = 10_000;

/** Terms of one polynomial. */
export const MAX_TERMS = 20_000;

/** What a step costs, in microseconds on an ordinary machine. */
export const COSTS = {
  entry: 0.05,
  operation: 0.002,
  slowOperation: 2.5,
  /** One node of an expression. */
  step: 0.6,
  /** One layer of a network that is built. */
  layer: 15,
  /** One cell of a scene. */
  sceneCell: 1,
  /** One byte of a file that is looked at. */
  byte: 0.01,
} as const;

/** Thrown where a step would cost more than what is left of a budget. It is nobody's mistake: `attempt` lets it pass. */
export class OverBudget extends Error {}

let budget: { left: number } | undefined;

/** Runs `work`; a step that would take it beyond so many microseconds is not begun, but throws `OverBudget`. */
export function withBudget<T>(microseconds: number, work: () => T): T {
  const outer = budget;
  budget = { left: microseconds };
  try {
    return work();
  } finally {
    budget = outer;
  }
}

/** Takes the cost of a step from the budget, where there is one, before the step is begun. */
export function spend(microseconds: number): void {
  if (!budget) return;
  if (microseconds > budget.left) throw new OverBudget();
  budget.left -= microseconds;
}

/** Refuses to make a tensor of more than `MAX_ENTRIES` entries. The cost is known before anything is computed. */
export function requireEntries(count: number, what: string): void {
  if (count > MAX_ENTRIES)
    throw new MathError(
      `${what} has ${groupDigits(count)} entries; values are computed up to ${groupDigits(MAX_ENTRIES)}. Counts of it (params, nnz, size, …) work.`,
    );
  spend(count * COSTS.entry);
}

/** Refuses a step of more multiply-adds than `limit`. */
export function requireOperations(count: number, what: string, limit: number = MAX_OPERATIONS): void {
  if (count > limit)
    throw new MathError(
      `${what} takes ${groupDigits(count)} multiply-adds; up to ${groupDigits(limit)} are computed.`,
    );
  spend(count * (limit === MAX_SLOW_OPERATIONS ? COSTS.slowOperation : COSTS.operation));
}
