import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AxisSheet } from '../../src/protocol';
import { moved, nextBlock } from '../../src/preview/explore/matrix/moves';
import {
  cellAt,
  centred,
  clamp,
  LARGEST_CELL,
  levelOf,
  revealing,
  scrolled,
  seen,
  smallestCell,
  zoomed,
  type Extent,
  type Viewport,
} from '../../src/preview/explore/matrix/viewport';

const NEAR = 1e-6;
const extents = fc.record({
  rows: fc.integer({ min: 1, max: 1_000_000 }),
  cols: fc.integer({ min: 1, max: 1_000_000 }),
});
const viewports = fc
  .record({
    extent: extents,
    cell: fc.double({ min: 0.0001, max: 80, noNaN: true }),
    down: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
    across: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
    width: fc.integer({ min: 50, max: 2000 }),
    height: fc.integer({ min: 50, max: 2000 }),
  })
  .map(({ extent, cell, down, across, width, height }) => ({
    extent,
    viewport: { cell, top: down * extent.rows, left: across * extent.cols, width, height },
  }));
const unit = fc.double({ min: 0, max: 1, noNaN: true });

function isWithin({ cell, top, left, width, height }: Viewport, extent: Extent): void {
  assert.ok(cell <= LARGEST_CELL && cell >= smallestCell(extent, width, height));
  for (const [first, size, count] of [
    [top, height, extent.rows],
    [left, width, extent.cols],
  ] as const) {
    assert.ok(first >= 0 && first < count);
    assert.ok(first === 0 || first + size / cell <= count * (1 + NEAR));
  }
}

describe('what is seen of a matrix', () => {
  it('stays within it, whatever is done', () => {
    fc.assert(
      fc.property(viewports, unit, unit, unit, ({ viewport, extent }, x, y, by) => {
        const kept = clamp(viewport, extent);
        isWithin(kept, extent);
        assert.deepEqual(clamp(kept, extent), kept);
        isWithin(scrolled(kept, extent, (x - 0.5) * 1e6, (y - 0.5) * 1e6), extent);
        isWithin(zoomed(kept, extent, 4 ** (by - 0.5), x * kept.width, y * kept.height), extent);
        isWithin(centred(kept, extent, by * 40, y * extent.rows, x * extent.cols), extent);
        const { top, bottom, left, right } = seen(kept, extent);
        assert.ok(top >= 0 && left >= 0 && bottom <= extent.rows && right <= extent.cols);
        assert.ok(top < bottom && left < right);
      }),
    );
  });

  it('keeps the point at which it is zoomed, where there is matrix on all sides', () => {
    fc.assert(
      fc.property(viewports, unit, unit, unit, ({ viewport, extent }, x, y, by) => {
        const before = clamp(viewport, extent);
        const [px, py] = [x * before.width, y * before.height];
        const after = zoomed(before, extent, 4 ** (by - 0.5), px, py);
        for (const [size, count, offset, was, is] of [
          [before.height, extent.rows, py, before.top, after.top],
          [before.width, extent.cols, px, before.left, after.left],
        ] as const) {
          const free = was + offset / before.cell - offset / after.cell;
          if (free < 0 || free + size / after.cell > count) continue;
          assert.ok(Math.abs(is + offset / after.cell - (was + offset / before.cell)) < NEAR * count);
        }
      }),
    );
  });

  it('shows the whole matrix at its smallest', () => {
    fc.assert(
      fc.property(viewports, ({ viewport, extent }) => {
        const whole = zoomed(clamp(viewport, extent), extent, 0, 0, 0);
        const { top, left, bottom, right } = seen(whole, extent);
        assert.deepEqual([top, left, bottom, right], [0, 0, extent.rows, extent.cols]);
      }),
    );
  });

  it('reveals a cell, and does not move where it is seen already', () => {
    fc.assert(
      fc.property(viewports, unit, unit, ({ viewport, extent }, x, y) => {
        const before = clamp(viewport, extent);
        const row = Math.min(extent.rows - 1, Math.floor(y * extent.rows));
        const col = Math.min(extent.cols - 1, Math.floor(x * extent.cols));
        const after = revealing(before, extent, row, col);
        const { cell, top, left, width, height } = after;
        isWithin(after, extent);
        assert.ok(row >= top - NEAR && row + 1 <= top + Math.max(1, height / cell) + NEAR * extent.rows);
        assert.ok(col >= left - NEAR && col + 1 <= left + Math.max(1, width / cell) + NEAR * extent.cols);
        const again = revealing(after, extent, row, col);
        assert.ok(
          Math.abs(again.top - top) < NEAR * extent.rows && Math.abs(again.left - left) < NEAR * extent.cols,
        );
      }),
    );
  });

  it('says which cell is under a point', () => {
    fc.assert(
      fc.property(viewports, unit, unit, ({ viewport, extent }, x, y) => {
        const kept = clamp(viewport, extent);
        const found = cellAt(kept, extent, x * kept.width, y * kept.height);
        const [row, col] = [
          kept.top + (y * kept.height) / kept.cell,
          kept.left + (x * kept.width) / kept.cell,
        ];
        if (row >= extent.rows || col >= extent.cols) assert.equal(found, undefined);
        else assert.deepEqual(found, { row: Math.floor(row), col: Math.floor(col) });
      }),
    );
  });

  it('is drawn in squares that are neither too small nor too large', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: LARGEST_CELL, noNaN: true }), (cell) => {
        const level = levelOf(cell);
        assert.ok(Number.isInteger(level) && level >= 0);
        const side = cell * 2 ** level;
        assert.ok(side >= 1.5 * (1 - NEAR), `${side} px`);
        assert.ok(level === 0 || side < 3 * (1 + NEAR), `${side} px`);
      }),
    );
  });
});

