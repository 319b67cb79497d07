import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  isFailure,
  Polynomial,
  sym,
  Tensor,
  valueLatex,
  valueNumpy,
  type Failure,
  type Value,
} from '../../src/core';
import { assertSentence, tensorValue, valueOf } from './support/values';

const NAMES = {
  x: tensorValue(Tensor.symbols('x', [4])),
  k: tensorValue(Tensor.symbols('k', [3])),
  n: formula('n'),
  lambda: formula('lambda'),
  image: tensorValue(Tensor.symbols('image', [512, 512, 3])),
};

function formula(name: string): Value {
  return { kind: 'formula', value: Polynomial.symbol(sym(name)) };
}

const valueIn = (expression: string): Value => valueOf(expression, NAMES);

function text(copied: string | Failure): string {
  assert.ok(!isFailure(copied), isFailure(copied) ? copied.message : '');
  return copied;
}

/** Expressions with their LaTeX and their NumPy. */
const COPIES: readonly (readonly [expression: string, latex: string, numpy: string])[] = [
  [
    'matrix(conv1d(x, kernel=k, padding=same))',
    String.raw`\begin{bmatrix}
  k_{2} & k_{3} &     0 &     0 \\
  k_{1} & k_{2} & k_{3} &     0 \\
      0 & k_{1} & k_{2} & k_{3} \\
      0 &     0 & k_{1} & k_{2}
\end{bmatrix}`,
    `# Give values first: k2, k3, k1
np.array([[k2, k3,  0,  0],
          [k1, k2, k3,  0],
          [ 0, k1, k2, k3],
          [ 0,  0, k1, k2]])`,
  ],
  [
    '[[1/3, -2], [10^6, 0]]',
    String.raw`\begin{bmatrix}
  \frac{1}{3} &          -2 \\
      1000000 &           0
\end{bmatrix}`,
    `np.array([[    1/3,      -2],
          [1000000,       0]])`,
  ],
  ['[44, 26, 16]', '\\begin{bmatrix}\n  44 & 26 & 16\n\\end{bmatrix}', 'np.array([44, 26, 16])'],
  [
    '[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]',
    String.raw`\begin{aligned}
[0, :, :] &= \begin{bmatrix}
  1 & 2 \\
  3 & 4
\end{bmatrix} \\
[1, :, :] &= \begin{bmatrix}
  5 & 6 \\
  7 & 8
\end{bmatrix}
\end{aligned}`,
    `np.array([[[1, 2],
           [3, 4]],

          [[5, 6],
           [7, 8]]])`,
  ],
  [
    '[n^2 - 2*lambda, 1]',
    '\\begin{bmatrix}\n  n^{2} - 2 \\lambda &                 1\n\\end{bmatrix}',
    '# Give values first: n, lambda_\nnp.array([n**2 - 2*lambda_, 1])',
  ],
  [
    'outputSize(n, 3, stride=2) * lambda',
    '\\lambda \\lfloor \\frac{n - 3}{2} \\rfloor + \\lambda',
    '# Give values first: lambda_, n\nlambda_*np.floor((n - 3)/2) + lambda_',
  ],
  ['n - 3 + 1', 'n - 2', '# Give a value first: n\nn - 2'],
  ['608850137136', '608{,}850{,}137{,}136', '608850137136'],
  ['2/3', '\\frac{2}{3}', '2/3'],
  [
    '[2^63, 1]',
    '\\begin{bmatrix}\n  9223372036854775808 &                   1\n\\end{bmatrix}',
    'np.array([9223372036854775808, 1], dtype=object)',
  ],
  ['outputShape(conv2d(image, filters=8, kernel=3))', '510 \\times 510 \\times 8', '(510, 510, 8)'],
  ['argmax([[1, 2], [3, 1]])', '(1, 0)', '(1, 0)'],
  ['argmax([1, 2])', '1', '1'],
  ['1 < 2', '\\text{true}', 'True'],
  ['1..3', '\\begin{bmatrix}\n  1 & 2 & 3\n\\end{bmatrix}', 'np.arange(1, 4)'],
  [
    'dense(inFeatures=2, units=1)',
    '\\begin{bmatrix}\n  w_{1,1} & w_{1,2}\n\\end{bmatrix}',
    '# Give values first: w1_1, w1_2\nnp.array([[w1_1, w1_2]])',
  ],
];

