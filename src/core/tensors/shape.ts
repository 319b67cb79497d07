/** The extents of a tensor, one per axis. The shape of a number on its own is empty. */
export type Shape = readonly number[];

/** How a tensor becomes a vector: `row-major`, the last axis fastest, or `column-major`, the first axis fastest. */
export type FlattenOrder = 'row-major' | 'column-major';

/** How many entries a tensor of this shape has. Exact up to 2^53. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** As `sizeOf`, of any size. */
export function exactSizeOf(shape: Shape): bigint {
  return shape.reduce((product, extent) => product * BigInt(extent), 1n);
}

/** By how much the flat index grows with one step along each axis. */
export function stridesOf(shape: Shape, order: FlattenOrder = 'row-major'): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1);
  if (order === 'row-major')
    for (let axis = shape.length - 2; axis >= 0; axis--)
      strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  else
    for (let axis = 1; axis < shape.length; axis++)
      strides[axis] = (strides[axis - 1] ?? 1) * (shape[axis - 1] ?? 1);
  return strides;
}

/** The position (one coordinate per axis, from 0) of a flat index. */
export function positionOf(flat: number, shape: Shape, order: FlattenOrder = 'row-major'): number[] {
  const position = new Array<number>(shape.length).fill(0);
  let left = flat;
  const axes = shape.map((_, axis) => axis);
  for (const axis of order === 'row-major' ? axes.reverse() : axes) {
    const extent = shape[axis] ?? 1;
    position[axis] = left % extent;
    left = Math.floor(left / extent);
  }
  return position;
}

/** The flat index of a position. */
export function flatIndex(position: readonly number[], strides: readonly number[]): number {
  return position.reduce((sum, coordinate, axis) => sum + coordinate * (strides[axis] ?? 0), 0);
}

/** Where an entry of the flattened tensor is stored: its index in row-major order. */
export function storedIndex(shape: Shape, order: FlattenOrder): (index: number) => number {
  if (order === 'row-major' || shape.length < 2) return (index) => index;
  const strides = stridesOf(shape);
  return (index) => flatIndex(positionOf(index, shape, order), strides);
}

/** Where an entry stands in the flattened tensor, by its index in row-major order. */
export function flattenedIndex(shape: Shape, order: FlattenOrder): (stored: number) => number {
  if (order === 'row-major' || shape.length < 2) return (stored) => stored;
  const strides = stridesOf(shape, order);
  return (stored) => flatIndex(positionOf(stored, shape), strides);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** `512 × 512 × 3`. */
export function shapeText(shape: Shape): string {
  return shape.length === 0 ? '1' : shape.map(String).join(' × ');
}

/** All positions of a shape in row-major order. */
export function* positions(shape: Shape): Generator<number[]> {
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) yield positionOf(flat, shape);
}
