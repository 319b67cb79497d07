import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FrameAsk, GridSheet, Rect, WalkSheet } from '../../src/protocol';
import { cropOf, extentOf, rastered } from '../../src/preview/explore/steps/crop';
import { actionOf } from '../../src/preview/explore/steps/keys';
import { Known } from '../../src/preview/explore/steps/known';
import { firstStepOver, nearestStep, stepAtCell, strideOf } from '../../src/preview/explore/steps/pointing';
import { MOST_SEEN, roomOf } from '../../src/preview/explore/steps/room';
import { sceneOf, type Answered, type Scene } from '../../src/preview/explore/steps/scene';
import {
  firstState,
  fit,
  reduce,
  type StepsAction,
  type StepsState,
} from '../../src/preview/explore/steps/state';
import { cellName, piecesOf, seenText } from '../../src/preview/explore/steps/words';
import { convolution, patchOf, photo, sobel, spread, SUBJECT, type Walked } from '../page/fixtures/steps';

const forward = sobel.sheet;
const walks: readonly WalkSheet[] = [forward, { ...spread.sheet, kind: 'input-gradient' }];

function after(actions: readonly StepsAction[], from: StepsState = firstState(walks)): StepsState {
  return actions.reduce((state, action) => reduce(state, action, walks), from);
}

const back = { do: 'step', by: -1 } as const;
const on = { do: 'step', by: 1 } as const;
const down = { do: 'row', by: 1 } as const;
const up = { do: 'row', by: -1 } as const;

describe('the state of the stepping view', () => {
  it('goes by steps and rows, not beyond the ends', () => {
    assert.equal(after([on, on, on]).step, 3);
    assert.equal(after([back]).step, 0);
    assert.equal(after([on, down]).step, 5);
    assert.equal(after([on, down, up]).step, 1);
    assert.equal(after([on, up]).step, 1);
    assert.equal(after([{ do: 'go', to: Infinity }]).step, 15);
    assert.equal(after([{ do: 'go', to: 14 }, down]).step, 14);
    assert.equal(after([{ do: 'go', to: 14 }, on, on]).step, 15);
  });

  it('plays to the end and stops there; played again, it starts from the first step', () => {
    const last = { do: 'go', to: 14 } as const;
    const played = after([last, { do: 'play' }, { do: 'tick' }]);
    assert.deepEqual([played.step, played.playing], [15, false]);
    const again = after([{ do: 'toggle' }], played);
    assert.deepEqual([again.step, again.playing], [0, true]);
  });

  it('a step of a person ends playing, a speed does not, and a tick does nothing while nothing plays', () => {
    const playing = after([{ do: 'play' }, { do: 'tick' }]);
    assert.ok(after([{ do: 'speed', speed: 4 }], playing).playing);
    assert.ok(!after([on], playing).playing);
    assert.equal(after([{ do: 'tick' }]).step, 0);
  });

  it('says steps of persons, slow ones, and where playing stopped; not each of a fast play', () => {
    const said = (actions: readonly StepsAction[]): number => after(actions).said;
    assert.equal(said([on, on, back]), 3);
    assert.equal(said([back]), 0);
    const ticks = [{ do: 'tick' }, { do: 'tick' }] as const;
    assert.equal(said([{ do: 'play' }, ...ticks]), 0);
    assert.equal(said([{ do: 'play' }, ...ticks, { do: 'pause' }]), 1);
    assert.equal(said([{ do: 'speed', speed: 1 }, { do: 'play' }, ...ticks]), 2);
  });

  it('only by one place the window slides', () => {
    assert.ok(after([on]).slides);
    assert.ok(after([down]).slides);
    assert.ok(!after([on, { do: 'go', to: 9 }]).slides);
  });

  it('another walk begins anew, with what it has', () => {
    const other = after([
      on,
      { do: 'notation', notation: 'symbols' },
      { do: 'walk', walk: 'input-gradient' },
    ]);
    assert.deepEqual(
      [other.walk, other.step, other.notation, other.playing],
      ['input-gradient', 0, 'numbers', false],
    );
    assert.equal(after([{ do: 'notation', notation: 'symbols' }], other).notation, 'numbers');
  });

  it('after an edit keeps what still exists', () => {
    const state = after([
      { do: 'go', to: 9 },
      { do: 'notation', notation: 'symbols' },
    ]);
    assert.equal(fit(state, walks), state);
    const smaller = fit(state, [{ ...forward, steps: 4, notations: ['numbers'] }]);
    assert.deepEqual([smaller.step, smaller.notation], [3, 'numbers']);
    assert.equal(fit(state, []), state);
  });
});

