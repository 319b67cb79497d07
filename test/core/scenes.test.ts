import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  BACKGROUNDS,
  drawScene,
  redrawScene,
  MathError,
  Random,
  Tensor,
  window,
  type BackgroundName,
  type SceneOptions,
  type TensorValue,
} from '../../src/core';
import { places } from './support/brute';
import { assertSentence, tensor, wholes } from './support/values';

const NAMES = Object.keys(BACKGROUNDS) as BackgroundName[];

/** A stroke down, a stroke up, and the caret that is made of them. */
const DOWN = tensor([
  [1, 0, 0, 0, 0],
  [0, 1, 0, 0, 0],
  [0, 0, 1, 0, 0],
]);
const UP = tensor([
  [0, 0, 0, 0, 1],
  [0, 0, 0, 1, 0],
  [0, 0, 1, 0, 0],
]);
const VEE = tensor([
  [1, 0, 0, 0, 1],
  [0, 1, 0, 1, 0],
  [0, 0, 1, 0, 0],
]);
/** A detector of corners: cells that must be dark count against. */
const CORNER = tensor([
  [-1, -1, -1],
  [-1, 1, 1],
  [-1, 1, -1],
]);
const CORNER_LIT = tensor([
  [0, 0, 0],
  [0, 1, 1],
  [0, 1, 0],
]);

function options(more: Partial<SceneOptions> = {}): SceneOptions {
  return {
    size: [24, 32],
    background: 'diagonal-streaks',
    crossing: false,
    pattern: VEE,
    parts: [DOWN, UP],
    at: 'random',
    seed: 1,
    ...more,
  };
}

function originOf(scene: TensorValue): NonNullable<TensorValue['scene']> {
  assert.ok(scene.scene);
  return scene.scene;
}

/** The sum of the responses to the parts at a place, cell by cell. */
function responseAt(
  image: readonly (readonly number[])[],
  parts: readonly Tensor[],
  [top = 0, left = 0]: readonly number[],
): number {
  let sum = 0;
  for (const part of parts) {
    const [, cols = 1] = part.shape;
    for (const [index, weight] of wholes(part.entries()).entries())
      sum += weight * (image[top + Math.floor(index / cols)]?.[left + (index % cols)] ?? NaN);
  }
  return sum;
}

function rowsOf(of: Tensor): number[][] {
  const [rows = 0, cols = 0] = of.shape;
  const entries = wholes(of.entries());
  return Array.from({ length: rows }, (_, row) => entries.slice(row * cols, (row + 1) * cols));
}

/** Holds a scene against what is promised of it, by looking everywhere. */
function checkScene(made: SceneOptions): TensorValue {
  const scene = drawScene(made);
  const image = rowsOf(scene.tensor);
  const { at, pattern } = originOf(scene);
  const [height = 0, width = 0] = pattern.shape;
  assert.deepEqual(scene.tensor.shape, made.size);
  assert.equal(pattern, made.pattern);
  const [rows, cols] = [(made.size[0] ?? 0) - height + 1, (made.size[1] ?? 0) - width + 1];
  const wanted = wholes(pattern.entries());
  const here = responseAt(image, made.parts, at);
  let found = 0;
  for (const [top = 0, left = 0] of places([rows, cols])) {
    const own = top === at[0] && left === at[1];
    const cells = image.slice(top, top + height).flatMap((row) => row.slice(left, left + width));
    const occurs = cells.every((cell, index) => cell === wanted[index]);
    assert.equal(occurs, own, `the pattern at ${top}, ${left}`);
    if (occurs) found++;
    if (!own) assert.ok(responseAt(image, made.parts, [top, left]) < here, `the response at ${top}, ${left}`);
  }
  assert.equal(found, 1);
  assert.deepEqual(wholes(window(scene.tensor, at, pattern.shape).entries()), wanted);
  const allowed = new Set([0, 1, ...wanted]);
  assert.ok(image.flat().every((cell) => allowed.has(cell)));
  return scene;
}

