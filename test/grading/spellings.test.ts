import assert from 'node:assert/strict';
import { grade, readAnswerFile, type PartResult } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { problemSet } from '../support/texts';

const TEXT = `conventions: { convolution: cross-correlation, channels: last, index: 0 }
${problemSet({
  given: [
    'x: { type: input, shape: [5] }',
    'k: { type: kernel, shape: [3] }',
    'line: { type: conv1d, input: x, kernel: k, padding: same }',
    'image: { type: input, shape: [30, 30, 3] }',
    'conv: { type: conv2d, input: image, filters: 8, kernel: 3 }',
    'two: { type: conv1d, input: [1, 2, 3, 4], kernel: [2, -1] }',
  ],
  parts: [
    '- { id: big, answer: 58064400 }',
    '- { id: million, answer: 10^6 }',
    '- { id: product, answer: 5*5*3 }',
    '- { id: part, answer: 89/100 }',
    '- { id: half, answer: 3/2 }',
    '- { id: tiny, answer: 1/1000 }',
    '- { id: real, answer: sqrt(2) }',
    '- { id: memory, units: kB, answer: 246824/1000 }',
    '- { id: macs, units: MACs, answer: 470400 }',
    '- { id: share, units: "%", answer: 12 }',
    '- { id: size, variables: { n: 5..40, k: 1..5, p: 0..3, s: 1..4 }, answer: floor((n - k + 2*p)/s) + 1 }',
    '- { id: square, variables: { n: 1..40 }, answer: n^2 }',
    '- { id: matrix, answer: matrix(line) }',
    '- { id: numbers, answer: matrix(two) }',
    '- { id: vector, answer: "[1, 2, 3]" }',
    '- { id: place, answer: "argmax([[0, 1], [5, 2]])" }',
    '- { id: shape, answer: "outputShape(conv)" }',
    '- { id: index, answer: "argmax([1, 5, 2])" }',
    '- { id: window, variables: { n: 3..40 }, answer: "[n - 2, n - 2, 8]" }',
    '- { id: none, answer: "outputSize(3, 5)" }',
    '- { id: claim, answer: 1 + 1 == 2 }',
  ],
})}`;
const SET = openProblemSet(TEXT);

/** The verdict on an answer as it is typed into a block of its own, so YAML leaves it as it is. */
function judged(part: string, answer: string): PartResult {
  const lines = answer.split('\n').map((line) => `      ${line}\n`);
  return judgedYaml(part, `|-\n${lines.join('')}`);
}

function judgedYaml(part: string, yaml: string): PartResult {
  const file = readAnswerFile(`problem-set: x.cnn.yaml\nanswers:\n  p:\n    ${part}: ${yaml}\n`);
  const found = grade(file, SET).results.find((result) => result.part === part);
  assert.ok(found);
  return found;
}

