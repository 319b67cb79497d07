import assert from 'node:assert/strict';
import { valueText } from '../../src/core';
import { grade, readAnswerFile } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { sample } from '../support/texts';

/** Digits as keys show them. */
function n(value: number): string {
  return value.toLocaleString('en-US');
}

/** Extents as keys show them. */
function shape(...extents: readonly number[]): string {
  return extents.map(n).join(' × ');
}

/** A row of a matrix or a list, as keys show it. */
function row(...cells: readonly (number | string)[]): string {
  return `[${cells.map((cell) => String(cell).replace('-', '−')).join(', ')}]`;
}

/** 7·7·512 inputs, 4,096 units twice, 1,000 classes. */
const VGG_HEAD = 7 * 7 * 512 * 4096 + 4096 + 4096 * 4096 + 4096 + 4096 * 1000 + 1000;

/** Parameters of kernels of 3 × 3 between these channels. */
function convs(...channels: readonly number[]): number {
  return channels.slice(1).reduce((sum, filters, at) => sum + filters * (9 * (channels[at] ?? 0) + 1), 0);
}

/** Blocks of 1 × 1, 3 × 3 and 1 × 1 to four times the width, each with a batch norm; the first has a shortcut of 1 × 1. */
function bottlenecks(channels: number, width: number, blocks: number): number {
  const wide = 4 * width;
  const block = (inputs: number): number =>
    inputs * width + 2 * width + 9 * width * width + 2 * width + width * wide + 2 * wide;
  return block(channels) + channels * wide + 2 * wide + (blocks - 1) * block(wide);
}

/** 1/10 is 0.1. */
function numberOf(text: string): number {
  const [over = NaN, under = 1] = text.replaceAll(',', '').split('/').map(Number);
  return over / under;
}

/** A fraction in lowest terms, or a whole number. */
function fraction(over: number, under: number): string {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const common = divisor(over, under);
  return under === common ? n(over / common) : `${over / common}/${under / common}`;
}