const size = fc.integer({ min: 1, max: 600 });
const pads = fc.integer({ min: 0, max: 4 });

describe('what is seen of a grid', () => {
  it('holds the focus, lies within the grid, and is as large as it can be', () => {
    fc.assert(
      fc.property(
        size,
        pads,
        pads,
        fc.nat(700),
        fc.integer({ min: 1, max: 15 }),
        (rows, top, bottom, at, high) => {
          const extent: Rect = { top: -top, left: 0, rows: top + rows + bottom, cols: 1 };
          const tall = Math.min(high, extent.rows);
          const focus = { top: extent.top + (at % (extent.rows - tall + 1)), left: 0, rows: tall, cols: 1 };
          const crop = cropOf(extent, focus, { rows: 15, cols: 15 });
          assert.equal(crop.rows, Math.min(15, extent.rows));
          assert.ok(crop.top >= extent.top && crop.top + crop.rows <= extent.top + extent.rows);
          assert.ok(crop.top <= focus.top && focus.top + focus.rows <= crop.top + crop.rows);
        },
      ),
    );
  });

  it('stays where it is for most steps', () => {
    const tops = Array.from(
      { length: 100 },
      (_, top) =>
        cropOf(
          { top: 0, left: 0, rows: 512, cols: 512 },
          { top, left: 0, rows: 5, cols: 5 },
          { rows: 15, cols: 15 },
        ).top,
    );
    assert.ok(new Set(tops).size <= 14, `${new Set(tops).size} places in 100 steps`);
  });

  it('is asked for by pieces that hold it, and that any crop over them has in common', () => {
    fc.assert(
      fc.property(size, pads, fc.nat(600), (rows, pad, at) => {
        const extent: Rect = { top: -pad, left: 0, rows: rows + 2 * pad, cols: 1 };
        const seen = Math.min(15, extent.rows);
        const crop = { top: extent.top + (at % (extent.rows - seen + 1)), left: 0, rows: seen, cols: 1 };
        const pieces = rastered(extent, crop);
        const asked = new Set<number>();
        for (const piece of pieces) {
          assert.equal((piece.top - extent.top) % 16, 0);
          assert.ok(piece.rows >= 1 && piece.top + piece.rows <= extent.top + extent.rows);
          for (let row = piece.top; row < piece.top + piece.rows; row += 1) {
            assert.ok(!asked.has(row));
            asked.add(row);
          }
        }
        for (let row = crop.top; row < crop.top + crop.rows; row += 1) assert.ok(asked.has(row));
        assert.ok(pieces.length <= 2);
      }),
    );
  });

  it('fits into the width, at any size of the text', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 2000 }),
        fc.constantFrom(12, 16, 32, 64),
        fc.constantFrom(forward, photo.sheet, spread.sheet),
        fc.integer({ min: 1, max: 9 }),
        (width, rem, walk, length) => {
          const { grids, wide } = roomOf(width, rem, walk, {
            source: length,
            kernel: length,
            target: length,
          });
          const head = 1.25 * rem;
          const used = (name: 'source' | 'kernel' | 'target'): number =>
            grids[name].cols * grids[name].cell + head;
          const right = Math.max(used('kernel'), used('target'));
          const most = wide ? used('source') + right + 2.5 * rem : Math.max(used('source'), right);
          assert.ok(most <= Math.max(width, 4 * rem), `${most} of ${width}`);
          assert.ok(grids.source.rows <= MOST_SEEN && grids.source.cols <= MOST_SEEN);
        },
      ),
    );
  });
});

/** A host that has answered everything before it is asked. */
function here(walked: Walked): Answered {
  return {
    frame: ({ step, channel, notation }) => walked.frame(step, channel, notation === 'symbols'),
    patch: (ask) => patchOf(walked, ask),
  };
}

function scene(walked: Walked, step: number, changes: Partial<StepsState> = {}): Scene {
  const { sheet: walk } = walked;
  const most = { rows: 15, cols: 15 };
  return sceneOf({
    subject: SUBJECT,
    walk,
    state: { ...firstState([walk]), step, ...changes },
    fits: { source: most, kernel: most, target: most },
    abreast: false,
    answered: here(walked),
  });
}