const RIGHT: Readonly<Record<string, readonly string[]>> = {
  big: [
    '58064400',
    '58,064,400',
    '58 064 400',
    '58\u00a0064\u00a0400',
    '58\u2009064\u202f400',
    '58_064_400',
    '58’064’400',
    '58.064.400',
    '58{,}064{,}400',
    '$58{,}064{,}400$',
    '= 58064400',
    '≈ 58064400',
    '~58064400',
    'ca. 58,064,400',
    'count = 58064400',
    '58,064,400 parameters',
    '58064400 weights',
    '58.0644 million',
    '580644*10^2',
    '5.80644e7',
    '5.80644 × 10^7',
    '5.80644 · 10⁷',
    '5.80644 \\cdot 10^{7}',
    '5.80644*10**7',
    '58064.4e3',
    '508*508*225 = 58,064,400',
  ],
  million: ['1e6', '1.0E+6', '10^6', '10⁶', '1 million', '1000 thousand', '−1 + 1000001', '1.000.000'],
  product: [
    '5x5x3',
    '5 x 5 x 3',
    '5 × 5 × 3 = 75',
    '5\\times 5\\times 3',
    '75.0',
    '5⋅5⋅3',
    '5²·3',
    '225 // 3',
    '227//3',
    '-149 // -2 + 1',
    '80 + -9 // 2',
    '900 // 4 // 3',
    '2**3**2 // 7 + 2',
    '1 + 2 * (371 // 10)',
    'max(75, 149 // 2)',
  ],
  part: [
    '89 %',
    '89%',
    '89 \\%',
    '0.89',
    '0,89',
    '89/100',
    '\\frac{89}{100}',
    '89 percent',
    '1 - 11/100',
    '89/100 ≈ 0.9',
  ],
  half: ['3/2', '1.5', '1,5', '1 1/2', '1½', '150 %', '6 / 4', '1.5 = 3/2'],
  tiny: ['0.001', '10^-3', '10⁻³', '10^{-3}', '1e-3', '0,001', '0.1 %'],
  real: ['1.414', '1.41421', '1,4142', '141.4 %', '2^0.5', '2^0.5 ≈ 1.414'],
  memory: [
    '246.824',
    '246.824 kB',
    '246824 B',
    '246824 bytes',
    '0.246824 MB',
    '1974592 bits',
    '4*61706 B = 246.824 kB',
    '241.0390625 KiB',
  ],
  macs: ['470400', '470,400 MACs', '0.4704 MMACs', '470.4 kMACs'],
  share: ['12', '12 %', '12%'],
  size: [
    '⌊(n − k + 2p)/s⌋ + 1',
    '\\left\\lfloor \\frac{n-k+2p}{s} \\right\\rfloor + 1',
    '(n - k + 2*p) // s + 1',
    'math.floor((n-k+2*p)/s) + 1',
    'floor((n - k + 2p)/s + 1)',
    'out = (2*p + n - k)//s + 1',
  ],
  square: ['n^2', 'n²', 'n^{2}', 'n·n', 'n**2', '$n^2$', 'n*n = n²', '\\sqrt{n^4}'],
  matrix: [
    '[[k2, k3, 0, 0, 0], [k1, k2, k3, 0, 0], [0, k1, k2, k3, 0], [0, 0, k1, k2, k3], [0, 0, 0, k1, k2]]',
    '[k2 k3 0 0 0; k1 k2 k3 0 0; 0 k1 k2 k3 0; 0 0 k1 k2 k3; 0 0 0 k1 k2]',
    'k2 k3 0 0 0\nk1 k2 k3 0 0\n0 k1 k2 k3 0\n0 0 k1 k2 k3\n0 0 0 k1 k2',
    'k2,k3,0,0,0\nk1,k2,k3,0,0\n0,k1,k2,k3,0\n0,0,k1,k2,k3\n0,0,0,k1,k2\n',
    '\\begin{bmatrix} k_2 & k_3 & 0 & 0 & 0 \\\\ k_1 & k_2 & k_3 & 0 & 0 \\\\ 0 & k_1 & k_2 & k_3 & 0 \\\\ 0 & 0 & k_1 & k_2 & k_3 \\\\ 0 & 0 & 0 & k_{1} & k_{2} \\end{bmatrix}',
    '$$\\left(\\begin{array}{ccccc} k_2 & k_3 & 0 & 0 & 0 \\\\ k_1 & k_2 & k_3 & 0 & 0 \\\\ 0 & k_1 & k_2 & k_3 & 0 \\\\ 0 & 0 & k_1 & k_2 & k_3 \\\\ 0 & 0 & 0 & k_1 & k_2 \\\\ \\end{array}\\right)$$',
    'toeplitz([k2, k1, 0, 0, 0], [k2, k3, 0, 0, 0])',
    'scipy.linalg.toeplitz(c=[k2, k1, 0, 0, 0], r=[k2, k3, 0, 0, 0])',
    'band([k1, k2, k3], [-1, 0, 1])',
    'diags([k1, k2, k3], [-1, 0, 1], shape=(5, 5))',
    '[[k2, k3, 0, 0, 0], [k1, k2, k3, 0, 0], ..., [0, 0, 0, k1, k2]]',
    'k2 k3 0 … 0\nk1 k2 k3 0 0\n…\n0 0 0 k1 k2',
    '\\begin{pmatrix} k_2 & k_3 & 0 & \\cdots & 0 \\\\ k_1 & k_2 & k_3 & \\cdots & 0 \\\\ \\vdots & & \\ddots & & \\vdots \\\\ 0 & \\cdots & 0 & k_1 & k_2 \\end{pmatrix}'.replace(
      'k_3 & \\cdots & 0 \\\\ \\vdots',
      'k_3 & 0 & 0 \\\\ \\vdots',
    ),
    'A = [[k₂, k₃, 0, 0, 0], [k₁, k₂, k₃, 0, 0], [0, k₁, k₂, k₃, 0], [0, 0, k₁, k₂, k₃], [0, 0, 0, k₁, k₂]]',
  ],
  numbers: [
    'np.array([[2, -1, 0, 0], [0, 2, -1, 0], [0, 0, 2, -1]])',
    'array([[ 2., -1.,  0.,  0.],\n       [ 0.,  2., -1.,  0.],\n       [ 0.,  0.,  2., -1.]])',
    'torch.tensor([[2, -1, 0, 0], [0, 2, -1, 0], [0, 0, 2, -1]], dtype=torch.float32)',
    '[[ 2 -1  0  0]\n [ 0  2 -1  0]\n [ 0  0  2 -1]]',
    '[2 −1 0 0; 0 2 −1 0; 0 0 2 −1]',
    '2, -1, 0, 0; 0, 2, -1, 0; 0, 0, 2, -1',
    '2 -1 0 0\n…\n0 0 2 -1',
  ],
  vector: [
    '[1, 2, 3]',
    '1, 2, 3',
    '1 2 3',
    '(1, 2, 3)',
    '[1 2 3]',
    '[1; 2; 3]',
    'np.array([1, 2, 3])',
    '\\begin{pmatrix} 1 \\\\ 2 \\\\ 3 \\end{pmatrix}',
  ],
  place: [
    '[1, 0]',
    '(1, 0)',
    '1,0',
    '1 0',
    'row 1, column 0',
    'r=1 c=0',
    'column 0, row 1',
    'row = 1, col = 0',
    'x=0, y=1',
  ],
  shape: [
    '28x28x8',
    '28 × 28 × 8',
    '(28, 28, 8)',
    '[28,28,8]',
    '28*28*8',
    '28, 28, 8',
    '28 by 28 by 8',
    'torch.Size([28, 28, 8])',
    '28 \\times 28 \\times 8',
    'shape = (28, 28, 8)',
  ],
  index: ['1', '(1)', '[1]', 'at = 1'],
  window: [
    '[n-2, n-2, 8]',
    '(n - 2, n - 2, 8)',
    '(n−2)×(n−2)×8',
    '(n-2) x (n-2) x 8',
    'n-2, n-2, 8',
    'f = [n - 2, n - 2, 8]',
  ],
  none: ['undefined', 'Impossible.', 'does not exist', 'doesn’t exist'],
  claim: ['true', 'True', 'yes', 'T', 'correct', 'Yes.', '1 + 1 == 2 and true'],
};

