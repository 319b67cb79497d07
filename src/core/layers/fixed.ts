import { MathError } from '../failure';
import { requireEntries } from '../limits';
import { countDistinct } from '../matrices/literal';
import type { Matrix, MatrixEntry } from '../matrices/matrix';
import { ONE, rationalText, type Rational } from '../numbers/rational';
import { ZERO, type Scalar } from '../numbers/scalar';
import {
  flatIndex,
  flattenedIndex,
  positionOf,
  sizeOf,
  storedIndex,
  stridesOf,
  type FlattenOrder,
  type Shape,
} from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { PlainLayer, requireShape, requireUpstream } from './layer';
import { inputSums, outputSums, type Products } from './products';

/** An entry of an input, and what it counts for in an output. */
export interface Source {
  /** Which input, from 0. */
  readonly input: number;
  /** Its flat index in row-major order. */
  readonly index: number;
  readonly factor: Rational;
}

/** A layer that puts entries elsewhere, or adds them up with fixed factors: it learns nothing and is linear. */
export abstract class FixedLayer extends PlainLayer {
  /** @param order in which its matrix takes tensors as vectors. */
  constructor(
    inputShapes: readonly Shape[] | undefined,
    protected readonly order: FlattenOrder,
  ) {
    super(inputShapes);
  }

  /** Where an output entry comes from, by its flat index in row-major order. */
  protected abstract sources(output: number): readonly Source[];

  forward(inputs: readonly Tensor[]): Tensor {
    const { shapes } = this;
    if (inputs.length !== shapes.length)
      throw new MathError(
        `This ${this.type} layer takes ${shapes.length} input${shapes.length === 1 ? '' : 's'}; here ${inputs.length === 1 ? 'is 1' : `are ${inputs.length}`}.`,
      );
    for (const [which, x] of inputs.entries()) requireShape(this.type, shapes[which], x);
    const { outputShape } = this;
    const [only] = inputs;
    const factors = this.factors();
    if (!factors && only && inputs.length === 1) return gathered(only, outputShape, this.places());
    if (!factors)
      return Tensor.generate(outputShape, (flat) => {
        const [source] = this.sources(flat);
        return inputs[source?.input ?? 0]?.entry(source?.index ?? 0) ?? 0;
      });
    const all = inputs.length === 1 && only ? only : stacked(inputs);
    return outputSums(this.products(factors), outputShape, factors.weights, all);
  }

  override gradInputs(upstream: Tensor): readonly Tensor[] {
    requireUpstream(this, upstream);
    const { shapes } = this;
    const factors = this.factors() ?? this.unit();
    const total = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
    const all = inputSums(this.products(factors), [total], factors.weights, upstream);
    let from = 0;
    return shapes.map((shape) => {
      const start = from;
      from += sizeOf(shape);
      return Tensor.generate(shape, (flat) => all.entry(start + flat));
    });
  }

  override get matrix(): Matrix {
    return new FixedMatrix(this.shapes, this.outputShape, this.order, (output) => this.sources(output));
  }

  protected get shapes(): readonly Shape[] {
    if (!this.inputShapes)
      throw new MathError(`This needs the layer’s input: give the ${this.type} an \`input\`.`, 'input');
    return this.inputShapes;
  }

  /** The flat index in the one input of each output. */
  private places(): Float64Array {
    const size = sizeOf(this.outputShape);
    requireEntries(size, 'What this layer gives');
    return Float64Array.from({ length: size }, (_, output) => this.sources(output)[0]?.index ?? 0);
  }

  /** The different factors, where outputs are more than entries put elsewhere. */
  private factors(): Factors | undefined {
    const size = sizeOf(this.outputShape);
    requireEntries(size, 'What this layer gives');
    const different = new Map<string, number>();
    const weights: Rational[] = [];
    let simple = true;
    let count = 0;
    for (let output = 0; output < size; output++) {
      const sources = this.sources(output);
      count += sources.length;
      if (sources.length !== 1 || sources[0]?.factor !== ONE) simple = false;
      for (const { factor } of sources) {
        const key = rationalText(factor);
        if (different.has(key)) continue;
        different.set(key, different.size);
        weights.push(factor);
      }
    }
    if (simple) return undefined;
    return { weights: Tensor.of([different.size], weights), different, count };
  }

  private unit(): Factors {
    return {
      weights: Tensor.of([1], [ONE]),
      different: new Map([[rationalText(ONE), 0]]),
      count: sizeOf(this.outputShape),
    };
  }

