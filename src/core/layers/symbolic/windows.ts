import { MathError, UndefinedError } from '../../failure';
import { integer, isRational } from '../../numbers/rational';
import {
  add,
  briefly,
  ceil,
  compare,
  divide,
  equal,
  floor,
  multiply,
  negate,
  ONE,
  subtract,
  ZERO,
  type Scalar,
} from '../../numbers/scalar';
import type { AxisReach } from '../reach';
import type { Fit, PaddingWord } from '../window';

/** A window along one axis; sizes may be symbols. */
export interface SymbolicWindow {
  readonly kernel: Scalar;
  readonly stride: Scalar;
  readonly dilation: Scalar;
  /** A word, or the cells before and after. */
  readonly padding: PaddingWord | readonly [before: Scalar, after: Scalar];
}

/** Where spatial extents and channels stand. */
export interface SymbolicShape {
  readonly extents: readonly Scalar[];
  /** Undefined without a channel axis. */
  readonly channels: Scalar | undefined;
}

/** A shape in the order of the convention. */
export function laidOut({ extents, channels }: SymbolicShape, first: boolean): readonly Scalar[] {
  if (channels === undefined) return extents;
  return first ? [channels, ...extents] : [...extents, channels];
}

/** The cells that a dilated kernel spans: d(k − 1) + 1. */
export function spanFormula({ kernel, dilation }: Pick<SymbolicWindow, 'kernel' | 'dilation'>): Scalar {
  return add(multiply(dilation, subtract(kernel, ONE)), ONE);
}

/** The cells of padding before and after. Not for `same`, where they depend on the input. */
function sidesFormula(
  padding: Exclude<SymbolicWindow['padding'], 'same'>,
  span: Scalar,
): readonly [Scalar, Scalar] {
  const beyond = subtract(span, ONE);
  switch (padding) {
    case 'valid':
      return [ZERO, ZERO];
    case 'full':
      return [beyond, beyond];
    case 'causal':
      return [beyond, ZERO];
    default:
      return padding;
  }
}

/**
 * ⌊(n + p − d(k − 1) − 1)/s⌋ + 1 (Dumoulin & Visin, relationship 15), p the cells of both sides; ⌈n/s⌉ under “same”.
 * @throws UndefinedError as of numbers: where the window is larger than the padded input, and under `exact` where the
 * stride leaves a rest. Of formulas neither can be told, so they are presumed to fit.
 */
export function outputFormula(n: Scalar, window: SymbolicWindow, fit: Fit = 'floor'): Scalar {
  const { stride, padding } = window;
  if (padding === 'same') return ceil(divide(n, stride));
  const span = spanFormula(window);
  const [before, after] = sidesFormula(padding, span);
  const padded = add(n, add(before, after));
  const room = subtract(padded, span);
  if (isRational(room) && compare(room, ZERO) < 0)
    throw new UndefinedError(
      `a window of ${briefly(span)} doesn’t fit into ${briefly(padded)} cell${equal(padded, ONE) ? '' : 's'}`,
    );
  const steps = divide(room, stride);
  if (fit === 'exact' && isRational(steps) && steps.d !== 1n)
    throw new UndefinedError(
      `stride ${briefly(stride)} doesn’t fit: (${briefly(padded)} − ${briefly(span)}) / ${briefly(stride)} is not an integer`,
    );
  return add(fit === 'ceil' ? ceil(steps) : floor(steps), ONE);
}

/**
 * As `outputFormula` with ⌈…⌉, but for a last window that would begin behind the input and the padding before it
 * (torch.nn.MaxPool2d, `ceil_mode`): none does where s + p ≤ k.
 * @throws MathError where that depends on the symbols.
 */
export function ceilFormula(n: Scalar, window: SymbolicWindow): Scalar {
  const { kernel, stride, padding } = window;
  const output = outputFormula(n, window, 'ceil');
  if (padding === 'same') return output;
  const [before, after] = sidesFormula(padding, kernel);
  const rest = subtract(kernel, add(stride, after));
  if (isRational(rest) && compare(rest, ZERO) >= 0) return output;
  const behind = subtract(multiply(subtract(output, ONE), stride), add(n, before));
  if (!isRational(behind) || !isRational(output))
    throw new MathError(
      'Whether `ceil-mode` counts a last window depends on the symbols, unless stride + padding ≤ kernel: leave it out, or give the sizes values.',
      'ceil-mode',
    );
  return compare(behind, ZERO) >= 0 && compare(output, ONE) > 0 ? subtract(output, ONE) : output;
}

/** What a transposed window gives: (n − 1)s − p + d(k − 1) + 1 + a, a the output padding; n·s under “same”. */
export function transposedFormula(n: Scalar, window: SymbolicWindow, extra: Scalar): Scalar {
  const { stride, padding } = window;
  if (padding === 'same') return multiply(n, stride);
  const span = spanFormula(window);
  const [before, after] = sidesFormula(padding, span);
  const spread = add(multiply(subtract(n, ONE), stride), add(span, extra));
  const output = subtract(spread, add(before, after));
  if (isRational(output) && compare(output, ONE) < 0)
    throw new UndefinedError(
      `the padding of ${briefly(add(before, after))} takes all of the ${briefly(spread)} cells`,
    );
  return output;
}

/** How the cells of a window lie on an axis of n cells, undefined where there is no input. */
export function reachFormula(window: SymbolicWindow, n: Scalar | undefined): AxisReach {
  const span = spanFormula(window);
  const before = beforeFormula(window, span, n);
  return { span, step: window.stride, start: before && negate(before) };
}

/** The cells that an output cell of a transposed window gets something from: ⌈span / s⌉ at most. */
export function transposedReach(window: SymbolicWindow): AxisReach {
  const { stride, padding } = window;
  const span = spanFormula(window);
  const before = padding === 'same' ? undefined : sidesFormula(padding, span)[0];
  return {
    span: ceil(divide(span, stride)),
    step: divide(ONE, stride),
    start: before && ceil(divide(add(subtract(before, span), ONE), stride)),
  };
}

/** The cells of padding before the input; undefined where no formula says it. */
function beforeFormula(
  { padding, stride }: SymbolicWindow,
  span: Scalar,
  n: Scalar | undefined,
): Scalar | undefined {
  if (padding !== 'same') return sidesFormula(padding, span)[0];
  if (equal(stride, ONE)) return floor(divide(subtract(span, ONE), TWO));
  if (n === undefined) return undefined;
  const total = subtract(add(multiply(subtract(ceil(divide(n, stride)), ONE), stride), span), n);
  if (!isRational(total)) return undefined;
  return compare(total, ZERO) > 0 ? floor(divide(total, TWO)) : ZERO;
}

const TWO = integer(2);