describe('a scene', () => {
  it('has the cells of the grids, and nothing to ask for when all is here', () => {
    const { source, kernel, target, wants, largest } = scene(sobel, 7);
    assert.deepEqual(wants, []);
    assert.deepEqual(
      target.cells.map((cell) => cell?.text),
      ['−13', '5', '1', '17', '−11', '−2', '13', '28', ...Array<string>(8).fill('')],
    );
    assert.deepEqual(
      kernel.map(({ cells }) => cells.map((cell) => cell?.value)),
      [[1, 0, -1, 2, 1, -2, 1, 0, -1]],
    );
    assert.equal(source[0]?.cells.length, 11 * 11);
    assert.equal(source[0].cells.filter((cell) => cell?.padding === true).length, 11 * 11 - 7 * 7);
    // The colours are those of the whole, not of what is there at this step.
    const all = scene(sobel, 15).target.cells.map((cell) => Math.abs(cell?.value ?? 0));
    assert.equal(largest, Math.max(...all));
    assert.ok(largest > 28);
  });

  it('of a large grid asks for what is seen alone', () => {
    const { sheet } = photo;
    const answered = { ...here(photo), patch: () => undefined };
    const step = 300 * 508 + 301;
    const state = { ...firstState([sheet]), step };
    const most = { rows: 15, cols: 15 };
    const fits = { source: most, kernel: most, target: most };
    const { wants } = sceneOf({ subject: SUBJECT, walk: sheet, state, fits, abreast: false, answered });
    const asked = wants.flatMap((ask) => (ask.kind === 'patch' ? [ask] : []));
    assert.ok(asked.length >= 4 && asked.length <= 8, `${asked.length} pieces`);
    for (const { rows, cols } of asked) assert.ok(rows * cols <= 16 * 16);
    assert.ok(asked.filter(({ grid }) => grid === 'source').every(({ top }) => Math.abs(top - 300) <= 32));
  });

  it('does not ask for the source again where the window moves on', () => {
    const sourceOf = (step: number): readonly unknown[] =>
      sceneOf({
        subject: SUBJECT,
        walk: photo.sheet,
        state: { ...firstState([photo.sheet]), step },
        fits: {
          source: { rows: 15, cols: 15 },
          kernel: { rows: 5, cols: 5 },
          target: { rows: 15, cols: 15 },
        },
        abreast: false,
        answered: { ...here(photo), patch: () => undefined },
      }).wants.filter((ask) => ask.kind === 'patch' && ask.grid === 'source');
    assert.deepEqual(sourceOf(3), sourceOf(2));
  });

  it('keeps the part that was seen while the next step is on its way, with empty cells', () => {
    const { sheet: walk } = photo;
    const most = { rows: 15, cols: 15 };
    const at = sceneOf({
      subject: SUBJECT,
      walk,
      state: { ...firstState([walk]), step: 200 },
      fits: { source: most, kernel: most, target: most },
      abreast: false,
      answered: { frame: () => undefined, patch: () => undefined },
      before: photo.frame(199, 0, false),
    });
    assert.deepEqual(at.source[0]?.crop, scene(photo, 199).source[0]?.crop);
    assert.ok(at.source[0]?.cells.every((cell) => cell === undefined));
    assert.deepEqual(
      at.wants.map(({ kind }) => kind),
      ['frame'],
    );
  });

  it('shows why something is refused', () => {
    const answered = { ...here(sobel), frame: () => ({ refused: 'It is too large.' }) };
    const most = { rows: 15, cols: 15 };
    const fits = { source: most, kernel: most, target: most };
    const state = firstState([forward]);
    const refused = sceneOf({ subject: SUBJECT, walk: forward, state, fits, abreast: false, answered });
    assert.deepEqual([refused.refused, refused.wants], ['It is too large.', []]);
  });
});

describe('pointing at a cell', () => {
  const reachAt =
    ({ frame }: Walked) =>
    (step: number): Rect =>
      frame(step, 0, false).reach;

  it('finds the first step whose window holds it', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.integer({ min: 5, max: 9 }),
          cols: fc.integer({ min: 5, max: 9 }),
          kernel: fc.integer({ min: 1, max: 3 }),
          stride: fc.integer({ min: 1, max: 4 }),
          dilation: fc.integer({ min: 1, max: 2 }),
          padding: fc.integer({ min: 0, max: 2 }),
        }),
        fc.nat(12),
        fc.nat(12),
        (sizes, y, x) => {
          const walked = convolution({
            ...sizes,
            ...{ title: '', channels: 1, filters: 1, input: () => 1, weight: () => 1 },
          });
          const { sheet } = walked;
          const stride = strideOf(sheet, reachAt(walked));
          assert.ok(stride);
          const extent = extentOf(sheet.source);
          const [row, col] = [extent.top + (y % extent.rows), extent.left + (x % extent.cols)];
          const over = Array.from({ length: sheet.steps }, (_, step) => reachAt(walked)(step)).findIndex(
            ({ top, left, rows, cols }) => row >= top && row < top + rows && col >= left && col < left + cols,
          );
          assert.equal(firstStepOver(sheet, stride, row, col), over < 0 ? undefined : over);
          for (let step = 0; step < sheet.steps; step += 1) {
            const { top, left } = reachAt(walked)(step);
            assert.equal(nearestStep(sheet, stride, top, left), step);
          }
        },
      ),
    );
  });

  it('of the target goes to the step that makes it', () => {
    const at = sobel.frame(7, 0, false);
    assert.equal(stepAtCell(forward, at, 3, 3), 15);
    assert.equal(stepAtCell(forward, at, 0, 2), 2);
    assert.equal(stepAtCell(forward, at, 4, 0), undefined);
  });
});

