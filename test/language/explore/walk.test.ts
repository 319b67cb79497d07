import assert from 'node:assert/strict';
import { openProblemSet } from '../../../src/language';
import { answerAsk } from '../../../src/language/explore';
import type {
  Exploration,
  Frame,
  FrameAsk,
  Patch,
  PatchAsk,
  Refused,
  WalkKind,
  WalkSheet,
} from '../../../src/protocol';
import { problemSet } from '../../support/texts';

/** The layer called `conv` over some definitions, and what is asked of it. */
class Asked {
  private readonly worksheet;
  private readonly subject = { problem: 'p', given: 'conv' };

  constructor(given: readonly string[], more: readonly string[] = []) {
    this.worksheet = openProblemSet(
      problemSet({ given, more, parts: ['- id: q', '  answer: params(conv)'] }),
    );
  }

  get exploration(): Exploration {
    const answer = answerAsk(this.worksheet, { kind: 'explore', subject: this.subject });
    assert.ok('walks' in answer, JSON.stringify(answer));
    return answer;
  }

  sheet(kind: WalkKind = 'forward'): WalkSheet {
    const found = this.exploration.walks.find((walk) => walk.kind === kind);
    assert.ok(found, `there is no ${kind}: ${this.exploration.noWalk ?? ''}`);
    return found;
  }

  tryFrame(step: number, more: Partial<FrameAsk> = {}): Frame | Refused {
    const answer = answerAsk(this.worksheet, {
      kind: 'frame',
      subject: this.subject,
      walk: 'forward',
      channel: 0,
      step,
      notation: 'numbers',
      ...more,
    });
    assert.ok('refused' in answer || isFrame(answer));
    return answer;
  }

  frame(step: number, more: Partial<FrameAsk> = {}): Frame {
    const answer = this.tryFrame(step, more);
    assert.ok(!('refused' in answer), JSON.stringify(answer));
    return answer;
  }

  patch(grid: PatchAsk['grid'], rows: number, cols: number, more: Partial<PatchAsk> = {}): Patch {
    const answer = answerAsk(this.worksheet, {
      kind: 'patch',
      subject: this.subject,
      walk: 'forward',
      grid,
      plane: 0,
      channel: 0,
      step: 0,
      notation: 'numbers',
      top: 0,
      left: 0,
      rows,
      cols,
      ...more,
    });
    assert.ok(isPatch(answer), JSON.stringify(answer));
    return answer;
  }
}

function isFrame(answer: object): answer is Frame {
  return 'at' in answer && 'terms' in answer;
}

function isPatch(answer: object): answer is Patch {
  return 'cells' in answer && Array.isArray(answer.cells);
}

const MOCKUP = new Asked([
  'x: { type: input, values: [[2,0,5,9,1,0,6],[6,5,7,0,9,3,5],[7,6,5,7,9,2,3],[8,3,4,2,1,3,0],[2,2,3,1,6,6,2],[5,3,2,3,7,1,0],[5,5,1,1,7,3,1]] }',
  'conv: { type: conv2d, input: x, kernel: [[1,0,-1],[2,1,-2],[1,0,-1]], stride: 2, dilation: 2, padding: 2 }',
]);

