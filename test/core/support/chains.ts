/**
 * Chains of layers over one axis by their definitions, with plain loops: what they compute, which outputs see the border,
 * and how they are written in the language. Shares no code with what it is held against.
 */
import fc from 'fast-check';

/** One value, and whether the border had a say in it. */
interface Cell {
  readonly value: number;
  readonly touched: boolean;
}

export interface Link {
  readonly text: string;
  /** Input cells for one output cell. */
  readonly stride: readonly [numerator: number, denominator: number];
  /** Cells of padding, and whether they are those of the other end. */
  readonly padding: number;
  readonly circular: boolean;
  /** Undefined where it has no output. */
  readonly run: (x: readonly Cell[]) => Cell[] | undefined;
}

const OUTSIDE: Cell = { value: 0, touched: true };

function windows(
  x: readonly Cell[],
  {
    size,
    stride,
    padding,
    circular = false,
  }: { size: number; stride: number; padding: number; circular?: boolean },
  reduce: (cells: readonly Cell[]) => number,
): Cell[] | undefined {
  if (circular && padding > x.length) return undefined;
  const found: Cell[] = [];
  for (let first = -padding; first + size <= x.length + padding; first += stride) {
    const cells = Array.from({ length: size }, (_, tap) => {
      const at = first + tap;
      if (at >= 0 && at < x.length) return x[at] ?? OUTSIDE;
      const around = x[(at + x.length) % x.length] ?? OUTSIDE;
      return circular ? { value: around.value, touched: true } : OUTSIDE;
    });
    found.push({ value: reduce(cells), touched: cells.some(({ touched }) => touched) });
  }
  return found.length > 0 ? found : undefined;
}

export function conv(
  kernel: readonly number[],
  stride: number,
  padding: number,
  circular: boolean,
  bias: number,
): Link {
  const mode = circular ? ', paddingMode=circular' : '';
  return {
    text: `conv1d(kernel=[${kernel.join(', ')}], stride=${stride}, padding=${padding}${mode}, bias=[${bias}])`,
    stride: [stride, 1],
    padding,
    circular,
    run: (x) =>
      windows(x, { size: kernel.length, stride, padding, circular }, (cells) =>
        cells.reduce((sum, { value }, tap) => sum + value * (kernel[tap] ?? 0), bias),
      ),
  };
}

function pool(kind: 'max' | 'avg', size: number, stride: number): Link {
  return {
    text: `${kind}Pool1d(kernel=${size}, stride=${stride})`,
    stride: [stride, 1],
    padding: 0,
    circular: false,
    run: (x) =>
      windows(x, { size, stride, padding: 0 }, (cells) => {
        const values = cells.map(({ value }) => value);
        return kind === 'max' ? Math.max(...values) : values.reduce((a, b) => a + b, 0) / size;
      }),
  };
}

function pointwise(text: string, change: (value: number) => number): Link {
  return {
    text,
    stride: [1, 1],
    padding: 0,
    circular: false,
    run: (x) => x.map(({ value, touched }) => ({ value: change(value), touched })),
  };
}

function upsample(scale: number): Link {
  return {
    text: `upsample(scale=${scale})`,
    stride: [1, scale],
    padding: 0,
    circular: false,
    run: (x) => x.flatMap((cell) => new Array<Cell>(scale).fill(cell)),
  };
}

/** Each input cell spreads the kernel; cells that inputs beyond the border would reach, too, are touched. */
function transposed(kernel: readonly number[], stride: number): Link {
  return {
    text: `transposedConv1d(kernel=[${kernel.join(', ')}], stride=${stride})`,
    stride: [1, stride],
    padding: 0,
    circular: false,
    run(x) {
      const size = (x.length - 1) * stride + kernel.length;
      const values = new Array<number>(size).fill(0);
      const touched = new Array<boolean>(size).fill(false);
      for (let from = -size; from < x.length + size; from++)
        for (const [tap, weight] of kernel.entries()) {
          const to = from * stride + tap;
          if (to < 0 || to >= size) continue;
          const cell = x[from] ?? OUTSIDE;
          values[to] = (values[to] ?? 0) + weight * cell.value;
          touched[to] = touched[to] === true || cell.touched;
        }
      return values.map((value, at) => ({ value, touched: touched[at] === true }));
    },
  };
}

/** The centre, with the odd cell left out at the end. */
function crop(size: number): Link {
  return {
    text: `crop(size=[${size}])`,
    stride: [1, 1],
    padding: 0,
    circular: false,
    run(x) {
      if (size > x.length) return undefined;
      const from = Math.floor((x.length - size) / 2);
      return x.slice(from, from + size);
    },
  };
}

/** Sizes whose averages are exact in doubles. */
const POOL_SIZES = [1, 2, 4];

export function links(weight: fc.Arbitrary<number> = fc.integer({ min: -2, max: 3 })): fc.Arbitrary<Link> {
  const kernels = fc.array(weight, { minLength: 1, maxLength: 3 });
  const stride = fc.integer({ min: 1, max: 3 });
  return fc.oneof(
    {
      arbitrary: fc
        .tuple(kernels, stride, fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.constantFrom(0, 0, 0, 2))
        .map(([kernel, step, padding, circular, bias]) => conv(kernel, step, padding, circular, bias)),
      weight: 4,
    },
    // The padding that goes round and keeps the size.
    fc.tuple(weight, weight, weight).map((kernel) => conv(kernel, 1, 1, true, 0)),
    fc.tuple(fc.constantFrom(1, 2, 3), stride).map(([size, step]) => pool('max', size, step)),
    fc.tuple(fc.constantFrom(...POOL_SIZES), stride).map(([size, step]) => pool('avg', size, step)),
    fc.constant(pointwise('relu()', (value) => Math.max(0, value))),
    fc.constant(pointwise('step()', (value) => (value > 0 ? 1 : 0))),
    fc.constantFrom(1, 2, 3).map(upsample),
    fc.constantFrom(2, 4, 6).map(crop),
    fc.tuple(kernels, fc.integer({ min: 1, max: 2 })).map(([kernel, step]) => transposed(kernel, step)),
  );
}

export interface Outcome {
  readonly values: readonly number[];
  readonly touched: readonly boolean[];
}

/** What a chain gives, or undefined where a window doesn't fit. */
export function run(chain: readonly Link[], x: readonly number[]): Outcome | undefined {
  let cells: readonly Cell[] | undefined = x.map((value) => ({ value, touched: false }));
  for (const link of chain) cells = cells && link.run(cells);
  return cells && { values: cells.map(({ value }) => value), touched: cells.map(({ touched }) => touched) };
}

/** The network as the language writes it. */
export function networkText(chain: readonly Link[], extent: number, ...more: readonly string[]): string {
  return `network(input(shape=[${extent}]), layers=[${[...chain.map(({ text }) => text), ...more].join(', ')}])`;
}

/** By how much the output moves with a shift of the input; a fraction where it can't. */
export function movedBy(chain: readonly Link[], by: number): number {
  const product = (side: 0 | 1): number => chain.reduce((all, { stride }) => all * stride[side], 1);
  return (by * product(1)) / product(0);
}

/** Whether a shift wraps: some padding goes round, and none is of zeros. */
export function goesRound(chain: readonly Link[]): boolean {
  const padded = chain.filter(({ padding }) => padding > 0);
  return padded.length > 0 && padded.every(({ circular }) => circular);
}

export function shifted(x: readonly number[], by: number, wraps: boolean): number[] {
  return x.map((_, at) => {
    const source = at - by;
    if (wraps) return x[((source % x.length) + x.length) % x.length] ?? NaN;
    return x[source] ?? 0;
  });
}