describe('what is known', () => {
  const ask: FrameAsk = {
    kind: 'frame',
    subject: SUBJECT,
    walk: 'forward',
    channel: 0,
    step: 3,
    notation: 'numbers',
  };

  it('is asked for once, also while the answer is on its way', async () => {
    let asked = 0;
    const known = new Known(() => {
      asked += 1;
      return Promise.resolve({ refused: 'No.' });
    });
    known.want([ask, ask]);
    known.want([ask]);
    assert.equal(known.frame(ask), undefined);
    await new Promise<void>((done) => {
      known.listener = done;
    });
    known.want([ask, { ...ask }]);
    assert.equal(asked, 1);
    assert.deepEqual(known.frame({ ...ask }), { refused: 'No.' });
    known.want([{ ...ask, step: 4 }]);
    assert.equal(asked, 2);
  });

  it('forgets what was not looked at for long, never what is', async () => {
    const known = new Known(() => Promise.resolve({ refused: 'No.' }));
    known.want([ask]);
    for (let step = 100; step < 800; step += 1) {
      known.want([{ ...ask, step }]);
      await Promise.resolve();
      known.frame(ask);
    }
    await new Promise((done) => setTimeout(done, 0));
    assert.ok(known.frame(ask));
    assert.equal(known.frame({ ...ask, step: 100 }), undefined);
    assert.ok(known.frame({ ...ask, step: 799 }));
  });
});

describe('words and keys of the stepping view', () => {
  it('names cells as the file counts', () => {
    const plane: GridSheet = { ...forward.source, planes: 1 };
    assert.equal(cellName(plane, { plane: 0, row: 0, col: 4 }, 0), 'x(0, 4)');
    assert.equal(cellName(plane, { plane: 0, row: 0, col: 4 }, 1), 'x(1, 5)');
    assert.equal(cellName({ ...plane, planes: 3 }, { plane: 2, row: 0, col: 4 }, 0), 'x(2, 0, 4)');
    assert.equal(cellName(spread.sheet.source, { plane: 0, row: 0, col: 2 }, 1), 'x(3)');
  });

  it('says which part is seen, in rows and columns of the true grid', () => {
    const crop = { top: 10, left: 0, rows: 15, cols: 15 };
    assert.equal(seenText(photo.sheet.source, crop, 0), 'rows 10–24 of 512, columns 0–14 of 512');
    assert.equal(seenText(photo.sheet.source, crop, 1), 'rows 11–25 of 512, columns 1–15 of 512');
    assert.equal(seenText(forward.source, extentOf(forward.source), 0), '');
    assert.equal(seenText(forward.source, { top: -2, left: -2, rows: 5, cols: 11 }, 0), 'rows 0–2 of 7');
  });

  it('puts the indices of symbols below them, and leaves numbers alone', () => {
    assert.deepEqual(piecesOf('k1·x2,3'), [
      { name: 'k', index: '1' },
      { name: '·', index: '' },
      { name: 'x', index: '2,3' },
    ]);
    assert.deepEqual(piecesOf('−12'), [{ name: '−12', index: '' }]);
  });

  it('leaves controls the keys that are theirs', () => {
    assert.deepEqual(actionOf('ArrowUp', 'other'), up);
    assert.deepEqual(actionOf(' ', 'other'), { do: 'toggle' });
    assert.equal(actionOf(' ', 'button'), undefined);
    assert.equal(actionOf('ArrowUp', 'select'), undefined);
    assert.equal(actionOf('2', 'select'), undefined);
    assert.deepEqual(actionOf('2', 'button'), { do: 'speed', speed: 2 });
    assert.equal(actionOf('5', 'other'), undefined);
    assert.equal(actionOf('toString', 'other'), undefined);
  });
});
