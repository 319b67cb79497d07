import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evalCommand } from '../../src/cli/eval';
import type { ExportFormat } from '../../src/core';
import { readNpy } from '../support/arrays';
import { captured, folderOf, json, type Ran } from '../support/command-line';
import { ROOT } from '../support/texts';

const HOMEWORK = join(ROOT, 'samples/homework-3.cnn.yaml');
const DISCUSSION = join(ROOT, 'samples/discussion-4.cnn.yaml');

interface Options {
  readonly problem?: string;
  readonly variant?: number;
}

function evaluated(expression: string, file?: string, { problem, variant = 0 }: Options = {}): Ran {
  return captured(() => evalCommand(expression, file, { problem, variant, root: undefined, json: true }));
}

function forPeople(expression: string, file?: string): Ran {
  return captured(() =>
    evalCommand(expression, file, { problem: undefined, variant: 0, root: undefined, json: false }),
  );
}

function nested(rows: number, cols: number, cell: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => cell));
}

describe('cnn-problems eval', () => {
  const VALUES: readonly (readonly [expression: string, file: string | undefined, value: unknown])[] = [
    ['1 + 1', undefined, { kind: 'number', value: 2 }],
    ['2/6', undefined, { kind: 'number', value: '1/3' }],
    ['0.33', undefined, { kind: 'number', value: '33/100' }],
    ['2^53 - 1', undefined, { kind: 'number', value: 9_007_199_254_740_991 }],
    ['2^53 + 1', undefined, { kind: 'number', value: '9007199254740993' }],
    ['-(2^64)', undefined, { kind: 'number', value: '-18446744073709551616' }],
    ['sqrt(2)', undefined, { kind: 'real', value: Math.SQRT2 }],
    ['1 < 2', undefined, { kind: 'boolean', value: true }],
    ['argmax([[0, 1], [5, 2]])', undefined, { kind: 'location', value: [1, 0] }],
    ['argmax([0, 1])', undefined, { kind: 'location', value: 1 }],
    ['shape([[1, 2, 3]])', undefined, { kind: 'shape', value: [1, 3] }],
    ['[[1, 1/2]]', undefined, { kind: 'tensor', shape: [1, 2], values: [[1, '1/2']] }],
    ['outputSize(3, 5)', undefined, { kind: 'undefined', reason: 'a window of 5 doesn’t fit into 3 cells' }],
    ['params(conv)', HOMEWORK, { kind: 'number', value: 228 }],
    ['params(fc)', HOMEWORK, { kind: 'number', value: 608_850_137_136 }],
    ['argmax(response)', HOMEWORK, { kind: 'location', value: [20, 11] }],
    ['conv', HOMEWORK, { kind: 'layer', type: 'conv2d', outputShape: [508, 508, 3], params: 228 }],
    [
      'matrix(fc)',
      HOMEWORK,
      { kind: 'matrix', rows: 774_192, cols: 786_432, nnz: 58_064_400, distinct: 225 },
    ],
    ['x[0] + k[2]', DISCUSSION, { kind: 'formula', value: 'k3 + x1' }],
    ['outputSize(n, s)', DISCUSSION, { kind: 'number', value: 7 }],
  ];
  for (const [expression, file, value] of VALUES)
    it(`${expression}${file === undefined ? '' : ' over a file'} as JSON`, () => {
      const ran = evaluated(expression, file);
      assert.deepEqual(json(ran), value);
      assert.deepEqual([ran.code, ran.stderr], [0, '']);
    });

  it('values are written out up to 10,000 cells', () => {
    const ones = (n: number): string => `matrix(dense([${'1, '.repeat(n - 1)}1], units=100, bias=false)) * 0`;
    assert.deepEqual(json(evaluated(ones(100))), {
      kind: 'tensor',
      shape: [100, 100],
      values: nested(100, 100, 0),
    });
    assert.deepEqual(json(evaluated(ones(101))), { kind: 'tensor', shape: [100, 101] });
  });

  const ERRORS: readonly (readonly [
    what: string,
    says: RegExp,
    expression: string,
    file?: string,
    options?: Options,
  ])[] = [
    ['a name that does not exist', /^“nope” is not defined here\.$/, 'nope'],
    ['a half-written expression, with its place', /^Something must follow “\+”\.\n {2}1 \+\n {4}\^$/, '1 +'],
    ['an empty expression', /^An expression is missing here\./, ''],
    ['a file that does not exist', /^There is no file none\.cnn\.yaml\.$/, '1', 'none.cnn.yaml'],
    ['a folder', /is a folder\.$/, '1', ROOT],
    [
      'a problem that does not exist',
      /^There is no problem “nope” in .*; there are parameters, detector, equivariance\.$/,
      '1',
      HOMEWORK,
      { problem: 'nope' },
    ],
    [
      'a name of another problem',
      /^“response” is not defined here\./,
      'response',
      HOMEWORK,
      { problem: 'parameters' },
    ],
    [
      'a variant that is none',
      /^A variant is a whole number from 0; this is -3\.$/,
      '1',
      HOMEWORK,
      { variant: -3 },
    ],
    [
      'a name that several problems have',
      /^Several problems have these names; say which one with --problem: parameters, detector\.$/,
      'image',
      HOMEWORK,
    ],
  ];
  for (const [what, says, expression, file, options] of ERRORS)
    it(`${what} is an error`, () => {
      const ran = evaluated(expression, file, options);
      const printed = json(ran);
      assert.ok(typeof printed === 'object' && printed !== null && 'error' in printed);
      assert.deepEqual(Object.keys(printed), ['error']);
      assert.match(String(printed.error), says);
      assert.equal(ran.code, 1);
    });

  it('--problem settles which one is meant', () => {
    const shape = (problem: string): unknown => json(evaluated('shape(image)', HOMEWORK, { problem }));
    assert.deepEqual(shape('parameters'), { kind: 'shape', value: [512, 512, 3] });
    assert.deepEqual(shape('detector'), { kind: 'shape', value: [32, 32] });
  });

  it('people read the value on stdout, and errors on stderr', () => {
    assert.deepEqual(forPeople('params(fc)', HOMEWORK), { code: 0, stdout: '608,850,137,136\n', stderr: '' });
    assert.equal(forPeople('[[1, 2], [10, 4]]').stdout, ' 1  2\n10  4\n');
    assert.deepEqual(forPeople('nope'), { code: 1, stdout: '', stderr: '“nope” is not defined here.\n' });
  });

  it('--to writes a matrix for another program, to a file or to stdout', () => {
    const folder = folderOf({});
    after(folder.remove);
    const run = (expression: string, to: ExportFormat | undefined, out?: string): Ran =>
      captured(() =>
        evalCommand(expression, undefined, {
          problem: undefined,
          variant: 0,
          root: undefined,
          json: false,
          to,
          out,
        }),
      );
    const banner = '%%MatrixMarket matrix coordinate integer general\n';
    assert.deepEqual(run('[[0, 2], [3, 0]]', 'mtx'), {
      code: 0,
      stdout: `${banner}2 2 2\n1 2 2\n2 1 3\n`,
      stderr: '',
    });
    const path = folder.path('kernel.npy');
    assert.deepEqual(run('[[0, 2], [3, 0]]', 'npy', path), { code: 0, stdout: '', stderr: '' });
    assert.deepEqual(readNpy(readFileSync(path)).values, ['0', '2', '3', '0']);
    assert.deepEqual(run('[a]', 'npy', path).code, 1);
    for (const [expression, to, out, says] of [
      ['[1, 2]', 'npz', undefined, /^npz holds bytes; say where to with -o PATH\.$/m],
      ['1 + 1', 'csv', undefined, /^Matrices and tensors are written to files; this is the number 2\.$/m],
      ['[1, 2]', 'csv', folder.path('none/x.csv'), /x\.csv can’t be written \(ENOENT\)\.$/m],
      ['[1, 2]', undefined, path, /^-o goes with --to FORMAT\.$/m],
      ['matrix(conv1d(1..3, kernel=2))', 'npy', folder.path('w.npy'), /^w1 is a symbol/m],
    ] as const) {
      const ran = run(expression, to, out);
      assert.match(ran.stderr, says);
      assert.deepEqual([ran.code, ran.stdout], [1, '']);
    }
    assert.deepEqual(readdirSync(folder.path('.')).sort(), ['kernel.npy', 'package.json']);
  });

  it('what else is wrong with the file does not matter to it', () => {
    const folder = folderOf({
      'set.cnn.yaml': 'problems:\n  - { id: p, given: { a: 6 * 7, b: nope, c: b } }\n',
    });
    after(folder.remove);
    const file = folder.path('set.cnn.yaml');
    assert.deepEqual(json(evaluated('a', file)), { kind: 'number', value: 42 });
    assert.match(forPeople('c + 1', file).stderr, /^“c” could not be computed; lint the file to see why\.$/m);
  });
});