describe('the steps of the picture: stride 2, dilation 2, padding 2', () => {
  it('are said as there', () => {
    const sheet = MOCKUP.sheet();
    assert.equal(sheet.title, 'Stride 2, dilation 2, padding 2');
    assert.equal(
      sheet.facts,
      'input 7 × 7, kernel 3 × 3, output ⌊(7 + 2·2 − (2·(3 − 1) + 1))/2⌋ + 1 = 4 on each side',
    );
    assert.equal(sheet.formula, 'y_{i,j} = \\sum_{a,b} k_{a,b}\\, x_{2i+2a-2,\\,2j+2b-2}');
    assert.deepEqual([sheet.steps, sheet.stepsPerRow, sheet.moves], [16, 4, 'gather']);
    assert.equal(sheet.source.caption, '7 × 7, two rings of zero padding');
    assert.equal(sheet.kernel.caption, 'taps 2 apart');
    assert.deepEqual(sheet.source.padding, { top: 2, bottom: 2, left: 2, right: 2 });
    assert.equal(sheet.valuesNote, undefined);
  });

  it('has the eighth as it is drawn', () => {
    const frame = MOCKUP.frame(7);
    assert.deepEqual(frame.at, { plane: 0, row: 1, col: 3 });
    assert.deepEqual(frame.reach, { top: 0, left: 4, rows: 5, cols: 5 });
    const column = (key: 'weight' | 'value' | 'product' | 'running'): string =>
      frame.terms.map((term) => term[key]).join(' ');
    assert.equal(column('weight'), '1 0 −1 2 1 −2 1 0 −1');
    assert.equal(column('value'), '1 6 0 9 3 0 6 2 0');
    assert.equal(column('product'), '1 0 0 18 3 0 6 0 0');
    assert.equal(column('running'), '1 1 1 19 22 22 28 28 28');
    assert.deepEqual(
      frame.terms.map(({ hue }) => hue),
      [1, 2, 3, 1, 2, 3, 1, 2, 3],
    );
    assert.deepEqual(
      frame.terms.map(({ padding }) => padding),
      [false, false, true, false, false, true, false, false, true],
    );
    assert.deepEqual(
      frame.terms.map(({ cell }) => `${cell.row},${cell.col}`),
      ['0,4', '0,6', '0,8', '2,4', '2,6', '2,8', '4,4', '4,6', '4,8'],
    );
    assert.equal(frame.result, '28');
    assert.equal(frame.spoken, 'Step 8 of 16, output row 1, column 3: 28. Three of nine inputs are padding.');
  });

  it('fills the output up to that step', () => {
    const { cells } = MOCKUP.patch('target', 4, 4, { step: 7 });
    assert.deepEqual(
      cells.slice(0, 8).map(({ text }) => text),
      ['−13', '5', '1', '17', '−11', '−2', '13', '28'],
    );
    assert.ok(cells.slice(8).every(({ pending, text }) => pending === true && text === ''));
  });

  it('shows the padding around the input, and the kernel', () => {
    const { cells } = MOCKUP.patch('source', 2, 3, { top: -1, left: -1 });
    assert.deepEqual(
      cells.map(({ text, padding }) => `${text}${padding ? 'p' : ''}`),
      ['0p', '0p', '0p', '0p', '2', '0'],
    );
    assert.deepEqual(
      MOCKUP.patch('kernel', 3, 3).cells.map(({ text }) => text),
      ['1', '0', '−1', '2', '1', '−2', '1', '0', '−1'],
    );
  });
});

describe('steps in symbols', () => {
  const asked = new Asked([
    'x: { type: input, shape: [5] }',
    'k: { type: kernel, shape: [3] }',
    'conv: { type: conv1d, input: x, kernel: k, padding: same }',
  ]);

  it('name weights and inputs, and write the sum', () => {
    const frame = asked.frame(1, { notation: 'symbols' });
    assert.deepEqual(
      frame.terms.map(({ product, running }) => `${product} | ${running}`),
      ['k1·x1 | k1·x1', 'k2·x2 | k1·x1 + k2·x2', 'k3·x3 | k1·x1 + k2·x2 + k3·x3'],
    );
    assert.equal(frame.result, 'k1·x1 + k2·x2 + k3·x3');
    assert.equal(asked.frame(0, { notation: 'symbols' }).result, 'k2·x1 + k3·x2');
    assert.equal(asked.sheet().formula, 'y_{i} = \\sum_{a} k_{a}\\, x_{i+a-1}');
    assert.equal(asked.sheet().source.caption, '5, one cell of zero padding on each side');
  });

  it('have the same examples in every frame and patch, and say so', () => {
    assert.equal(asked.sheet().valuesNote, 'The values of the input and kernel are examples.');
    const source = asked.patch('source', 1, 5).cells.map(({ value }) => value);
    const kernel = asked.patch('kernel', 1, 3).cells.map(({ value }) => value);
    for (let step = 1; step < 4; step++) {
      const wanted = kernel.reduce<number>(
        (sum, weight = NaN, tap) => sum + weight * (source[step + tap - 1] ?? NaN),
        0,
      );
      assert.equal(asked.frame(step).result, String(wanted).replace('-', '−'));
    }
    assert.ok(source.every((value) => value !== undefined && value >= 0 && value <= 9));
  });

  it('cut a long sum to its first and last terms', () => {
    const long = new Asked([
      'x: { type: input, shape: [9, 9] }',
      'conv: { type: conv2d, input: x, kernel: 3, bias: false }',
    ]);
    assert.equal(long.frame(0, { notation: 'symbols' }).result, 'w1_1·x1_1 + … + w3_3·x3_3');
  });
});

