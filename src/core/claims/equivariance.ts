import { MathError, orUndefined } from '../failure';
import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { DenseEquivalent, linearPart, SlidingLayer, spanOf, type Layer } from '../layers';
import type { Matrix } from '../matrices/matrix';
import { add, equal, ONE, ZERO, type Scalar } from '../numbers/scalar';
import { flatIndex, positionOf, sizeOf, stridesOf, type FlattenOrder, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { entryLabel, locationText, tensorText } from '../values/text';
import type { BooleanValue } from '../values/value';

/**
 * Which outputs count: not those that see the border, all of them, or those at least so many cells from it. Where some
 * don't, neither do those that come from there with the shift; so shifts by one cell still generate all others.
 */
export type Border = 'ignore' | 'exact' | number;

/**
 * Whether shifting the input shifts the output as far: f(Tx) = T f(x) for every x. What a shift brings in is 0. With a
 * stride s, a shift by s cells moves the output by one.
 *
 * Without an input the layer is judged on an endless line (`ignore`), or on inputs from the smallest on (`exact`).
 * Shifts by one cell along each axis generate all others, and single ones all inputs, so the check is complete.
 * @param by cells along each axis; undefined for every shift.
 * @throws MathError for layers to which a shift means nothing.
 */
export function equivariantUnderShift(
  layer: Layer,
  by: readonly number[] | undefined,
  border: Border | undefined,
): BooleanValue {
  const plain = linearPart(layer);
  if (plain instanceof DenseEquivalent && plain.inputShape)
    return equivariantUnderShift(plain.of, by, border);
  if (layer.inputShape) return judge(layer, by, border ?? 'exact') ?? holds(layer, border ?? 'exact');
  if (!(plain instanceof SlidingLayer) || plain.sharing !== 'shared')
    throw new MathError(
      `Whether a ${layer.type} layer is equivariant depends on its input: give it an \`input\`.`,
      'input',
    );
  return border === undefined || border === 'ignore'
    ? onEndlessLine(plain, by)
    : onSmallestInput(plain, by, border);
}

function onEndlessLine(layer: SlidingLayer, by: readonly number[] | undefined): BooleanValue {
  const { stride } = layer.sliding;
  const axis = stride.findIndex((step, position) => (by ? (by[position] ?? 0) : 1) % step !== 0);
  if (axis >= 0) {
    const step = stride[axis] ?? 1;
    return {
      kind: 'boolean',
      value: false,
      counterexample: `With stride ${step} the output moves by one cell when the input moves by ${step}; a shift by ${by?.[axis] ?? 1} would have to move it by ${by?.[axis] ?? 1}/${step} of a cell.`,
    };
  }
  return {
    kind: 'boolean',
    value: true,
    proof:
      'y[o] = Σ k[t] · x[o·s + t·d − p] names input cells only by their distance from the output cell, and the same k stands at every o: x moved by s cells gives y moved by one, on a line without ends.',
  };
}

/** What it costs to find that a window doesn't fit into an input. */
const UNPLACED = 100;

/** Inputs of growing extent until every border case has occurred: windows over either end, and whole ones between. */
function onSmallestInput(
  layer: SlidingLayer,
  by: readonly number[] | undefined,
  border: 'exact' | number,
): BooleanValue {
  const { kernel, dilation } = layer.sliding;
  const span = Math.max(
    ...kernel.map((size, axis) => spanOf({ kernel: size, stride: 1, dilation: dilation[axis] ?? 1 })),
  );
  const furthest = Math.max(1, ...(by ?? []).map(Math.abs));
  let largest: SlidingLayer | undefined;
  let work = 0;
  for (let extent = 1; extent <= 2 * span + furthest + (border === 'exact' ? 0 : 2 * border); extent++) {
    const spatial = new Array<number>(layer.spatialRank).fill(extent);
    const placed = layer.withInput(layer.inputShapeOf(spatial));
    if (!orUndefined(() => placed.axes)) {
      work += UNPLACED;
      requireOperations(work, 'Checking every shift', MAX_SLOW_OPERATIONS);
      continue;
    }
    largest = placed;
    work += workOf(placed);
    requireOperations(work, 'Checking every shift', MAX_SLOW_OPERATIONS);
    const refuted = judge(placed, by, border);
    if (refuted) return refuted;
  }
  if (!largest)
    throw new MathError('No small input gives this layer an output, so its borders can’t be judged.');
  return holds(largest, border);
}

function holds(layer: Layer, border: Border): BooleanValue {
  const where =
    border === 'ignore'
      ? ' where no window sees the border'
      : border === 'exact'
        ? ''
        : ` at least ${border} cells from the border`;
  return {
    kind: 'boolean',
    value: true,
    proof: `Checked for a single one at each of the ${layer.matrix.cols} input cells and shifts by one cell along each axis, which generate all inputs and shifts: f(Tx) = T f(x)${where}.`,
  };
}

/** A counterexample on the layer's own input, or undefined where there is none. */
function judge(layer: Layer, by: readonly number[] | undefined, border: Border): BooleanValue | undefined {
  const grid = gridsOf(layer);
  const { matrix } = layer;
  requireOperations(workOf(layer), 'Checking every shift', MAX_SLOW_OPERATIONS);
  const responses = new Responses(layer);
  for (const shift of by ? [by] : unitShifts(grid.stride.length)) {
    const moved = shift.map((cells, axis) => cells / (grid.stride[axis] ?? 1));
    if (!moved.every(Number.isInteger))
      return {
        kind: 'boolean',
        value: false,
        counterexample: `A shift by ${locationText(shift)} would have to move the output by ${shift.map((cells, axis) => `${cells}/${grid.stride[axis] ?? 1}`).join(', ')} of a cell.`,
      };
    const counts = countedOutputs(layer, grid, moved, border);
    for (let input = -1; input < matrix.cols; input++) {
      const target = input < 0 ? -1 : grid.input.move(input, shift);
      const wrong = difference(responses, grid, input, target, moved, counts);
      if (wrong === undefined) continue;
      return refutation(responses, grid, input, target, shift, moved, wrong);
    }
  }
  return undefined;
}

/** What it costs to look at every input and all that it reaches, under a shift either way along each axis. */
function workOf({ matrix, outputShape }: Layer): number {
  return (Number(matrix.nnz) + matrix.rows + matrix.cols) * 2 * outputShape.length;
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
  grid: Grids,
  input: number,
  target: number,
  moved: readonly number[],
  counts: (output: number) => boolean,
): number | undefined {
  const back = moved.map((cells) => -cells);
  const outputs =
    input < 0
      ? Array.from({ length: sizeOf(grid.output.shape) }, (_, index) => index)
      : [
          ...responses.reached(target),
          ...responses.reached(input).map((output) => grid.output.move(output, moved)),
        ];
  for (const output of outputs.sort((a, b) => a - b)) {
    if (output < 0 || !counts(output)) continue;
    const source = grid.output.move(output, back);
    if (!equal(responses.at(target, output), source < 0 ? ZERO : responses.at(input, source))) return output;
  }
  return undefined;
}

function refutation(
  responses: Responses,
  grid: Grids,
  input: number,
  target: number,
  shift: readonly number[],
  moved: readonly number[],
  wrong: number,
): BooleanValue {
  const [rows, cols] = [sizeOf(grid.output.shape), sizeOf(grid.input.shape)];
  const one = (at: number): Tensor => grid.input.tensor((index) => (index === at ? ONE : ZERO));
  const plain = (index: number): Scalar => responses.at(input, index);
  const given = (index: number): Scalar => responses.at(target, index);
  const shifted = (index: number): Scalar => {
    const source = grid.output.move(
      index,
      moved.map((cells) => -cells),
    );
    return source < 0 ? ZERO : plain(source);
  };
  const small = rows <= 16 && cols <= 16;
  const text = small
    ? `x = ${tensorText(one(input), entryLabel)} shifted by ${locationText(shift)} is ${tensorText(one(target), entryLabel)}; f gives ${tensorText(grid.output.tensor(given), entryLabel)}, but f(x) = ${tensorText(grid.output.tensor(plain), entryLabel)} shifted is ${tensorText(grid.output.tensor(shifted), entryLabel)}.`
    : `${input < 0 ? 'With zeros everywhere' : `With a single one at ${locationText(grid.input.position(input))}`}, shifted by ${locationText(shift)}, the output at ${locationText(grid.output.position(wrong))} is ${entryLabel(given(wrong))}, but the shifted output has ${entryLabel(shifted(wrong))} there.`;
  return { kind: 'boolean', value: false, counterexample: text };
}

/** How cells of a flattened tensor move with a shift along its spatial axes; −1 for a cell that leaves it. */
class Grid {
  private readonly strides: readonly number[];

  /** @param channelAxis an axis that doesn't move. */
  constructor(
    readonly shape: Shape,
    private readonly channelAxis: number | undefined,
    private readonly order: FlattenOrder,
  ) {
    this.strides = stridesOf(shape, order);
  }

  /** The position of a cell, channels included. */
  position(index: number): number[] {
    return positionOf(index, this.shape, this.order);
  }

  /** A tensor from the entries at the cells. */
  tensor(entry: (index: number) => Scalar): Tensor {
    return Tensor.generate(this.shape, (flat) =>
      entry(flatIndex(positionOf(flat, this.shape), this.strides)),
    );
  }

  move(index: number, by: readonly number[]): number {
    const position = this.position(index);
    let axis = 0;
    for (const [own, extent] of this.shape.entries()) {
      if (own === this.channelAxis) continue;
      const coordinate = (position[own] ?? 0) + (by[axis++] ?? 0);
      if (coordinate < 0 || coordinate >= extent) return -1;
      position[own] = coordinate;
    }
    return flatIndex(position, this.strides);
  }

  /** The place of a cell along the axes that move. */
  place(index: number): number[] {
    return this.position(index).filter((_, axis) => axis !== this.channelAxis);
  }
}

interface Grids {
  readonly input: Grid;
  readonly output: Grid;
  readonly stride: readonly number[];
}

function gridsOf(layer: Layer): Grids {
  if (layer instanceof SlidingLayer) {
    const { input, output } = layer.layouts;
    return {
      input: new Grid(input.shape, input.channelAxis, input.order),
      output: new Grid(output.shape, output.channelAxis, output.order),
      stride: layer.sliding.stride,
    };
  }
  const input = layer.inputShape ?? [];
  if (input.length !== layer.outputShape.length)
    throw new MathError(
      `A shift of the input means nothing for the output of this ${layer.type} layer: the input has ${input.length} axes, the output ${layer.outputShape.length}.`,
    );
  return {
    input: new Grid(input, undefined, 'row-major'),
    output: new Grid(layer.outputShape, undefined, 'row-major'),
    stride: input.map(() => 1),
  };
}

function countedOutputs(
  layer: Layer,
  grid: Grids,
  moved: readonly number[],
  border: Border,
): (output: number) => boolean {
  if (border === 'exact') return () => true;
  const axes = layer instanceof SlidingLayer ? layer.axes : undefined;
  const extents = grid.output.shape.filter(
    (_, axis) => axis !== (layer instanceof SlidingLayer ? layer.layouts.output.channelAxis : undefined),
  );
  return (output) =>
    grid.output.place(output).every((coordinate, axis) => {
      const extent = extents[axis] ?? 1;
      const window = axes?.[axis];
      const width = border === 'ignore' ? 0 : border;
      return [coordinate, coordinate - (moved[axis] ?? 0)].every(
        (place) =>
          place >= width &&
          place < extent - width &&
          (border !== 'ignore' ||
            !window ||
            (place * window.stride >= window.before &&
              place * window.stride - window.before + spanOf(window) <= window.input)),
      );
    });
}

function unitShifts(axes: number): number[][] {
  return Array.from({ length: axes }, (_, axis) =>
    [1, -1].map((step) => Array.from({ length: axes }, (__, other) => (other === axis ? step : 0))),
  ).flat();
}