const WRONG: readonly (readonly [part: string, answer: string])[] = [
  ['big', '58064401'],
  ['big', '58,064,40'],
  ['big', '5.80644e6'],
  ['big', '58.064'],
  ['big', '58.06 million'],
  ['million', '1e5'],
  ['million', '1,000'],
  ['product', '5x5'],
  ['product', '0x75'],
  ['product', '224 // 3'],
  ['part', '89'],
  ['part', '0.89 %'],
  ['part', '0.890001'],
  ['half', '11/2'],
  ['half', '2 1/2'],
  ['tiny', '10^3'],
  ['real', '1.4'],
  ['real', '1.415'],
  ['memory', '246824'],
  ['memory', '246.824 KiB'],
  ['memory', '246.824 MB'],
  ['memory', '246.824 bits'],
  ['macs', '470400 FLOPs'],
  ['macs', '470.4 MMACs'],
  ['share', '0.12'],
  ['size', '(n - k + 2*p) / s + 1'],
  ['size', 'n - k + 2*p // s + 1'],
  ['square', 'n*2'],
  ['square', '2n'],
  ['matrix', 'toeplitz([k2, k3, 0, 0, 0], [k2, k1, 0, 0, 0])'],
  ['matrix', 'band([k1, k2, k3], [0, 1, 2])'],
  ['matrix', 'band([k1, k2, k3])'],
  ['matrix', 'k2 k3 0 0 0\n…\n0 0 0 k3 k2'],
  ['numbers', '[2 - 1 0 0; 0 2 - 1 0; 0 0 2 - 1]'],
  ['numbers', 'np.array([[2, 1, 0, 0], [0, 2, 1, 0], [0, 0, 2, 1]])'],
  ['vector', '[1, 2]'],
  ['vector', '[3, 2, 1]'],
  ['place', '(0, 1)'],
  ['place', 'row 0, column 1'],
  ['place', '10'],
  ['shape', '8x28x28'],
  ['shape', '28x28'],
  ['shape', '6272'],
  ['index', '(1, 0)'],
  ['window', '(n−1)×(n−2)×8'],
  ['window', '8(n-2)(n-2)'],
  ['none', '0'],
  ['claim', 'no'],
  ['claim', 'F'],
];

