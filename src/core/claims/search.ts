import { MathError } from '../failure';
import { COSTS, requireOperations, spend } from '../limits';
import { Network } from '../networks/network';
import type { Layer } from '../layers';
import { equal, ZERO } from '../numbers/scalar';
import { Random } from '../random';
import { flatIndex, positionOf, sizeOf, stridesOf } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { exampleText, type Example } from './examples';
import type { Grid, Moves } from './grid';
import { isSymbolic, numbered } from './numbered';
import type { Motion, Question } from './question';

/** Inputs that are tried at most. */
const MAX_TRIES = 400;
/** Inputs that are tried at least, where one can be computed at all. */
const MIN_TRIES = 6;
/** Multiply-adds that all tries together take at most. */
const MAX_WORK = 200_000_000;
/** Random inputs of small whole numbers. */
const RANDOM_TRIES = 60;

/** What a search has found. */
export interface Search {
  /** A counterexample, as a sentence. */
  readonly refuted: string | undefined;
  /** How many inputs were tried. */
  readonly tried: number;
  /** Whether zeros and a single one at every place were among them, with the weights that the layer has. */
  readonly complete: boolean;
}

/**
 * Looks for an input that refutes a claim: single ones, pairs of neighbours, then small whole numbers of seeds 1, 2, …. What is
 * found is made smaller as long as it refutes. Finding nothing proves nothing.
 * @throws MathError where the layer can't be computed once.
 */
export function search(question: Question): Search {
  const symbolic = isSymbolic(question.layer);
  const layer = symbolic ? numbered(question.layer) : question.layer;
  const cost = costOf(layer);
  requireOperations(cost, 'Trying one input');
  const tries = Math.max(
    MIN_TRIES,
    Math.min(MAX_TRIES, Math.floor(MAX_WORK / cost / (1 + question.motions.length))),
  );
  const trial = new Trial({ ...question, layer }, cost);
  const complete = !symbolic && singlesTried(question.input, tries) >= sizeOf(question.input.shape);
  let tried = 0;
  for (const x of candidates(question.input, tries)) {
    tried++;
    const found = trial.refutedBy(x);
    if (!found) continue;
    const text = exampleText(smaller(found, trial));
    return { refuted: symbolic ? `For weights of 1, 2, 3, … in order: ${text}` : text, tried, complete };
  }
  return { refuted: undefined, tried, complete };
}

/** Multiplications of one run, with entries that are only read; those of fractions count for as many as they take longer. */
function costOf(layer: Layer): number {
  const layers = layer instanceof Network ? layer.nodes.map((node) => node.layer) : [layer];
  let weight = 1;
  let cost = 0;
  for (const one of layers) {
    if (FRACTIONS.has(one.type)) weight = SLOWER;
    const cells = one.sliding ? sizeOf(one.sliding.kernel) : 1;
    const own =
      one instanceof Network
        ? costOf(one)
        : Number(one.macs) + sizeOf(one.outputShape) * cells + sizeOf(one.inputShape ?? []);
    cost += weight * own;
  }
  return cost;
}

/** Types that make fractions of whole numbers. */
const FRACTIONS: ReadonlySet<string> = new Set([
  'avg-pool1d',
  'avg-pool2d',
  'avg-pool3d',
  'global-avg-pool',
  'leaky-relu',
  'sigmoid',
  'batch-norm',
  'layer-norm',
]);
/** By how much arithmetic of fractions takes longer. */
const SLOWER = 100;

/** One claim, tried on inputs. */
class Trial {
  private left = 2 * MAX_WORK;

  constructor(
    private readonly question: Question,
    private readonly cost: number,
  ) {}

  refutedBy(x: Tensor, motions: readonly Motion[] = this.question.motions): Example | undefined {
    const plain = this.run(x);
    for (const motion of motions) {
      const found = this.under(motion, x, plain);
      if (found) return found;
    }
    return undefined;
  }

  private under(motion: Motion, x: Tensor, plain: Tensor): Example | undefined {
    const { input, output, counts, lossless } = this.question;
    if (lossless && loses(input, x, motion.input)) return undefined;
    const moved = input.rearranged(x, motion.input, ZERO);
    const given = this.run(moved);
    const wanted = motion.output && output.rearranged(plain, motion.output, ZERO);
    const right = wanted ?? plain;
    for (let index = 0; index < given.size; index++)
      if (!equal(given.entry(index), right.entry(index)) && counts(index, motion.output))
        return { motion, x, moved, given, plain, wanted, wrong: index };
    return undefined;
  }

