import assert from 'node:assert/strict';
import { valueText } from '../../src/core';
import { grade, readAnswerFile } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { sample } from '../support/texts';

/** The key of each part, worked out by hand. */
const KEYS: Readonly<Record<string, string>> = {
  // ⌊(224 + 2·3 − 7)/2⌋ + 1 = ⌊111.5⌋ + 1
  'output-sizes.size': '112',
  'output-sizes.general': '⌊(m − r)/t⌋ + 1',
  'output-sizes.same': '(r − 1)/2',
  // (10 − 4)/4 is not whole
  'output-sizes.stride': 'false',
  // 32·(5·5·3 + 1)
  'parameter-counts.conv': '2,432',
  // 28·28·32 = 25,088 inputs, 10 units: 250,880 + 10
  'parameter-counts.dense': '250,890',
  'parameter-counts.share': 'dense',
  // 3, then 2 more for each of two more layers
  'receptive-fields.three': '7',
  // 7, the pool 8 and from now on by 2: 8 + 2·2
  'receptive-fields.last': '12',
  // 49c² − 27c²
  'receptive-fields.saving': '22·c^2',
  'matrices-by-hand.matrix':
    '[[k1_1, k1_2, 0, k2_1, k2_2, 0, 0, 0, 0], [0, k1_1, k1_2, 0, k2_1, k2_2, 0, 0, 0], [0, 0, 0, k1_1, k1_2, 0, k2_1, k2_2, 0], [0, 0, 0, 0, k1_1, k1_2, 0, k2_1, k2_2]]',
  'matrices-by-hand.structure':
    '4 × 9, doubly block Toeplitz with blocks of 2 × 3; 16 of 36 cells are not zero (44 %).',
  // 4·9 − 4·4
  'matrices-by-hand.zeros': '20',
  // [1, 2, 3, 0, 0] + [0, 0, 2, 4, 6]
  'transposed.output': '[1, 2, 5, 4, 6]',
  // ⌊(8 + 2 − 3)/2⌋ + 1 = 4 cells; (4 − 1)·2 − 2 + 3 = 7 of 8
  'transposed.extra': '1',
  'transposed.matrices': 'true',
  // 4·(3 − 1) + 1
  'dilated.span': '9',
  // 1 + 1 + 2 + 4 + 8
  'dilated.field': '16',
  // 2^9 = 512, 2^10 = 1024
  'dilated.layers': '10',
  // 9·64·128 / 4
  'grouped-and-depthwise.grouped': '18,432',
  // 9·64 + 64·128
  'grouped-and-depthwise.separable': '8,768',
  // 1/128 + 1/9 = (9 + 128)/1152
  'grouped-and-depthwise.ratio': '137/1152',
  'pooling.max': '[[6, 4], [8, 9]]',
  // (1 + 3 + 5 + 6)/4, (2 + 4 + 1 + 2)/4, (7 + 2 + 0 + 8)/4, (3 + 1 + 4 + 9)/4
  'pooling.mean': '[[15/4, 9/4], [17/4, 17/4]]',
  'pooling.gradient': '[[0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [0, 1, 0, 1]]',
  'pooling.shift': '2',
  'padding-modes.reflect': '[3, 2, 1, 2, 3, 2, 1]',
  'padding-modes.symmetric': '[2, 1, 1, 2, 3, 3, 2]',
  'padding-modes.circular': '[2, 3, 1, 2, 3, 1, 2]',
  'padding-modes.ring': 'true',
  // 9·(1 + 2 + 1) at both places
  'edge-filters.vertical': '[[36, 36]]',
  'edge-filters.horizontal': '[[0, 0]]',
  // [1, 2, 1]ᵀ · [−1, 0, 1]
  'edge-filters.separable': 'true',
  'detectors.response': '[[2, 2, 1], [2, 3, 2], [1, 2, 2]]',
  'detectors.place': '[1, 1]',
  'detectors.threshold': '7',
  'gradients.kernel': '[u1·x1 + u2·x2, u1·x2 + u2·x3]',
  'gradients.input': '[k1·u1, k1·u2 + k2·u1, k2·u2]',
  'gradients.transposed': 'true',
  // 64·(27·3 + 1)
  'three-dimensional.params': '5,248',
  'three-dimensional.shape': '16 × 56 × 56 × 64',
  // 112·112 places · 64 filters · 7·7·3
  'flops-and-memory.macs': '118,013,952',
  'flops-and-memory.flops': '236,027,904',
  // 112·112·64·4
  'flops-and-memory.bytes': '3,211,264',
  // Simonyan & Zisserman; 25,088·4096 + 4096, 4096·4096 + 4096, 4096·1000 + 1000
  'well-known-networks.vgg': '138,357,544',
  'well-known-networks.head': '123,642,856',
  'well-known-networks.resnet': '25,557,032',
  // 14 after block 2, 16 and 40, 44 and 92, 100 and 196, 212
  'well-known-networks.field': '212',
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

  it('has most of it at once in the editor', () => {
    const { problems } = openProblemSet(sample('topics.cnn.yaml'), { budget: 8000 });
    const waiting = problems
      .flatMap((problem) => problem.parts)
      .filter(({ answer }) => answer?.outcome.kind === 'computing');
    assert.ok(waiting.length <= 3, waiting.map(({ id }) => id).join());
  });

  it('has an answer file of which one number was never rounded down, and one forgets the biases', () => {
    const { results, findings } = grade(readAnswerFile(sample('topics.answers.cnn.yaml')), set);
    assert.deepEqual(findings, []);
    const judged = results.filter(({ verdict }) => verdict !== 'missing');
    assert.deepEqual(
      judged
        .filter(({ verdict }) => verdict !== 'correct')
        .map(({ problem, part, verdict, mistake }) => [problem, part, verdict, mistake?.id]),
      [
        ['output-sizes', 'size', 'wrong', undefined],
        ['parameter-counts', 'conv', 'wrong', 'P01'],
      ],
    );
    assert.equal(judged.length, 25);
  });
});
