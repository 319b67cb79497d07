/**
 * Convolutions worked out cell by cell, with loops and nothing of the code under test: what is right, and what wrong ideas
 * give. Cells are texts, as they would be written in an answer.
 */
export interface Spec {
  readonly extents: readonly number[];
  readonly kernel: readonly number[];
  readonly channels?: number;
  readonly filters?: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly padding?: 'same' | 'valid' | number;
  /** Weights as numbers, in the order of the kernel tensor; symbols unless given. */
  readonly weights?: readonly number[];
  /** The input as numbers, in reading order; symbols unless given. */
  readonly input?: readonly number[];
  readonly bias?: readonly number[];
}

export type Axis = number | 'c';
type Sides = readonly (readonly [number, number])[];

export interface Otherwise {
  readonly sides?: Sides;
  readonly stride?: number;
  readonly dilation?: number;
  readonly border?: 'zeros' | 'circular' | 'replicate' | 'reflect';
  readonly tap?: (tap: readonly number[]) => readonly number[];
  readonly inputOrder?: readonly Axis[];
  readonly outputOrder?: readonly Axis[];
}

/** One product: which cell of the input, in which channel, by which weight. */
export interface Product {
  readonly at: readonly number[];
  readonly channel: number;
  readonly weight: string;
}

export function sidesOf(spec: Spec, stride = spec.stride ?? 1, dilation = spec.dilation ?? 1): Sides {
  const { padding = 'valid' } = spec;
  return spec.extents.map((n, axis) => {
    if (padding === 'valid') return [0, 0];
    if (padding !== 'same') return [padding, padding];
    const span = dilation * ((spec.kernel[axis] ?? 1) - 1) + 1;
    const total = Math.max(0, (Math.ceil(n / stride) - 1) * stride + span - n);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

export function outputOf(spec: Spec, how: Otherwise = {}): number[] {
  const { stride = spec.stride ?? 1, dilation = spec.dilation ?? 1, sides = sidesOf(spec) } = how;
  return spec.extents.map((n, axis) => {
    const [before, after] = sides[axis] ?? [0, 0];
    return Math.floor((n + before + after - dilation * ((spec.kernel[axis] ?? 1) - 1) - 1) / stride) + 1;
  });
}

/** All places of a box, the last axis first. */
export function places(extents: readonly number[]): number[][] {
  return extents.reduce<number[][]>(
    (all, extent) => all.flatMap((place) => Array.from({ length: extent }, (_, at) => [...place, at])),
    [[]],
  );
}

export function weightText(spec: Spec, tap: readonly number[], channel: number, filter: number): string {
  const index =
    spec.filters !== undefined
      ? [...tap, channel, filter]
      : spec.channels !== undefined
        ? [...tap, channel]
        : [...tap];
  if (!spec.weights) return `k${index.map((at) => at + 1).join('_')}`;
  const shape = kernelShape(spec);
  return String(spec.weights[index.reduce((flat, at, axis) => flat * (shape[axis] ?? 1) + at, 0)] ?? 0);
}

export function kernelShape({ kernel, channels, filters }: Spec): number[] {
  if (filters !== undefined) return [...kernel, channels ?? 1, filters];
  return channels === undefined ? [...kernel] : [...kernel, channels];
}

/** What is added up at a place of the output. */
export function productsAt(
  spec: Spec,
  place: readonly number[],
  filter: number,
  how: Otherwise = {},
): Product[] {
  const { stride = spec.stride ?? 1, dilation = spec.dilation ?? 1, sides = sidesOf(spec) } = how;
  const products: Product[] = [];
  for (const tap of places(spec.kernel)) {
    const at = tap.map((on, axis) =>
      inside(
        (place[axis] ?? 0) * stride + on * dilation - (sides[axis]?.[0] ?? 0),
        spec.extents[axis] ?? 1,
        how.border ?? 'zeros',
      ),
    );
    if (at.some((index) => index === undefined)) continue;
    for (let channel = 0; channel < (spec.channels ?? 1); channel++)
      products.push({
        at: at.map((index) => index ?? 0),
        channel,
        weight: weightText(spec, how.tap?.(tap) ?? tap, channel, filter),
      });
  }
  return products;
}

function inside(index: number, extent: number, border: Otherwise['border']): number | undefined {
  if (index >= 0 && index < extent) return index;
  switch (border) {
    case 'circular':
      return (index + extent) % extent;
    case 'replicate':
      return index < 0 ? 0 : extent - 1;
    case 'reflect':
      return index < 0 ? -index : 2 * (extent - 1) - index;
    default:
      return undefined;
  }
}

export function flat(
  order: readonly Axis[],
  extents: readonly number[],
  channels: number,
  place: readonly number[],
  channel: number,
): number {
  let index = 0;
  for (const axis of order)
    index = axis === 'c' ? index * channels + channel : index * (extents[axis] ?? 1) + (place[axis] ?? 0);
  return index;
}

export function usualOrder(extents: readonly number[]): Axis[] {
  return [...extents.keys(), 'c'];
}

/** The matrix of a layer, or of what somebody takes for it. */
export function matrixByHand(spec: Spec, how: Otherwise = {}): string[][] {
  const output = outputOf(spec, how);
  const { channels = 1, filters = 1 } = spec;
  const rows = grid(product(output) * filters, product(spec.extents) * channels);
  for (const place of places(output))
    for (let filter = 0; filter < filters; filter++) {
      const row = rows[flat(how.outputOrder ?? usualOrder(output), output, filters, place, filter)];
      for (const { at, channel, weight } of productsAt(spec, place, filter, how))
        put(row, flat(how.inputOrder ?? usualOrder(output), spec.extents, channels, at, channel), weight);
    }
  return rows;
}

export function grid(rows: number, cols: number): string[][] {
  return Array.from({ length: rows }, () => new Array<string>(cols).fill('0'));
}

/** Adds to a cell; numbers are added up at once. */
export function put(row: string[] | undefined, col: number, text: string): void {
  const held = row?.[col];
  if (!row || held === undefined) return;
  if (held === '0') row[col] = text;
  else row[col] = Number.isNaN(Number(held)) ? `${held} + ${text}` : String(Number(held) + Number(text));
}

export function product(values: readonly number[]): number {
  return values.reduce((all, value) => all * value, 1);
}

export function transposed(rows: readonly (readonly string[])[]): string[][] {
  return (rows[0] ?? []).map((_, col) => rows.map((row) => row[col] ?? '0'));
}

/** A feature map by its shape and its cells in reading order. */
export interface ByHand {
  readonly shape: readonly number[];
  readonly cells: readonly string[];
}

/** What a layer gives; each cell made from the products that belong to it. */
export function mapByHand(
  spec: Spec,
  how: Otherwise = {},
  sum: (products: readonly Product[], filter: number) => string = (products, filter) =>
    sumText(spec, products, filter),
): ByHand {
  const output = outputOf(spec, how);
  const { filters = 1 } = spec;
  const cells = places(output).flatMap((place) =>
    Array.from({ length: filters }, (_, filter) => sum(productsAt(spec, place, filter, how), filter)),
  );
  return { shape: spec.filters === undefined ? output : [...output, filters], cells };
}

export function inputText(
  { input, extents, channels }: Spec,
  at: readonly number[],
  channel: number,
): string {
  const index = channels === undefined ? [...at] : [...at, channel];
  const shape = channels === undefined ? extents : [...extents, channels];
  if (!input) return `x${index.map((one) => one + 1).join('_')}`;
  return String(input[index.reduce((flatIndex, one, axis) => flatIndex * (shape[axis] ?? 1) + one, 0)] ?? 0);
}

/** Σ w·x + b: a number where all of it is. */
export function sumText(spec: Spec, products: readonly Product[], filter: number, bias = true): string {
  const terms = products.map(({ at, channel, weight }) => [weight, inputText(spec, at, channel)] as const);
  const added = bias ? (spec.bias?.[filter] ?? 0) : 0;
  if (spec.input && spec.weights)
    return String(terms.reduce((sum, [weight, x]) => sum + Number(weight) * Number(x), added));
  const text = terms.map(([weight, x]) => `(${weight})*(${x})`).join(' + ') || '0';
  return added === 0 ? text : `${text} + ${added}`;
}

/** A list as it is written, of any number of axes. */
export function listText({ shape, cells }: ByHand): string {
  const [extent = 0, ...inner] = shape;
  if (inner.length === 0) return `[${cells.join(', ')}]`;
  const size = product(inner);
  return `[${Array.from({ length: extent }, (_, index) =>
    listText({ shape: inner, cells: cells.slice(index * size, (index + 1) * size) }),
  ).join(', ')}]`;
}

/** The shape of the input, its channels last. */
export function inputShape({ extents, channels }: Spec): number[] {
  return channels === undefined ? [...extents] : [...extents, channels];
}

/** Weights that differ, so that mistakes can be told apart. */
const PRIMES = [
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
];

/** The same layer with numbers for its weights. */
export function numbers(spec: Spec): Spec {
  return {
    ...spec,
    weights: Array.from({ length: product(kernelShape(spec)) }, (_, index) => PRIMES[index % 25] ?? 1),
  };
}

/** The definitions of a layer `conv` on an input `x`, with the kernel `k`. */
export function givenOf(spec: Spec, more = ''): string[] {
  const { extents, stride = 1, dilation = 1, padding = 'valid' } = spec;
  const shape = kernelShape(spec);
  return [
    spec.input
      ? `x: ${listText({ shape: inputShape(spec), cells: spec.input.map(String) })}`
      : `x: { type: input, shape: [${inputShape(spec).join(', ')}] }`,
    spec.weights
      ? `k: ${listText({ shape, cells: spec.weights.map(String) })}`
      : `k: { type: kernel, shape: [${shape.join(', ')}] }`,
    `conv: { type: conv${extents.length}d, input: x, kernel: k, stride: ${stride}, dilation: ${dilation}, padding: ${padding}${spec.bias ? `, bias: [${spec.bias.join(', ')}]` : ''}${more} }`,
  ];
}