const UNREADABLE: readonly (readonly [part: string, answer: string, says: RegExp])[] = [
  ['square', '1/2n', /“\/2n…” can mean two things: write \(…\/2\)\*n or …\/\(2n\)\. An answer can be/],
  ['square', 'n // 2n', /can mean two things/],
  ['half', '1 + 50 %', /can mean two things/],
  ['memory', '246.824 KB', /“KB” can mean two things: kB is 1,000 bytes, KiB is 1,024 bytes/],
  ['memory', '246.824 pixels', /“pixels” measures something else .* A bare number is in kB/],
  ['macs', '940800 FLOPs', /The answer is in MACs; “FLOPs” measures something else/],
  ['big', '58064400 MB', /The question names no unit/],
  ['matrix', '[[1, 0], [0]]', /Row 1 \(counted from 0\) has 1 cells, and the first one 2/],
  ['matrix', '\\begin{bmatrix} k_1 & \\\\ & k_1 \\end{bmatrix}', /Row 0, column 1 .* is empty; write 0/],
  ['matrix', 'k2 k3 0 0 0\n…', /Rows must stand before the dots and behind them/],
  ['matrix', '[[k1, 0, 0, 0, 0], …, [0, 0, 0, 0, k2]]', /can’t be told from those around/],
  ['matrix', 'toeplitz([1, 2], [3, 4])', /both begin with the same cell/],
  ['matrix', 'toeplitz(5)', /its first column and its first row as lists/],
  ['matrix', 'k2 + * k3, 0; 0, 0', /can’t be read.*An answer can be/],
  ['square', '1/2(n^2)', /write \(…\/2\)\*\(…\) or …\/\(2\(…\)\)/],
  ['square', '50 % (2n^2)', /the rest of a division is “mod”/],
  ['index', '1,0', /“,” can’t stand here/],
  ['claim', 'maybe', /“maybe” is not defined.*true or false/],
  ['big', 'about a lot', /An answer can be/],
];

describe('spellings', () => {
  it('the problem set of these tests is sound', () => {
    assert.deepEqual(SET.findings, []);
  });

  for (const [part, answers] of Object.entries(RIGHT))
    for (const answer of answers)
      it(`${part}: ${answer} is right`, () => {
        const result = judged(part, answer);
        assert.equal(result.verdict, 'correct', result.message);
      });

  for (const [part, answer] of WRONG)
    it(`${part}: ${answer} is not right`, () => {
      const result = judged(part, answer);
      assert.ok(['wrong', 'unreadable'].includes(result.verdict), `${result.verdict}: ${result.message}`);
      // A mistake that is known may earn what the catalogue suggests; being near alone earns nothing.
      if (result.mistake === undefined) assert.equal(result.credit, 0);
      else assert.ok(result.credit < 1, JSON.stringify(result.mistake));
    });

  for (const [part, answer, says] of UNREADABLE)
    it(`${part}: ${answer} is unreadable`, () => {
      const result = judged(part, answer);
      assert.equal(result.verdict, 'unreadable', result.message);
      assert.match(result.message, says);
    });

  it('what YAML reads itself is read too', () => {
    for (const [part, yaml] of [
      ['numbers', '[2 -1 0 0; 0 2 -1 0; 0 0 2 -1]'],
      ['numbers', '[2, -1, 0, 0; 0, 2, -1, 0; 0, 0, 2, -1]'],
      ['numbers', '[[2, -1, 0, 0], …, [0, 0, 2, -1]]'],
      ['numbers', '[[2 -1 0 0], [0 2 -1 0], [0 0 2 -1]]'],
      ['numbers', '\n      - [2, -1, 0, 0]\n      - 0 2 -1 0\n      - 0, 0, 2, -1'],
      ['place', '{ column: 0, row: 1 }'],
      ['shape', '[28, 28, 8]'],
    ] as const) {
      const result = judgedYaml(part, yaml);
      assert.equal(result.verdict, 'correct', `${yaml}: ${result.message}`);
    }
  });

  it('the place of a slip is that of the side that isn’t equal', () => {
    const text = 'problem-set: x.cnn.yaml\nanswers:\n  p:\n    product: 5*5*3 = 70 = 75\n';
    const result = grade(readAnswerFile(text), SET).results.find(({ part }) => part === 'product');
    assert.equal(result?.verdict, 'partial');
    assert.match(result.message, /5\*5\*3 is 75, not 70/);
    assert.equal(text.slice(result.span.start, result.span.end), '5*5*3 = 70 = 75');
    assert.equal(text.slice(result.slip?.start, result.slip?.end), '70');
  });

  it('a rounding that is wrong is a slip', () => {
    assert.match(judged('part', '89/100 ≈ 0.8 = 0.89').message, /89\/100 is 0\.89|not 0\.8/);
    assert.notEqual(judged('part', '89/100 ≈ 0.8').verdict, 'correct');
  });

  it('what a question calls its unit may stand behind the number', () => {
    const set = openProblemSet(problemSet({ parts: ['- { id: q, units: layers, answer: 3 }'] }));
    const verdict = (answer: string): string | undefined =>
      grade(readAnswerFile(`problem-set: x\nanswers: { p: { q: ${answer} } }\n`), set).results[0]?.verdict;
    assert.deepEqual(set.findings, []);
    assert.deepEqual(['3', '3 layers', '3 kB', '4 layers'].map(verdict), [
      'correct',
      'correct',
      'unreadable',
      'wrong',
    ]);
  });
});
