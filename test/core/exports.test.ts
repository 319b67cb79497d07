import assert from 'node:assert/strict';
import fc from 'fast-check';
import { exportValue, scalarText, Tensor, type ExportFormat, type Matrix, type Value } from '../../src/core';
import { readMatrixMarket, readNpy, readNpz } from '../support/arrays';
import { places } from './support/brute';
import { layerOf, numbersFor, sizeOf, slides, weightShape } from './support/slides';
import { tensorValue, valueOf } from './support/values';

function bytes(value: Value, format: ExportFormat): Buffer {
  return Buffer.concat(Array.from(exportValue(value, format), (piece) => Buffer.from(piece)));
}

function text(value: Value, format: ExportFormat): string {
  return bytes(value, format).toString('utf8');
}

function cellsOf(matrix: Matrix): string[] {
  return places([matrix.rows, matrix.cols]).map(([i = 0, j = 0]) => scalarText(matrix.cell(i, j)));
}

/** The matrix of a random layer with whole weights. */
const matrices = slides({ groups: 2 }).map((random): Value & { kind: 'matrix' } => {
  const shape = weightShape(random.slide, random.laid.channels);
  const weights = numbersFor(sizeOf(shape), 7);
  return { kind: 'matrix', matrix: layerOf({ ...random, padding: random.word, weights }).matrix };
});