describe('a transposed convolution', () => {
  const asked = new Asked([
    'x: { type: input, values: [2, 3] }',
    'conv: { type: transposed-conv1d, input: x, kernel: [1, 10, 100], stride: 2 }',
  ]);

  it('adds each input, times the kernel, to the outputs', () => {
    const sheet = asked.sheet();
    assert.equal(sheet.moves, 'spread');
    assert.equal(sheet.formula, 'y_{2i+a} \\mathrel{+}= k_{a}\\, x_{i}');
    assert.ok(sheet.facts.endsWith('output (2 − 1)·2 + 3 = 5'), sheet.facts);
    const texts = (step: number): string[] =>
      asked.patch('target', 1, 5, { step }).cells.map(({ text, pending }) => (pending ? '–' : text));
    assert.deepEqual(texts(0), ['2', '20', '200', '–', '–']);
    assert.deepEqual(texts(1), ['2', '20', '203', '30', '300']);
    assert.deepEqual(
      asked.frame(1).terms.map(({ running, cell }) => `${cell.col}:${running}`),
      ['2:203', '3:30', '4:300'],
    );
    assert.equal(asked.frame(1).spoken, 'Step 2 of 2, input cell 1: added to three cells of the output.');
  });
});

describe('pools', () => {
  it('take the largest cell, never of the padding', () => {
    const asked = new Asked([
      'x: { type: input, values: [-3, -1, -2] }',
      'conv: { type: max-pool1d, input: x, kernel: 2, stride: 1, padding: 1 }',
    ]);
    const { terms, result } = asked.frame(0);
    assert.deepEqual(
      terms.map(({ value, running, padding }) => [value, running, padding]),
      [
        ['−∞', '−∞', true],
        ['−3', '−3', false],
      ],
    );
    assert.equal(result, '−3');
    assert.equal(asked.sheet().formula, 'y_{i} = \\max_{a} x_{i+a-1}');
    assert.deepEqual(
      asked.exploration.walks.map(({ kind }) => kind),
      ['forward'],
    );
    assert.equal(asked.frame(1, { notation: 'symbols' }).result, 'max(x1, x2)');
  });

  it('divide the sum of a window at the end', () => {
    const asked = new Asked([
      'x: { type: input, values: [[1, 2], [3, 5]] }',
      'conv: { type: avg-pool2d, input: x, kernel: 2 }',
    ]);
    const { terms, result } = asked.frame(0);
    assert.deepEqual(
      terms.map(({ running }) => running),
      ['1', '3', '6', '11'],
    );
    assert.equal(result, '11/4');
    assert.equal(asked.sheet().formula, 'y_{i,j} = \\frac{1}{4} \\sum_{a,b} x_{2i+a,\\,2j+b}');
  });
});

describe('gradients', () => {
  it('of the kernel are, in symbols, sums over all places', () => {
    const asked = new Asked([
      'x: { type: input, shape: [4] }',
      'conv: { type: conv1d, input: x, kernel: 2, stride: 2, bias: false }',
    ]);
    const frame = asked.frame(1, { walk: 'kernel-gradient', notation: 'symbols' });
    assert.equal(frame.result, 'g1·x2 + g2·x4');
    assert.deepEqual(frame.reach, { top: 0, left: 1, rows: 1, cols: 3 });
    const sheet = asked.sheet('kernel-gradient');
    assert.equal(sheet.formula, '\\frac{\\partial L}{\\partial w_{a}} = \\sum_{i} g_{i}\\, x_{2i+a}');
    assert.equal(sheet.valuesNote, 'The values of the input and upstream gradient are examples.');
    const back = asked.patch('target', 1, 4, { walk: 'input-gradient', step: 1, notation: 'symbols' });
    assert.deepEqual(
      back.cells.map(({ text }) => text),
      ['w1·g1', 'w2·g1', 'w1·g2', 'w2·g2'],
    );
  });
});