  private products({ different, count }: Factors): Products {
    const starts: number[] = [];
    let from = 0;
    for (const shape of this.shapes) {
      starts.push(from);
      from += sizeOf(shape);
    }
    const size = sizeOf(this.outputShape);
    return {
      count,
      each: (visit) => {
        for (let output = 0; output < size; output++)
          for (const { input, index, factor } of this.sources(output))
            visit(output, different.get(rationalText(factor)) ?? 0, (starts[input] ?? 0) + index);
      },
    };
  }
}

interface Factors {
  readonly weights: Tensor;
  /** The place of each among the weights, by its text. */
  readonly different: ReadonlyMap<string, number>;
  readonly count: number;
}

function gathered(x: Tensor, shape: Shape, places: Float64Array): Tensor {
  const { integers, reals } = x;
  if (integers)
    return Tensor.integers(
      shape,
      places.map((place) => integers[place] ?? 0),
    );
  if (reals)
    return Tensor.reals(
      shape,
      places.map((place) => reals[place] ?? 0),
    );
  return Tensor.generate(shape, (flat) => x.entry(places[flat] ?? 0));
}

function stacked(inputs: readonly Tensor[]): Tensor {
  const entries = inputs.flatMap((x) => x.entries());
  return Tensor.of([entries.length], entries);
}

/** The matrix of a fixed layer; several inputs stand one behind the other. */
class FixedMatrix implements Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly shared = true;
  private readonly starts: readonly number[];
  private readonly stored: (row: number) => number;
  private readonly flattened: readonly ((stored: number) => number)[];
  private columns: readonly MatrixEntry[][] | undefined;

  constructor(
    inputs: readonly Shape[],
    private readonly output: Shape,
    private readonly order: FlattenOrder,
    private readonly sources: (output: number) => readonly Source[],
  ) {
    this.stored = storedIndex(output, order);
    this.flattened = inputs.map((shape) => flattenedIndex(shape, order));
    this.rows = sizeOf(output);
    const sizes = inputs.map(sizeOf);
    this.starts = sizes.map((_, which) => sizes.slice(0, which).reduce((a, b) => a + b, 0));
    this.cols = sizes.reduce((a, b) => a + b, 0);
    const [only] = inputs;
    if (inputs.length === 1 && only)
      this.inputPosition = (index): readonly number[] => positionOf(index, only, order);
  }

  readonly inputPosition?: (index: number) => readonly number[];
  readonly outputPosition = (index: number): readonly number[] => positionOf(index, this.output, this.order);
  readonly provenance: Matrix['provenance'] = () => undefined;

  cell(row: number, col: number): Scalar {
    return this.row(row).find(({ index }) => index === col)?.value ?? ZERO;
  }

  row(row: number): readonly MatrixEntry[] {
    return this.sources(this.stored(row))
      .map(({ input, index, factor }) => ({
        index: (this.starts[input] ?? 0) + (this.flattened[input]?.(index) ?? index),
        value: factor,
      }))
      .sort((a, b) => a.index - b.index);
  }

  col(col: number): readonly MatrixEntry[] {
    this.columns ??= this.invert();
    return this.columns[col] ?? [];
  }

  get nnz(): bigint {
    requireEntries(this.rows, 'This matrix');
    let count = 0n;
    for (let row = 0; row < this.rows; row++) count += BigInt(this.sources(row).length);
    return count;
  }

  get distinct(): bigint {
    requireEntries(this.rows, 'This matrix');
    const values = new Set<Scalar>();
    for (let row = 0; row < this.rows; row++) for (const { factor } of this.sources(row)) values.add(factor);
    return countDistinct(values);
  }

  private invert(): MatrixEntry[][] {
    requireEntries(this.rows + this.cols, 'The columns of this matrix');
    const columns = Array.from({ length: this.cols }, (): MatrixEntry[] => []);
    for (let row = 0; row < this.rows; row++)
      for (const { index, value } of this.row(row)) columns[index]?.push({ index: row, value });
    return columns;
  }
}

/** The flat index of a position that each output position is sent to. */
export function relocated(
  output: Shape,
  input: Shape,
  move: (position: readonly number[]) => readonly number[],
): (flat: number) => number {
  const strides = stridesOf(input);
  return (flat) => flatIndex(move(positionOf(flat, output)), strides);
}