describe('scenes', () => {
  for (const background of NAMES)
    it(`hold the pattern once, and the highest response there alone, on ${background}`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 3, max: 30 }),
          fc.integer({ min: 5, max: 30 }),
          fc.boolean(),
          fc.integer({ min: -5, max: 100_000 }),
          (height, width, crossing, seed) => {
            checkScene(options({ size: [height, width], background, crossing, seed }));
          },
        ),
        { numRuns: 30 },
      );
    });

  it('put the pattern where they are told to', () => {
    for (const at of places([22, 28]).filter((_, index) => index % 37 === 0)) {
      const scene = checkScene(options({ at, seed: 7, background: 'noise' }));
      assert.deepEqual(originOf(scene).at, at);
    }
  });

  it('place patterns whose dark cells count', () => {
    for (let seed = 0; seed < 20; seed++) {
      checkScene(
        options({ pattern: CORNER_LIT, parts: [CORNER], size: [18, 18], background: 'noise', seed }),
      );
    }
  });

  it('have something in the background, except for blank', () => {
    for (const background of NAMES) {
      const lit = wholes(drawScene(options({ background, size: [40, 40], seed: 3 })).tensor.entries()).filter(
        (cell) => cell === 1,
      );
      if (background === 'blank') assert.equal(lit.length, 5);
      else assert.ok(lit.length > 60, `${background}: ${lit.length}`);
    }
  });

  it('stay dark in the background where every stroke is refused', () => {
    // A single lit cell can’t be told from any other: whatever is painted would be another.
    const dot = tensor([[1]]);
    const scene = checkScene(options({ pattern: dot, parts: [dot], background: 'noise', size: [8, 8] }));
    assert.deepEqual(
      wholes(scene.tensor.entries()).filter((cell) => cell !== 0),
      [1],
    );
  });

  it('with crossing streaks have streaks both ways', () => {
    const diagonals = (crossing: boolean): [falling: number, rising: number] => {
      const image = rowsOf(drawScene(options({ crossing, size: [60, 60], seed: 5 })).tensor);
      let [falling, rising] = [0, 0];
      for (const [row, col] of places([59, 59]) as [number, number][]) {
        if (image[row]?.[col] === 1 && image[row + 1]?.[col + 1] === 1) falling++;
        if (image[row]?.[col + 1] === 1 && image[row + 1]?.[col] === 1) rising++;
      }
      return [falling, rising];
    };
    const [[falling, rising], [bothFalling, bothRising]] = [diagonals(false), diagonals(true)];
    assert.ok(falling > 4 * rising, `${falling} falling, ${rising} rising`);
    assert.ok(bothRising > 20 && bothFalling > 20, `${bothFalling} falling, ${bothRising} rising`);
  });
});

describe('the seed of a scene', () => {
  const text = (scene: TensorValue): string =>
    rowsOf(scene.tensor)
      .map((row) => row.join(''))
      .join('\n');

  it('makes the same image every time', () => {
    for (const background of NAMES)
      assert.equal(text(drawScene(options({ background }))), text(drawScene(options({ background }))));
  });

  it('makes the same image on every machine', () => {
    const all = NAMES.map((background) =>
      text(drawScene(options({ background, seed: 42, crossing: true }))),
    ).join('\n\n');
    assert.equal(
      createHash('sha256').update(all).digest('hex'),
      'a42f14d24c7f651ea305f913e0e65d36ddf21665b210077cde5149ff11e9c2d8',
    );
  });

  it('makes other images for others', () => {
    const images = new Set(
      Array.from({ length: 40 }, (_, seed) => text(drawScene(options({ seed, at: [3, 4] })))),
    );
    assert.equal(images.size, 40);
  });

  it('drawn again puts the pattern elsewhere, and keeps what is promised', () => {
    const first = drawScene(options({ at: [2, 3], seed: 9 }));
    const drawn = Array.from({ length: 30 }, (_, seed) => redrawScene(originOf(first), seed));
    assert.ok(new Set(drawn.map((scene) => originOf(scene).at.join())).size > 20);
    for (const [seed, scene] of drawn.entries()) {
      assert.equal(text(scene), text(checkScene(options({ at: 'random', seed }))));
      assert.equal(text(redrawScene(originOf(scene), 3)), text(redrawScene(originOf(first), 3)));
    }
  });
});

