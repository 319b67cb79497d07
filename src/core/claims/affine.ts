import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import {
  BatchNorm,
  Dense,
  Dropout,
  GlobalAveragePool,
  Pool,
  SlidingLayer,
  Subsample,
  TransposedLayer,
  type Layer,
} from '../layers';
import { FixedLayer } from '../layers/fixed';
import type { Matrix } from '../matrices/matrix';
import { add, equal, ONE, ZERO, type Scalar } from '../numbers/scalar';
import { flatIndex, sizeOf, stridesOf } from '../tensors/shape';
import { exampleText } from './examples';
import type { Motion, Question } from './question';

/** Whether f(x) = Wx + b, so that zeros and single ones decide what holds for every input. */
export function isAffine(layer: Layer): boolean {
  return (
    layer instanceof SlidingLayer ||
    layer instanceof TransposedLayer ||
    layer instanceof Dense ||
    layer instanceof Dropout ||
    layer instanceof BatchNorm ||
    layer instanceof GlobalAveragePool ||
    layer instanceof Subsample ||
    layer instanceof FixedLayer ||
    (layer instanceof Pool && !layer.isMax)
  );
}

/** What it costs to look at every input and all that it reaches, under a shift either way along each axis. */
export function workOf({ matrix, outputShape }: Layer): number {
  return (Number(matrix.nnz) + matrix.rows + matrix.cols) * 2 * Math.max(1, outputShape.length);
}

/** Refuses what would take too long. */
export function requireCheck(work: number): void {
  requireOperations(work, 'Checking every shift', MAX_SLOW_OPERATIONS);
}

/**
 * A counterexample for an affine layer, or undefined where there is none: zeros and a single one at each place are tried,
 * and f is affine.
 */
export function affineCounterexample(question: Question): string | undefined {
  const { layer, input: grid, motions, lossless } = question;
  requireCheck(workOf(layer));
  const responses = new Responses(layer);
  for (const motion of motions)
    for (let input = -1; input < layer.matrix.cols; input++) {
      const target = input < 0 ? -1 : grid.to(input, motion.input);
      if (lossless && input >= 0 && target < 0) continue;
      const wrong = difference(responses, question, motion, input, target);
      if (wrong !== undefined) return refutation(responses, question, motion, input, target, wrong);
    }
  return undefined;
}

/** The output for a single one at an input, or for zeros where `input` is below 0. Columns are made once. */
class Responses {
  private readonly columns = new Map<number, ReadonlyMap<number, Scalar>>();
  private readonly matrix: Matrix;

  constructor(private readonly layer: Layer) {
    this.matrix = layer.matrix;
  }

  at(input: number, output: number): Scalar {
    return add(this.column(input).get(output) ?? ZERO, this.layer.biasOf(output));
  }

  /** The outputs that an input reaches. */
  reached(input: number): readonly number[] {
    return [...this.column(input).keys()];
  }

  private column(input: number): ReadonlyMap<number, Scalar> {
    const known = this.columns.get(input);
    if (known) return known;
    const column = new Map(input < 0 ? [] : this.matrix.col(input).map(({ index, value }) => [index, value]));
    this.columns.set(input, column);
    return column;
  }
}

/**
 * The first output that counts where f(Tx) and T f(x) differ. For a single one only the outputs that it reaches are
 * looked at: at all others stands what stands there for zeros.
 */
function difference(
  responses: Responses,
  { output: grid, counts }: Question,
  { output: moved }: Motion,
  input: number,
  target: number,
): number | undefined {
  const to = (output: number): number => (moved ? grid.to(output, moved) : output);
  const from = (output: number): number => (moved ? grid.from(output, moved) : output);
  const outputs =
    input < 0
      ? Array.from({ length: sizeOf(grid.shape) }, (_, index) => index)
      : [...responses.reached(target), ...responses.reached(input).map(to)];
  for (const output of outputs.sort((a, b) => a - b)) {
    if (output < 0 || !counts(output, moved)) continue;
    const source = from(output);
    if (!equal(responses.at(target, output), source < 0 ? ZERO : responses.at(input, source))) return output;
  }
  return undefined;
}

function refutation(
  responses: Responses,
  { input: inputs, output: outputs }: Question,
  motion: Motion,
  input: number,
  target: number,
  wrong: number,
): string {
  const { output: back } = motion;
  return exampleText({
    motion,
    x: inputs.tensor((index) => (index === input ? ONE : ZERO)),
    moved: inputs.tensor((index) => (index === target ? ONE : ZERO)),
    given: outputs.tensor((index) => responses.at(target, index)),
    plain: outputs.tensor((index) => responses.at(input, index)),
    wanted:
      back &&
      outputs.tensor((index) => {
        const source = outputs.from(index, back);
        return source < 0 ? ZERO : responses.at(input, source);
      }),
    wrong: flatIndex(outputs.position(wrong), stridesOf(outputs.shape)),
  });
}