/** The key of each part, worked out by hand. */
const KEYS: Readonly<Record<string, string>> = {
  // (224 + 2·3 − 7)/2 = 111.5
  'output-sizes.size': n(Math.floor((224 + 2 * 3 - 7) / 2) + 1),
  'output-sizes.general': '⌊(m − r)/t⌋ + 1',
  // m + 2p − r + 1 = m
  'output-sizes.same': '(r − 1)/2',
  // (10 − 4)/4 is not whole
  'output-sizes.stride': 'false',
  // ⌊(m + 2 − 3)/2⌋ + 1 = ⌊(m + 1)/2⌋ = ⌈m/2⌉
  'output-sizes.halves': 'true',
  // m = 9: ⌊(9 − 3)/2⌋ + 1 = 4 places, ⌊(4 − 3)/2⌋ + 1 = 1; but ⌊(9 − 5)/4⌋ + 1 = 2
  'output-sizes.twice': 'false',
  'parameter-counts.conv': n(32 * (5 * 5 * 3 + 1)),
  'parameter-counts.dense': n(10 * (28 * 28 * 32 + 1)),
  'parameter-counts.share': 'dense',
  // m·(r²·d + 1)
  'parameter-counts.general': 'd·m·r^2 + m',
  'parameter-counts.table': 'table of 5 rows: layer, outputShape, params',
  // 3, then 2 more for each of two more layers
  'receptive-fields.one': n(3 + 2 + 2),
  // 7, the pool 8 and from now on by 2
  'receptive-fields.last': `field: ${8 + 2 * 2}, stride: 2`,
  'receptive-fields.saving': `${7 * 7 - 3 * 3 * 3}·c^2`,
  // 2 more for each kernel of 3, 1 for the pool; then by 2: 4 · 2 for the kernel of 5
  'receptive-fields.each': `conv1: 3, conv2: ${3 + 2}, pool1: ${5 + 1}, conv3: ${6 + 4 * 2}`,
  // 2·15 + 1 = 31 is too few, 2·16 + 1 = 33 is enough
  'receptive-fields.layers': '16',
  'matrices-by-hand.matrix':
    '[[k1_1, k1_2, 0, k2_1, k2_2, 0, 0, 0, 0], [0, k1_1, k1_2, 0, k2_1, k2_2, 0, 0, 0], [0, 0, 0, k1_1, k1_2, 0, k2_1, k2_2, 0], [0, 0, 0, 0, k1_1, k1_2, 0, k2_1, k2_2]]',
  'matrices-by-hand.structure': `4 × 9, doubly block Toeplitz with blocks of 2 × 3; ${4 * 4} of ${4 * 9} cells are not zero (${Math.round((100 * 16) / 36)} %).`,
  // the third row begins with 0 where the first has k1_1 two columns to the left and one row above: row 2, column 2 is k1_2, row 3, column 3 is 0
  'matrices-by-hand.zeros': `zeros: ${4 * 9 - 4 * 4}, weights: ${2 * 2}, toeplitz: false`,
  'matrices-by-hand.numbers': `matrix: ${row(
    row(-2, 1, 0, 0, 0),
    row(1, -2, 1, 0, 0),
    row(0, 1, -2, 1, 0),
    row(0, 0, 1, -2, 1),
    row(0, 0, 0, 1, -2),
  )}, responses: ${row(0 - 2 * 1 + 2, 1 - 2 * 2 + 4, 2 - 2 * 4 + 7, 4 - 2 * 7 + 11, 7 - 2 * 11 + 0)}`,
  // rows 1 and 3 are negatives of each other, so are rows 2 and 4
  'matrices-by-hand.ring': `matrix: ${row(row(0, 1, 0, -1), row(-1, 0, 1, 0), row(0, -1, 0, 1), row(1, 0, -1, 0))}, rank: 2`,
  // [1, 2, 3, 0, 0] + [0, 0, 2, 4, 6]
  'transposed.output': row(1, 2, 3 + 2, 4, 6),
  // s·(m − 1) + k − 2p
  'transposed.size': 'm·s + k − 2·p − s',
  // ⌊(8 + 2 − 3)/2⌋ + 1 = 4 cells
  'transposed.extra': `cells: ${(4 - 1) * 2 - 2 * 1 + 3}, missing: ${8 - 7}`,
  'transposed.matrices': 'true',
  // kernels at 0, 2, 4, 6: a share of its own for odd cells, two where one ends and the next begins
  'transposed.checkerboard': row(1, 1, 2, 1, 2, 1, 2, 1, 1),
  // (16 − 1)·2 + 4 − 2·1 = 32, and 4 is twice 2
  'transposed.even': 'kernel: 4, stride: 2, padding: 1, extra: 0',
  // t·(r − 1) + 1
  'dilated.span': 'r·t − t + 1',
  'dilated.matrix': row(
    row('k1', 0, 'k2', 0, 'k3', 0, 0),
    row(0, 'k1', 0, 'k2', 0, 'k3', 0),
    row(0, 0, 'k1', 0, 'k2', 0, 'k3'),
  ),
  'dilated.field': `samples: ${1 + 1 + 2 + 4 + 8}, weights: ${4 * 2}`,
  // 2^9 = 512, 2^10 = 1024
  'dilated.layers': '10',
  // each layer adds 2·2 cells; sums of three of −2, 0, 2 are −6, −4, …, 6
  'dilated.gridding': `field: ${1 + 3 * 4}, used: ${12 / 2 + 1}`,
  'grouped-and-depthwise.grouped': `one: ${n(9 * 64 * 128)}, four: ${n(9 * (64 / 4) * 128)}`,
  'grouped-and-depthwise.separable': n(9 * 64 + 64 * 128),
  // 1/128 + 1/9
  'grouped-and-depthwise.ratio': `${9 + 128}/${128 * 9}`,
  // (r²·d + d·m)/(r²·d·m)
  'grouped-and-depthwise.general': '1/m + 1/r^2',
  // the first two maps see channels 1 and 2, the others 3 and 4; w tap, channel within the group, filter
  'grouped-and-depthwise.blocks': row(
    row('w1_1_1', 'w1_2_1', 0, 0),
    row('w1_1_2', 'w1_2_2', 0, 0),
    row(0, 0, 'w1_1_3', 'w1_2_3'),
    row(0, 0, 'w1_1_4', 'w1_2_4'),
  ),
  'grouped-and-depthwise.lenet': n(6 * (25 * 3 + 1) + 9 * (25 * 4 + 1) + (25 * 6 + 1)),
  // of 1 3 5 6, of 2 4 1 2, of 7 2 0 8 and of 3 1 4 9
  'pooling.max': row(row(6, 4), row(8, 9)),
  'pooling.mean': row(
    row(`${1 + 3 + 5 + 6}/4`, `${2 + 4 + 1 + 2}/4`),
    row(`${7 + 2 + 0 + 8}/4`, `${3 + 1 + 4 + 9}/4`),
  ),
  'pooling.gradient': `max: ${row(row(0, 0, 0, 1), row(0, 1, 0, 0), row(0, 0, 0, 0), row(0, 1, 0, 1))}, mean: ${row(...Array.from({ length: 4 }, () => row('1/4', '1/4', '1/4', '1/4')))}`,
  'pooling.overlap': `shape: ${shape((55 - 3) / 2 + 1, (55 - 3) / 2 + 1, 96)}, params: 0`,
  'pooling.shift': '2',
  'pooling.claims': 'every: false, two: true, global: true',
  'padding-modes.reflect': row(3, 2, 1, 2, 3, 2, 1),
  'padding-modes.symmetric': row(2, 1, 1, 2, 3, 3, 2),
  'padding-modes.circular': row(2, 3, 1, 2, 3, 1, 2),
  // full: r − 1 cells on each side, m + 2(r − 1) − r + 1
  'padding-modes.sizes': 'valid: m − r + 1, same: m, full: m + r − 1',
  // (0 + 1 + 1)/3 and (1 + 1 + 1)/3
  'padding-modes.border': `zeros: ${0 + 1 + 1}/3, replicate: ${(1 + 1 + 1) / 3}`,
  // (112 − 1)·2 + 3 − 224 = 1 zero, which comes last
  'padding-modes.uneven': `before: 0, after: ${(112 - 1) * 2 + 3 - 224}`,
  'padding-modes.ring': 'true',
  'padding-modes.equivariant': 'ring: true, line: false',
  // y1 = k2·x1, for x0 = 0 meets k1
  'padding-modes.causal': row(
    row('k2', 0, 0, 0),
    row('k1', 'k2', 0, 0),
    row(0, 'k1', 'k2', 0),
    row(0, 0, 'k1', 'k2'),
  ),
  'edge-filters.vertical': row(row(9 * (1 + 2 + 1), 9 * (1 + 2 + 1))),
  'edge-filters.horizontal': row(row(0, 0)),
  // [1, 2, 1]ᵀ · [−1, 0, 1]
  'edge-filters.factors': `column: ${row(row(1), row(2), row(1))}, row: ${row(row(-1, 0, 1))}`,
  // rows 1 and 3 are the same, row 2 is no multiple of them
  'edge-filters.separable': `separable: false, rank: 2`,
  // x: 2·9 in the middle row, 9 below; y: 0 + 2·9 + 9 below
  'edge-filters.magnitude': `x: ${2 * 9 + 9}, y: ${2 * 9 + 9}, magnitude: ≈ ${(27 * Math.SQRT2).toPrecision(6)}`,
  // each row of Sobel’s takes 2 − 0, once, twice and once; the Laplacian 1 + 1 + 0 + 2 − 4·1
  'edge-filters.flat': `sobel-wall: ${1 + 2 + 1 - (1 + 2 + 1)}, sobel-ramp: ${(1 + 2 + 1) * (2 - 0)}, laplacian-wall: ${4 * 1 - 4}, laplacian-ramp: ${1 + 1 + 0 + 2 - 4 * 1}`,
  // upper left, upper right and lower left cell of each window
  'detectors.response': row(
    row(0 + 1 + 1, 1 + 0 + 1, 0 + 0 + 1),
    row(1 + 1 + 0, 1 + 1 + 1, 1 + 0 + 1),
    row(0 + 1 + 0, 1 + 1 + 0, 1 + 1 + 0),
  ),
  'detectors.place': row(1, 1),
  // all but the two ones
  'detectors.threshold': n(3 * 3 - 2),
  // 2 − 2 = 0 is left out, 3 − 2 = 1 stays
  'detectors.bias': '−2',
  // rows 1 and 2, columns 1 and 2 are all ones
  'detectors.exact': 'false',
  'detectors.strict': `corner: ${1 + 1 + 1 - 0}, ones: ${1 + 1 + 1 - 1}`,
  // y1 = k1·x1 + k2·x2, y2 = k1·x2 + k2·x3
  'gradients.kernel': '[u1·x1 + u2·x2, u1·x2 + u2·x3]',
  'gradients.input': '[k1·u1, k1·u2 + k2·u1, k2·u2]',
  'gradients.transposed': 'true',
  'gradients.full': 'true',
  'gradients.numbers': `y: ${row(1 - 2, 2 - 4, 4 - 3)}, loss: ${(1 + 4 + 1) / 2}, gradient: ${row(-1 * 1 - 2 * 2 + 1 * 4, -1 * 2 - 2 * 4 + 1 * 3)}`,
  // 1 + 1/10 and −1 + 7/10
  'gradients.step': row('11/10', '-3/10'),
  'three-dimensional.params': n(64 * (27 * 3 + 1)),
  'three-dimensional.shape': shape(16, 112 / 2, 112 / 2, 64),
  'three-dimensional.macs': n(16 * 112 * 112 * 64 * 27 * 3),
  'three-dimensional.stacked': `shape: ${shape(112, 112, 64)}, params: ${n(64 * (9 * 48 + 1))}`,
  // 27·64·64 = (9·64 + 3·64)·m
  'three-dimensional.factorised': n((27 * 64) / (9 + 3)),
  // 3 frames of the second, 3 rows of the first
  'three-dimensional.equal': 'true',
  'flops-and-memory.macs': n(112 * 112 * 64 * 7 * 7 * 3),
  'flops-and-memory.flops': n(2 * 112 * 112 * 64 * 7 * 7 * 3),
  'flops-and-memory.bytes': n(112 * 112 * 64 * 4),
  // 236,027,904 / 10⁹ = 0.236027904
  'flops-and-memory.time': fraction(2 * 112 * 112 * 64 * 7 * 7 * 3, 10 ** 9),
  'flops-and-memory.intensity': fraction(
    2 * 112 * 112 * 64 * 7 * 7 * 3,
    4 * (224 * 224 * 3 + 64 * 7 * 7 * 3 + 112 * 112 * 64),
  ),
  // m² places, c filters of k²·c
  'flops-and-memory.general': 'c^2·k^2·m^2',
  // (2m)²·9·8·8 is 4·64·9·m², but m²·9·16·16 is 256·9·m²
  'flops-and-memory.halving': String(4 * 8 * 8 === 16 * 16),
  'well-known-networks.lenet': `C1: ${6 * (25 * 1 + 1)}, C3: ${n(16 * (25 * 6 + 1))}, C5: ${n(120 * (25 * 16 + 1))}, F6: ${n(84 * (120 + 1))}, output: ${10 * (84 + 1)}`,
  // stages of 64, 128, 256, 512 and 512 channels, and the dense layers
  'well-known-networks.vgg': n(
    convs(3, 64, 64) +
      convs(64, 128, 128) +
      convs(128, 256, 256, 256) +
      convs(256, 512, 512, 512) +
      convs(512, 512, 512, 512) +
      VGG_HEAD,
  ),
  'well-known-networks.head': n(VGG_HEAD),
  'well-known-networks.share': fraction(VGG_HEAD, 138_357_544),
  // stem, stages of 3, 4, 6 and 3 blocks, head
  'well-known-networks.resnet': n(
    7 * 7 * 3 * 64 +
      2 * 64 +
      bottlenecks(64, 64, 3) +
      bottlenecks(256, 128, 4) +
      bottlenecks(512, 256, 6) +
      bottlenecks(1024, 512, 3) +
      2048 * 1000 +
      1000,
  ),
  // two kernels of 3 and a pool; two and a pool at twice the distance; three at 4, at 8 and at 16
  'well-known-networks.field': n(
    1 + (2 + 2 + 1) + 2 * (2 + 2 + 1) + 4 * (2 + 2 + 2 + 1) + 8 * (2 + 2 + 2 + 1) + 16 * (2 + 2 + 2 + 1),
  ),
};