describe('random numbers', () => {
  it('are the same for the same seed and cover their range', () => {
    const draw = (seed: number): number[] => {
      const random = new Random(seed);
      return Array.from({ length: 200 }, () => random.integer(-2, 3));
    };
    assert.deepEqual(draw(5), draw(5));
    assert.notDeepEqual(draw(5), draw(6));
    assert.deepEqual(
      [...new Set(draw(5))].toSorted((a, b) => a - b),
      [-2, -1, 0, 1, 2, 3],
    );
    assert.deepEqual(draw(5).slice(0, 12), [0, -2, 3, 3, 0, -1, 3, -2, -1, 1, 0, -1]);
  });

  it('have the chance that they are said to', () => {
    const random = new Random(1);
    const count = (numerator: number, denominator: number): number =>
      Array.from({ length: 2000 }, () => random.chance(numerator, denominator)).filter(Boolean).length;
    assert.equal(count(0, 4), 0);
    assert.equal(count(4, 4), 2000);
    const quarter = count(1, 4);
    assert.ok(quarter > 400 && quarter < 600, String(quarter));
  });
});

describe('scenes that can’t be', () => {
  const refused = (more: Partial<SceneOptions>, says: RegExp): void => {
    assert.throws(
      () => drawScene(options(more)),
      (error) => {
        assert.ok(error instanceof MathError, String(error));
        assertSentence(error.message);
        assert.match(error.message, says);
        return true;
      },
    );
  };

  it('say that the pattern does not fit', () => {
    refused({ size: [2, 32] }, /\(3 × 5\) is larger than the scene \(2 × 32\)/);
    refused({ at: [22, 0] }, /doesn’t fit at \[22, 0\]: its first corner can be from \[0, 0\] to \[21, 27\]/);
    refused({ at: [0, -1] }, /doesn’t fit/);
    refused({ at: [1] }, /doesn’t fit/);
  });

  it('say that the pattern can’t be told from what overlaps it', () => {
    const ones = tensor([
      [1, 1],
      [1, 1],
    ]);
    // One lit cell for a detector of a single lit cell anywhere in the window: the neighbouring windows see it as well.
    refused(
      { pattern: tensor([[1, 0]]), parts: [tensor([[1, 1]])], size: [4, 4], at: [1, 1] },
      /the window at \[1, 0\] responds with 1, the pattern’s own place with 1/,
    );
    refused({ pattern: tensor([[0, 0]]), parts: [tensor([[0, 0]])] }, /can’t be found/);
    refused(
      { pattern: tensor([[0, 1]]), parts: [tensor([[-1, -1]])], size: [4, 4], at: [1, 1] },
      /can’t be found/,
    );
    // A block of ones is told from its neighbours, which see only a part of it.
    checkScene(options({ pattern: ones, parts: [ones], size: [6, 6], background: 'checkerboard' }));
  });

  it('say what a scene is', () => {
    refused({ size: [10] }, /rows and columns/);
    refused({ pattern: tensor([1, 2]) }, /rows and columns/);
    refused({ size: [10_000, 10_000] }, /100,000,000 entries/);
    refused({ pattern: Tensor.of([1, 1], [0.5]), parts: [Tensor.of([1, 1], [0.5])] }, /whole numbers/);
    refused({ parts: [tensor([[1]])] }, /its shape/);
  });
});