describe('values as LaTeX and NumPy', () => {
  for (const [expression, latex, numpy] of COPIES) {
    it(`${expression} as LaTeX`, () => {
      assert.equal(valueLatex(valueIn(expression)), latex);
    });
    it(`${expression} as NumPy`, () => {
      assert.equal(valueNumpy(valueIn(expression)), numpy);
    });
  }

  it('reals keep every digit in Python, and six in LaTeX', () => {
    const reals = tensorValue(Tensor.of([1, 2], [1e-7, 1 / 3]));
    assert.equal(
      valueNumpy(reals),
      'np.array([[1e-7, 0.3333333333333333]])'.replace('1e-7,', '              1e-7,'),
    );
    assert.equal(valueLatex(reals), '\\begin{bmatrix}\n  1 \\cdot 10^{-7} &        0.333333\n\\end{bmatrix}');
  });

  it('more columns than amsmath takes are told of', () => {
    const wide = valueLatex(tensorValue(Tensor.integers([2, 11], new Array<number>(22).fill(0))));
    assert.match(text(wide), /^% .*\\setcounter\{MaxMatrixCols\}\{11\}\n\\begin\{bmatrix\}/);
    assert.doesNotMatch(
      text(valueLatex(tensorValue(Tensor.integers([1, 10], new Array<number>(10).fill(0))))),
      /%/,
    );
  });

  it('many names are counted rather than listed', () => {
    const many = text(valueNumpy(valueIn('dense(inFeatures=6, units=6)')));
    assert.match(many, /^# Give values first: w1_1, w1_2, …, w6_6 \(36 names\)\n/);
  });

  it('fields and tables go line by line', () => {
    const fields: Value = {
      kind: 'fields',
      fields: new Map([
        ['raw', valueIn('3')],
        ['in', valueIn('[[1], [2]]')],
      ]),
    };
    assert.equal(valueNumpy(fields), 'raw = 3\nin_ = np.array([[1],\n                [2]])');
    assert.equal(
      valueLatex({
        kind: 'fields',
        fields: new Map([
          ['raw', valueIn('3')],
          ['n', valueIn('4')],
        ]),
      }),
      '\\begin{aligned}\n\\mathrm{raw} &= 3 \\\\\nn &= 4\n\\end{aligned}',
    );
    const table: Value = {
      kind: 'table',
      columns: ['m', 'value'],
      rows: [
        ['1', '9'],
        ['2', '8'],
      ].map((row) => row.map(valueIn)),
    };
    assert.equal(valueNumpy(table), 'np.array([[1, 9],\n          [2, 8]])  # columns: m, value');
    assert.match(text(valueLatex(table)), /\\begin\{array\}\{rr\}\n {2}\\text\{m\} & \\text\{value\}/);
  });

  it('what is too large, or has no value, is refused in a sentence, at once', () => {
    const refused = (value: Value): string[] =>
      [valueLatex(value), valueNumpy(value)].map((copied) => {
        if (!isFailure(copied)) return assert.fail(copied);
        assertSentence(copied.message);
        return copied.message;
      });
    const [large] = refused(valueIn('matrix(conv2d(image, filters=3, kernel=5))'));
    assert.equal(large, 'This 774,192 × 786,432 matrix has 608,849,362,944 cells; up to 10,000 are copied.');
    refused(valueIn('conv2d(image, filters=3, kernel=5)'));
    refused(valueIn('image'));
    refused(valueIn('outputSize(3, 5)'));
    refused(valueIn('conv1d(kernel=3)'));
    assert.ok(isFailure(valueLatex(valueIn('1..10001'))));
  });

  it('NumPy reads what is written for it', function () {
    try {
      execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    const read = (expression: string, names = ''): string =>
      execFileSync('python3', ['-'], {
        encoding: 'utf8',
        input: `import numpy as np\n${names}\nvalue = ${text(valueNumpy(valueIn(expression))).replace(/^#.*\n/, '')}\nprint(value.tolist(), value.shape)`,
      }).trim();
    assert.equal(
      read('matrix(conv1d(x, kernel=k, padding=same))', 'k1, k2, k3 = 1, 2, 3'),
      '[[2, 3, 0, 0], [1, 2, 3, 0], [0, 1, 2, 3], [0, 0, 1, 2]] (4, 4)',
    );
    assert.equal(read('[2^63, 1]'), '[9223372036854775808, 1] (2,)');
    assert.equal(read('[n^2 - 2*lambda, 1/2]', 'n, lambda_ = 3, 2'), '[5.0, 0.5] (2,)');
    assert.equal(
      read('[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]'),
      '[[[1, 2], [3, 4]], [[5, 6], [7, 8]]] (2, 2, 2)',
    );
  });
});
