import { MathError } from '../failure';
import { COSTS, requireEntries, spend } from '../limits';
import { Random } from '../random';
import { addTensors } from '../tensors/operations';
import { flatIndex, positionOf, positions, shapeText, sizeOf, stridesOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { entryLabel, locationText } from '../values/text';
import type { SceneOrigin, TensorValue } from '../values/value';
import { BACKGROUNDS } from './backgrounds';
import type { SceneOptions } from './options';

/**
 * Draws a synthetic binary image with a pattern in it. The pattern occurs nowhere else, and the sum of the responses to
 * its parts is highest there alone: strokes of the background that would break this are left out.
 * @throws MathError where the pattern doesn't fit or can't be told from what overlaps it.
 */
export function drawScene(options: SceneOptions): TensorValue {
  const { size, pattern, seed } = options;
  if (size.length !== 2 || pattern.rank !== 2)
    throw new MathError(
      `A scene has rows and columns, and so has the pattern; these are ${shapeText(size)} and ${shapeText(pattern.shape)}.`,
      'size',
    );
  requireEntries(sizeOf(size), 'This scene');
  spend(sizeOf(size) * COSTS.sceneCell);
  const random = new Random(seed);
  const room = size.map((extent, axis) => extent - (pattern.shape[axis] ?? 0));
  if (room.some((cells) => cells < 0))
    throw new MathError(
      `The pattern (${shapeText(pattern.shape)}) is larger than the scene (${shapeText(size)}).`,
      'place',
    );
  const at = options.at === 'random' ? room.map((cells) => random.integer(0, cells)) : options.at;
  if (at.length !== 2 || at.some((cell, axis) => cell < 0 || cell > (room[axis] ?? 0)))
    throw new MathError(
      `The pattern (${shapeText(pattern.shape)}) doesn’t fit at ${locationText(at)}: its first corner can be from [0, 0] to ${locationText(room)}.`,
      'at',
    );
  const canvas = new Canvas(size, pattern, options.parts, at);
  const problem = canvas.problemAnywhere();
  if (problem !== undefined) throw new MathError(problem, 'place');
  BACKGROUNDS[options.background]({
    rows: size[0] ?? 0,
    cols: size[1] ?? 0,
    crossing: options.crossing,
    random,
    paint: (cells) => canvas.paint(cells),
  });
  return {
    kind: 'tensor',
    tensor: Tensor.integers(size, canvas.data),
    scene: { pattern, at, options },
  };
}

/** The same kind of scene with another seed, the pattern at a place drawn from it. */
export function redrawScene({ options }: SceneOrigin, seed: number): TensorValue {
  return drawScene({ ...options, at: 'random', seed });
}

/** An image under construction that refuses strokes which would make the pattern's place ambiguous. */
class Canvas {
  readonly data: Float64Array;
  private readonly strides: readonly number[];
  private readonly places: Shape;
  private readonly taps: readonly {
    readonly offset: number;
    readonly wanted: number;
    readonly weight: number;
  }[];
  private readonly start: number;
  private readonly reserved = new Set<number>();
  private readonly best: number;

  constructor(
    private readonly size: Shape,
    private readonly pattern: Tensor,
    parts: readonly Tensor[],
    at: readonly number[],
  ) {
    const wanted = pattern.integers;
    const response = parts.reduce(addTensors).integers;
    if (!wanted || response?.length !== wanted.length)
      throw new MathError('A pattern to place holds whole numbers, and its parts have its shape.', 'place');
    this.data = new Float64Array(sizeOf(size));
    this.strides = stridesOf(size);
    this.places = size.map((extent, axis) => extent - (pattern.shape[axis] ?? 0) + 1);
    this.start = flatIndex(at, this.strides);
    this.taps = [...wanted].map((value, tap) => ({
      offset: flatIndex(positionOf(tap, pattern.shape), this.strides),
      wanted: value,
      weight: response[tap] ?? 0,
    }));
    for (const { offset, wanted: value } of this.taps) {
      this.data[this.start + offset] = value;
      this.reserved.add(this.start + offset);
    }
    this.best = this.responseAt(this.start);
  }

  /** Paints cells white, except the pattern's; takes all of it back where the pattern would become ambiguous. */
  paint(cells: readonly (readonly [row: number, col: number])[]): boolean {
    const changed: number[] = [];
    for (const [row, col] of cells) {
      const index = row * (this.strides[0] ?? 0) + col;
      const inside = row >= 0 && col >= 0 && row < (this.size[0] ?? 0) && col < (this.size[1] ?? 0);
      if (!inside || this.reserved.has(index) || this.data[index] === 1) continue;
      this.data[index] = 1;
      changed.push(index);
    }
    const spoiled = changed.some((index) => this.spoilsNear(index));
    if (spoiled) for (const index of changed) this.data[index] = 0;
    return !spoiled;
  }

  /** Why the pattern's place is ambiguous before anything is painted, or undefined where it isn't. */
  problemAnywhere(): string | undefined {
    for (const place of positions(this.places)) {
      const start = flatIndex(place, this.strides);
      if (start === this.start || !this.spoils(start)) continue;
      return `The pattern can’t be found by the sum of the responses to its parts: on an empty background the window at ${locationText(place)} responds with ${this.responseAt(start)}, the pattern’s own place with ${entryLabel(this.best)}.`;
    }
    return undefined;
  }

  /** Only windows that see the cell can have changed. */
  private spoilsNear(index: number): boolean {
    const [width = 1] = this.strides;
    const [row, col] = [Math.floor(index / width), index % width];
    const [height = 0, breadth = 0] = this.pattern.shape;
    const [lastRow, lastCol] = [
      Math.min(row, (this.places[0] ?? 0) - 1),
      Math.min(col, (this.places[1] ?? 0) - 1),
    ];
    for (let top = Math.max(0, row - height + 1); top <= lastRow; top++)
      for (let left = Math.max(0, col - breadth + 1); left <= lastCol; left++) {
        const start = top * width + left;
        if (start !== this.start && this.spoils(start)) return true;
      }
    return false;
  }

  private spoils(start: number): boolean {
    return (
      this.responseAt(start) >= this.best ||
      this.taps.every(({ offset, wanted }) => this.data[start + offset] === wanted)
    );
  }

  private responseAt(start: number): number {
    let sum = 0;
    for (const { offset, weight } of this.taps)
      if (weight !== 0) sum += weight * (this.data[start + offset] ?? 0);
    return sum;
  }
}