describe('a large layer', () => {
  const asked = new Asked([
    'x: { type: input, shape: [512, 512, 3] }',
    'conv: { type: conv2d, input: x, kernel: 5, filters: 3 }',
  ]);

  it('has a step for every output, and each is small', () => {
    const sheet = asked.sheet();
    assert.deepEqual([sheet.steps, sheet.channels, sheet.channelName], [508 * 508, 3, 'filter']);
    const frame = asked.frame(508 * 508 - 1, { channel: 2 });
    assert.deepEqual([frame.terms.length, frame.more], [75, 0]);
    assert.equal(frame.terms[74]?.cell.row, 511);
    assert.equal(asked.patch('target', 128, 128, { step: 508 * 508 - 1 }).cells.length, 16_384);
  });

  it('leaves out the gradient of the kernel, which would add up 258,064 products a step, and says so', () => {
    assert.deepEqual(
      asked.exploration.walks.map(({ kind }) => kind),
      ['forward', 'input-gradient'],
    );
    assert.match(asked.sheet().valuesNote ?? '', /too many to step through/);
    assert.deepEqual(
      MOCKUP.exploration.walks.map(({ kind }) => kind),
      ['forward', 'input-gradient', 'kernel-gradient'],
    );
  });
});

describe('channels, filters and a bias', () => {
  const asked = new Asked([
    'x: { type: input, values: [[[1, 2], [3, 4]]] }',
    'conv: { type: conv2d, input: x, kernel: 1, filters: 2, bias: [10, 20] }',
  ]);

  it('are in the sum, channel by channel, the bias last', () => {
    const { terms, bias, result } = asked.frame(1, { channel: 1, notation: 'symbols' });
    assert.deepEqual(
      terms.map(({ product, tap }) => `${tap.plane} ${product}`),
      ['0 w1_1_1_2·x1_2_1', '1 w1_1_2_2·x1_2_2'],
    );
    assert.deepEqual([bias, result], ['20', 'w1_1_1_2·x1_2_1 + w1_1_2_2·x1_2_2 + 20']);
    const [first, second] = asked
      .patch('kernel', 1, 1, { channel: 1, plane: 0 })
      .cells.concat(asked.patch('kernel', 1, 1, { channel: 1, plane: 1 }).cells);
    const wanted = 3 * (first?.value ?? NaN) + 4 * (second?.value ?? NaN) + 20;
    const frame = asked.frame(1, { channel: 1 });
    assert.equal(frame.result, String(wanted));
    assert.equal(frame.spoken, `Step 2 of 2, output channel 1, cell 1: ${wanted}.`);
    assert.equal(
      asked.sheet().formula,
      'y_{f,i,j} = \\sum_{c,a,b} w_{f,c,a,b}\\, x_{c,\\,i+a,\\,j+b} + b_{f}',
    );
  });
});

describe('coordinates', () => {
  it('count from what the file says', () => {
    for (const index of [0, 1]) {
      const asked = new Asked(
        ['x: { type: input, shape: [5, 5] }', 'conv: { type: conv2d, input: x, kernel: 3 }'],
        [`conventions: { index: ${index} }`],
      );
      assert.equal(asked.sheet().base, index);
      assert.match(asked.frame(0).spoken, new RegExp(`output row ${index}, column ${index}:`));
    }
  });
});

describe('what has no steps', () => {
  for (const [what, given, sentence] of [
    [
      'three axes',
      'conv: { type: conv3d, input: x, kernel: 2 }',
      'The window of conv moves along three axes; one or two can be stepped through.',
    ],
    [
      'a layer without a window',
      'conv: { type: flatten, input: x }',
      'A flatten layer has no window that moves.',
    ],
    [
      'a layer without an input',
      'conv: { type: conv2d, kernel: 2, in-channels: 1 }',
      'This needs the layer’s input: give the conv2d an `input`.',
    ],
  ] as const)
    it(`says why: ${what}`, () => {
      const { walks, noWalk } = new Asked(['x: { type: input, shape: [4, 4, 4] }', given]).exploration;
      assert.deepEqual([walks.length, noWalk], [0, sentence]);
    });

  it('refuses a step, a channel and a walk that there is not', () => {
    for (const more of [{ step: 16 }, { channel: 1 }] as const)
      assert.ok('refused' in MOCKUP.tryFrame(0, more));
    const pool = new Asked([
      'x: { type: input, shape: [4] }',
      'conv: { type: max-pool1d, input: x, kernel: 2 }',
    ]);
    assert.ok('refused' in pool.tryFrame(0, { walk: 'input-gradient' }));
  });
});