  /** Whether there is time for more. */
  get hasTime(): boolean {
    return this.left > 0;
  }

  private run(x: Tensor): Tensor {
    this.left -= this.cost;
    spend(this.cost * COSTS.operation);
    return this.question.layer.forward([x]);
  }
}

/** Whether a cell that is not 0 leaves the input. */
function loses(grid: Grid, x: Tensor, moves: Moves): boolean {
  return x.entries().some((entry, flat) => !equal(entry, ZERO) && grid.to(flat, moves) < 0);
}

/** As many entries as possible become 0 while the example still refutes: halves first, then smaller pieces, then each. */
function smaller(example: Example, trial: Trial): Example {
  // Below a single one there are only zeros, and they have had their turn.
  if (example.x.entries().filter((entry) => !equal(entry, ZERO)).length <= 1) return example;
  let best = example;
  for (let piece = Math.ceil(example.x.size / 2); ; piece = Math.ceil(piece / 2)) {
    for (let from = 0; from < example.x.size && trial.hasTime; from += piece) {
      if (
        best.x
          .entries()
          .slice(from, from + piece)
          .every((entry) => equal(entry, ZERO))
      )
        continue;
      const cleared = best.x.map((entry, flat) => (flat >= from && flat < from + piece ? ZERO : entry));
      best = trial.refutedBy(cleared, [best.motion]) ?? best;
    }
    if (piece <= 1 || !trial.hasTime) return best;
  }
}

/** How many places have their turn with a single one: no more than a third of all tries. */
function singlesTried({ shape }: Pick<Grid, 'shape'>, tries: number): number {
  return Math.min(sizeOf(shape), Math.max(1, Math.floor(tries / 3)));
}

/** Inputs from the simplest on; on large inputs not every place has its turn, but the corners and the centre have. */
function* candidates({ shape }: Grid, tries: number): Generator<Tensor> {
  const size = sizeOf(shape);
  const filled = (values: ReadonlyMap<number, number>): Tensor =>
    Tensor.integers(
      shape,
      Float64Array.from({ length: size }, (_, flat) => values.get(flat) ?? 0),
    );
  const few = singlesTried({ shape }, tries);
  const cells = size <= few ? Array.from({ length: size }, (_, flat) => flat) : spread(shape, few);
  let left = tries;
  const singles = [
    ...cells.map((flat) => new Map([[flat, 1]])),
    ...cells.map((flat) => new Map([[flat, -1]])),
  ];
  const pairs = cells.flatMap((flat) => [
    new Map([
      [flat, 1],
      [flat + 1, 1],
    ]),
    new Map([
      [flat, 1],
      [flat + 1, -1],
    ]),
  ]);
  const simple = [new Map<number, number>(), ...singles, ...pairs];
  for (const values of simple.slice(0, Math.max(Math.ceil(tries / 2), tries - RANDOM_TRIES / 2))) {
    if (left-- <= 0) return;
    yield filled(values);
  }
  for (let seed = 1; seed <= RANDOM_TRIES && left-- > 0; seed++) {
    const random = new Random(seed);
    yield Tensor.integers(
      shape,
      Float64Array.from({ length: size }, () => random.integer(-4, 4)),
    );
  }
}

/** Some cells of a large tensor: corners, the centre, and others drawn from a seed. */
function spread(shape: readonly number[], count: number): number[] {
  const strides = stridesOf(shape);
  const corner = (end: (extent: number) => number): number => flatIndex(shape.map(end), strides);
  const found = new Set([
    corner(() => 0),
    corner((extent) => extent - 1),
    corner((extent) => Math.floor(extent / 2)),
    ...shape.map((_, axis) => flatIndex(positionOf(0, shape).with(axis, (shape[axis] ?? 1) - 1), strides)),
  ]);
  const random = new Random(1);
  const size = sizeOf(shape);
  while (found.size < Math.min(count, size)) found.add(random.integer(0, size - 1));
  return [...found].slice(0, Math.max(count, 1));
}

/** Thrown where a claim is neither proved nor refuted. */
export class Undecided extends MathError {
  constructor(claim: string, because: string, { tried }: Search) {
    super(
      `Whether ${claim} could not be decided: ${because}, so there is no proof, and none of ${tried} inputs that were tried refutes it.`,
    );
  }
}

/** What a search costs at most, in multiply-adds of fractions. */
export function searchWork(layer: Layer): number {
  return (Math.min(MAX_WORK, MAX_TRIES * costOf(layer)) * COSTS.operation) / COSTS.slowOperation;
}