describe('the sample of fifteen topics', () => {
  const set = openProblemSet(sample('topics.cnn.yaml'));

  it('has fifteen problems and nothing to complain about', () => {
    assert.equal(set.problems.length, 15);
    assert.deepEqual(
      set.findings.map(({ message }) => message),
      [],
    );
  });

  const parts = set.problems.flatMap((problem) =>
    problem.parts.map((part) => [`${problem.id}.${part.id}`, part] as const),
  );

  it('has a key by hand for each part', () => {
    assert.deepEqual(
      parts.map(([name]) => name),
      Object.keys(KEYS),
    );
  });

  for (const [name, { answer }] of parts)
    it(`${name} is ${KEYS[name] ?? ''}`, () => {
      const value = answer?.outcome.kind === 'value' ? answer.outcome.value : undefined;
      assert.equal(value && valueText(value), KEYS[name]);
    });

  it('has the shapes and the parameters of a small network in a table', () => {
    const table = new Map(parts).get('parameter-counts.table')?.answer?.outcome;
    assert.ok(table?.kind === 'value' && table.value.kind === 'table');
    assert.deepEqual(
      table.value.rows.map((cells) => cells.map(valueText).join(' | ')),
      [
        `conv1 | ${shape(28, 28, 8)} | ${n(8 * (9 * 1 + 1))}`,
        `pool1 | ${shape(28 / 2, 28 / 2, 8)} | 0`,
        `conv2 | ${shape(14, 14, 16)} | ${n(16 * (9 * 8 + 1))}`,
        `pool2 | ${shape(14 / 2, 14 / 2, 16)} | 0`,
        `fc | 10 | ${n(10 * (7 * 7 * 16 + 1))}`,
      ],
    );
  });

  it('gives every part a prompt', () => {
    assert.deepEqual(
      parts.filter(([, { prompt }]) => prompt.trim() === '').map(([name]) => name),
      [],
    );
  });

  it('has most of it at once in the editor', () => {
    const { problems } = openProblemSet(sample('topics.cnn.yaml'), { budget: 8000 });
    const waiting = problems
      .flatMap((problem) => problem.parts)
      .filter(({ answer }) => answer?.outcome.kind === 'computing');
    assert.ok(waiting.length <= 3, waiting.map(({ id }) => id).join());
  });

  it('has an answer file with a number that was never rounded down, forgotten biases, and a checkerboard', () => {
    const { results, findings } = grade(readAnswerFile(sample('topics.answers.cnn.yaml')), set);
    assert.deepEqual(findings, []);
    const judged = results.filter(({ verdict }) => verdict !== 'missing');
    assert.deepEqual(
      judged
        .filter(({ verdict }) => verdict !== 'correct')
        .map(({ problem, part, verdict, mistake }) => [problem, part, verdict, mistake?.id]),
      [
        ['output-sizes', 'size', 'wrong', 'S08'],
        ['output-sizes', 'twice', 'wrong', undefined],
        ['parameter-counts', 'conv', 'wrong', 'P01'],
        ['transposed', 'even', 'partial', undefined],
      ],
    );
    assert.equal(judged.length, 44);
  });
});