function axisOf(...sizes: readonly number[]): AxisSheet {
  const digits = sizes.map((extent, at) => ({
    name: 'row',
    extent,
    stride: sizes.slice(at + 1).reduce((product, other) => product * other, 1),
  }));
  return { symbol: '', base: 0, digits };
}

const blocks = fc.record({
  high: fc.integer({ min: 1, max: 6 }),
  wide: fc.integer({ min: 1, max: 6 }),
  down: fc.integer({ min: 1, max: 5 }),
  across: fc.integer({ min: 1, max: 5 }),
});

describe('keys in a matrix', () => {
  it('go by cells, blocks and screens, and not beyond the ends', () => {
    fc.assert(
      fc.property(
        blocks,
        unit,
        unit,
        fc.boolean(),
        fc.constantFrom(
          'ArrowUp',
          'ArrowDown',
          'ArrowLeft',
          'ArrowRight',
          'Home',
          'End',
          'PageUp',
          'PageDown',
        ),
        ({ high, wide, down, across }, x, y, far, key) => {
          const extent = { rows: high * down, cols: wide * across };
          const axes = { rows: axisOf(down, high), cols: axisOf(across, wide) };
          const row = Math.min(extent.rows - 1, Math.floor(y * extent.rows));
          const col = Math.min(extent.cols - 1, Math.floor(x * extent.cols));
          const to = moved({ row, col }, { key, far, page: { rows: 3, cols: 3 } }, extent, axes);
          assert.ok(to);
          assert.ok(to.row >= 0 && to.row < extent.rows && to.col >= 0 && to.col < extent.cols);
          if (!far || !key.startsWith('Arrow')) return;
          // The edge is the last cell of a block in that direction.
          const [at, size, last, was] =
            key === 'ArrowUp' || key === 'ArrowDown'
              ? [to.row, high, extent.rows - 1, row]
              : [to.col, wide, extent.cols - 1, col];
          const forth = key === 'ArrowDown' || key === 'ArrowRight';
          assert.equal(at % size, forth ? size - 1 : 0);
          const end = forth ? last : 0;
          assert.ok(was === end ? at === end : forth ? at > was : at < was);
        },
      ),
    );
    const extent = { rows: 4, cols: 4 };
    const axes = { rows: axisOf(2, 2), cols: axisOf(4) };
    assert.equal(moved({}, { key: 'a', far: false, page: { rows: 1, cols: 1 } }, extent, axes), undefined);
  });

  it('go through all blocks and come back', () => {
    fc.assert(
      fc.property(
        blocks,
        unit,
        unit,
        fc.constantFrom<1 | -1>(1, -1),
        ({ high, wide, down, across }, x, y, by) => {
          const extent = { rows: high * down, cols: wide * across };
          const axes = { rows: axisOf(down, high), cols: axisOf(across, wide) };
          const start = {
            row: Math.min(extent.rows - 1, Math.floor(y * extent.rows)),
            col: Math.min(extent.cols - 1, Math.floor(x * extent.cols)),
          };
          const met = new Set<string>();
          let at = start;
          for (let step = 0; step < down * across; step++) {
            at = nextBlock(at, by, extent, axes);
            assert.deepEqual([at.row % high, at.col % wide], [start.row % high, start.col % wide]);
            met.add(`${Math.floor(at.row / high)},${Math.floor(at.col / wide)}`);
          }
          assert.equal(met.size, down * across);
          assert.deepEqual(at, start);
        },
      ),
    );
  });
});