describe('a matrix in the format of another program', () => {
  it('is read back cell by cell', () => {
    fc.assert(
      fc.property(matrices, (value) => {
        const { matrix } = value;
        const { rows, cols } = matrix;
        const cells = cellsOf(matrix);
        const market = readMatrixMarket(text(value, 'mtx'));
        assert.deepEqual([market.field, market.rows, market.cols], ['integer', rows, cols]);
        assert.deepEqual(
          places([rows, cols]).map(([i = 0, j = 0]) => market.entries.get(`${i + 1},${j + 1}`) ?? '0'),
          cells,
        );
        assert.ok(![...market.entries.values()].includes('0'));
        assert.deepEqual(readNpy(bytes(value, 'npy')), { descr: '<i8', shape: [rows, cols], values: cells });
        assert.deepEqual(
          text(value, 'csv')
            .trimEnd()
            .split('\n')
            .flatMap((line) => line.split(',')),
          cells,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('as NPZ has the parts that SciPy looks for', () => {
    fc.assert(
      fc.property(matrices, (value) => {
        const { rows, cols } = value.matrix;
        const arrays = readNpz(bytes(value, 'npz'));
        assert.deepEqual([...arrays.keys()].sort(), [
          'data.npy',
          'format.npy',
          'indices.npy',
          'indptr.npy',
          'shape.npy',
        ]);
        const of = (name: string): readonly string[] => arrays.get(`${name}.npy`)?.values ?? [];
        assert.deepEqual([of('format'), of('shape')], [['csr'], [String(rows), String(cols)]]);
        const cells = new Array<string>(rows * cols).fill('0');
        for (let row = 0; row < rows; row++)
          for (let at = Number(of('indptr')[row]); at < Number(of('indptr')[row + 1]); at++)
            cells[row * cols + Number(of('indices')[at])] = of('data')[at] ?? '';
        assert.deepEqual(cells, cellsOf(value.matrix));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what can be kept, and says what can’t', () => {
    const fractions = valueOf('[[1/3, 0], [2, 1/2]]');
    assert.match(
      text(fractions, 'mtx'),
      /^%%MatrixMarket matrix coordinate real general\n% Exact fractions .*nearest doubles\.\n2 2 3\n/,
    );
    assert.equal(readMatrixMarket(text(fractions, 'mtx')).entries.get('1,1'), String(1 / 3));
    assert.equal(text(fractions, 'csv'), '1/3,0\n2,1/2\n');
    assert.deepEqual(readNpy(bytes(fractions, 'npy')), {
      descr: '<f8',
      shape: [2, 2],
      values: [String(1 / 3), '0', '2', '0.5'],
    });
    const large = valueOf('[2^63 - 1, -(2^63)]');
    assert.deepEqual(readNpy(bytes(large, 'npy')).values, ['9223372036854775807', '-9223372036854775808']);
    assert.equal(readNpy(bytes(valueOf('[2^63, 1]'), 'npy')).descr, '<f8');
    const reals = valueOf('sqrt([2, 3])');
    assert.deepEqual(readNpy(bytes(reals, 'npy')), {
      descr: '<f8',
      shape: [2],
      values: [String(Math.SQRT2), String(Math.sqrt(3))],
    });
    assert.match(text(reals, 'mtx'), /coordinate real general\n2 1 2\n1 1 1\.414/);
    const symbols = valueOf('matrix(conv1d(1..3, kernel=2))');
    assert.equal(text(symbols, 'csv'), 'w1,w2,0\n0,w1,w2\n');
    for (const format of ['mtx', 'npy', 'npz'] as const)
      assert.throws(() => bytes(symbols, format), /w1 is a symbol; this file holds numbers/);
  });

  it('tensors and fields have NumPy’s', () => {
    const cube = tensorValue(Tensor.integers([2, 1, 2], [1, 2, 3, 4]));
    assert.deepEqual(readNpy(bytes(cube, 'npy')), {
      descr: '<i8',
      shape: [2, 1, 2],
      values: ['1', '2', '3', '4'],
    });
    assert.throws(() => bytes(cube, 'csv'), /the tensor has 3 axes\. NPY and NPZ take it/);
    const parts = readNpz(bytes(valueOf('csr([[0, 5], [6, 7]])'), 'npz'));
    assert.deepEqual(
      [...parts].map(([name, { values }]) => [name, values]),
      [
        ['data.npy', ['5', '6', '7']],
        ['indices.npy', ['1', '0', '1']],
        ['indptr.npy', ['0', '1', '3']],
      ],
    );
    assert.equal(text(valueOf('1..3'), 'csv'), '1,2,3\n');
    assert.equal(
      text(valueOf('1..3'), 'mtx'),
      '%%MatrixMarket matrix coordinate integer general\n3 1 3\n1 1 1\n2 1 2\n3 1 3\n',
    );
    for (const [expression, says] of [
      ['3', /this is the number 3/],
      ['conv1d(1..3, kernel=2)', /a conv1d layer \(matrix\(…\) is its matrix/],
      ['1 < 2', /this is true/],
      ['csr([[1]])', /NPZ takes fields/],
    ] as const)
      assert.throws(() => bytes(valueOf(expression), 'npy'), says, expression);
  });

  it('is refused before anything is written where it is too large', () => {
    const m = valueOf('matrix(conv2d(x, kernel=[[1, 2], [3, 4]]))', {
      x: tensorValue(Tensor.symbols('x', [512, 512])),
    });
    for (const format of ['csv', 'npy'] as const)
      assert.throws(
        () => [...exportValue(m, format)],
        /68,451,303,424 cells; up to 500,000,000 are written\. Matrix Market/,
      );
    const wide = valueOf('matrix(conv1d(x, kernel=[1, 2]))', {
      x: tensorValue(Tensor.symbols('x', [10 ** 9])),
    });
    for (const format of ['mtx', 'npz'] as const)
      assert.throws(
        () => [...exportValue(wide, format)],
        /1,999,999,998 cells that are not zero; up to 100,000,000/,
      );
  });
});

describe('a matrix as LaTeX', () => {
  it('is written out where it is small', () => {
    assert.equal(
      text(valueOf('[[1, 1/2], [-3, 0]]'), 'latex'),
      '\\begin{bmatrix}\n  1 & \\frac{1}{2} \\\\\n  -3 & 0\n\\end{bmatrix}\n',
    );
  });

  it('has dots where its band goes on', () => {
    assert.equal(
      text(valueOf('matrix(conv1d(1..20, kernel=3, padding=same))'), 'latex'),
      [
        '\\begin{bmatrix}',
        '  w_{2} & w_{3} & 0 & 0 & 0 & \\cdots & 0 \\\\',
        '  w_{1} & w_{2} & w_{3} & 0 & 0 & \\cdots & 0 \\\\',
        '  0 & w_{1} & w_{2} & w_{3} & 0 & \\cdots & 0 \\\\',
        '  0 & 0 & w_{1} & w_{2} & w_{3} & \\cdots & 0 \\\\',
        '  0 & 0 & 0 & w_{1} & w_{2} & \\ddots & 0 \\\\',
        '  \\vdots & \\vdots & \\vdots & \\vdots & \\ddots & \\ddots & \\ddots \\\\',
        '  0 & 0 & 0 & 0 & 0 & \\ddots & w_{2}',
        '\\end{bmatrix}',
        '',
      ].join('\n'),
    );
  });

  it('has plain dots where there is no band to go on', () => {
    const lines = text(valueOf('matrix(local1d(1..20, kernel=3))'), 'latex').split('\n');
    assert.equal(lines.length, 10);
    assert.match(lines[6] ?? '', /^ {2}(\\vdots & ){5}\\ddots & \\vdots \\\\$/);
  });

  it('of any size costs nothing', () => {
    const x = tensorValue(Tensor.symbols('x', [512, 512, 3]));
    const lines = text(valueOf('matrix(conv2d(x, kernel=5, filters=3))', { x }), 'latex').split('\n');
    assert.equal(lines.length, 10);
    assert.match(lines[1] ?? '', /^ {2}w_\{1,1,1,1\} & /);
  });
});