/** What depends on the numbers of a variant, worked out from them alone. */
const BY_HAND: Readonly<Record<string, (value: (name: string) => number) => string>> = {
  'output-sizes.size': (of) => n(Math.floor((of('n') + 2 * of('p') - of('k')) / of('s')) + 1),
  'parameter-counts.conv': (of) => n(of('f') * (of('k') ** 2 * of('c') + 1)),
  'parameter-counts.dense': (of) => n(10 * (of('side') ** 2 * of('f') + 1)),
  'receptive-fields.one': (of) => n(2 * of('d') + 1),
  'receptive-fields.last': (of) => `field: ${2 * of('d') + 2 + 4}, stride: 2`,
  'receptive-fields.saving': (of) => `${(2 * of('d') + 1) ** 2 - 9 * of('d')}·c^2`,
  'transposed.extra': (of) => `cells: ${2 * (of('n') / 2 - 1) + 3 - 2}, missing: 1`,
  'dilated.field': (of) => `samples: ${n(2 ** of('l'))}, weights: ${2 * of('l')}`,
  'grouped-and-depthwise.grouped': (of) =>
    `one: ${n(9 * of('c') * of('f'))}, four: ${n((9 * of('c') * of('f')) / 4)}`,
  'grouped-and-depthwise.separable': (of) => n(9 * of('c') + of('c') * of('f')),
  'grouped-and-depthwise.ratio': (of) => fraction(9 + of('f'), 9 * of('f')),
  'pooling.max': (of) => row(row(6, of('a')), row(8, 9)),
  'padding-modes.uneven': (of) => `before: 0, after: ${2 * (of('n') / 2 - 1) + 3 - of('n')}`,
  'edge-filters.vertical': (of) => row(row(4 * of('h'), 4 * of('h'))),
  'edge-filters.magnitude': (of) =>
    `x: ${3 * of('h')}, y: ${3 * of('h')}, magnitude: ≈ ${(3 * of('h') * Math.SQRT2).toPrecision(6)}`,
  'gradients.step': (of) =>
    row(
      fraction(Math.round(100 * (1 + of('rate'))), 100),
      `-${fraction(Math.round(100 * (1 - 7 * of('rate'))), 100)}`,
    ),
  'three-dimensional.shape': (of) => shape(of('t'), 56, 56, 64),
  'three-dimensional.macs': (of) => n(of('t') * 112 * 112 * 64 * 81),
  'three-dimensional.stacked': (of) => `shape: 112 × 112 × 64, params: ${n(64 * (27 * of('t') + 1))}`,
  'flops-and-memory.macs': (of) => n((of('r') / 2) ** 2 * of('f') * 147),
  'flops-and-memory.bytes': (of) => n((of('r') / 2) ** 2 * of('f') * 4),
  'flops-and-memory.time': (of) => fraction((of('r') / 2) ** 2 * of('f') * 294, 10 ** 9),
};

describe('variants of the fifteen topics', () => {
  const drawn = new Set<string>();

  for (let variant = 0; variant <= 12; variant++)
    it(`variant ${variant} has the keys that its numbers give`, () => {
      for (const problem of openProblemSet(sample('topics.cnn.yaml'), { variant }).problems) {
        const numbers = new Map(
          problem.parameters.map(({ name, outcome }) => [
            name,
            outcome.kind === 'value' ? numberOf(valueText(outcome.value)) : NaN,
          ]),
        );
        if (numbers.size > 0) drawn.add(`${problem.id} ${[...numbers.values()].join()}`);
        for (const { id, answer } of problem.parts) {
          const byHand = BY_HAND[`${problem.id}.${id}`];
          if (!byHand) continue;
          assert.ok(answer?.outcome.kind === 'value', id);
          assert.equal(
            valueText(answer.outcome.value),
            byHand((name) => numbers.get(name) ?? NaN),
            `${problem.id}.${id}`,
          );
        }
      }
    });

  it('differ from each other', () => {
    assert.ok(drawn.size > 50, String(drawn.size));
  });
});
