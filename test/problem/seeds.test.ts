import assert from 'node:assert/strict';
import { openProblemSet } from '../../src/problem';
import { keyOf, sample } from '../support/texts';

/** The numbers of the two seeds, worked out by hand and by PyTorch, not by this project. */
describe('the keys of the two seeds', () => {
  describe('discussion 4', () => {
    const sheet = openProblemSet(sample('discussion-4.cnn.yaml'));

    it('has no findings', () => {
      assert.deepEqual(sheet.findings, []);
    });

    it('a: the matrix of the convolution is banded', () => {
      const row = (index: number): (string | number)[] => {
        const cells = new Array<string | number>(9).fill(0);
        [-1, 0, 1].forEach((offset, tap) => {
          if (index + offset >= 0 && index + offset < 9) cells[index + offset] = `k${tap + 1}`;
        });
        return cells;
      };
      const values = Array.from({ length: 9 }, (_, index) => row(index));
      assert.deepEqual(values[0], ['k2', 'k3', 0, 0, 0, 0, 0, 0, 0]);
      assert.deepEqual(values[4], [0, 0, 0, 'k1', 'k2', 'k3', 0, 0, 0]);
      assert.deepEqual(keyOf(sheet, 'weight-sharing', 'a'), {
        kind: 'matrix',
        rows: 9,
        cols: 9,
        nnz: 25,
        distinct: 3,
        values,
      });
    });

    it('a: under convolution: flipped it is the transpose', () => {
      const flipped = openProblemSet(
        sample('discussion-4.cnn.yaml').replace('convolution: cross-correlation', 'convolution: flipped'),
      );
      const [plain, turned] = [keyOf(sheet, 'weight-sharing', 'a'), keyOf(flipped, 'weight-sharing', 'a')];
      assert.ok(typeof plain === 'object' && plain.kind === 'matrix' && Array.isArray(plain.values));
      assert.ok(typeof turned === 'object' && turned.kind === 'matrix' && Array.isArray(turned.values));
      const rows = plain.values as readonly (readonly (string | number)[])[];
      assert.deepEqual(
        turned.values,
        rows.map((_, row) => rows.map((cells) => cells[row])),
      );
      assert.notDeepEqual(turned.values, plain.values);
    });

    it('b: a dense layer has 81 weights', () => {
      const key = keyOf(sheet, 'weight-sharing', 'b');
      assert.ok(typeof key === 'object' && key.kind === 'fields');
      assert.deepEqual(key.fields['weights'], { kind: 'number', value: 81 });
    });

    it('c: unshared, 25 cells hold a weight; the layer has 27 of them', () => {
      const key = keyOf(sheet, 'weight-sharing', 'c');
      assert.ok(typeof key === 'object' && key.kind === 'fields');
      assert.deepEqual(key.fields['weights'], { kind: 'number', value: 25 });
      const matrix = key.fields['matrix'];
      assert.ok(matrix?.kind === 'matrix');
      assert.deepEqual([matrix.nnz, matrix.distinct], [25, 25]);
      const unshared = sheet.problems[0]?.given.find(({ name }) => name === 'unshared')?.outcome;
      assert.ok(unshared?.kind === 'value' && unshared.value.kind === 'layer');
      assert.equal(unshared.value.layer.weights, 27n);
    });

    it('e: n − m + 1; the largest kernel is 9 and gives 1; 9 weights either way', () => {
      assert.deepEqual(keyOf(sheet, 'weight-sharing', 'e1'), { kind: 'formula', value: 'n - m + 1' });
      assert.deepEqual(keyOf(sheet, 'weight-sharing', 'e2'), {
        kind: 'fields',
        fields: { kernel: { kind: 'number', value: 9 }, output: { kind: 'number', value: 1 } },
      });
      assert.deepEqual(keyOf(sheet, 'weight-sharing', 'e3'), {
        kind: 'fields',
        fields: { local: { kind: 'number', value: 9 }, dense: { kind: 'number', value: 9 } },
      });
    });

    it('the sweep has the output size for every kernel', () => {
      const sizes = sheet.problems[0]?.given.find(({ name }) => name === 'sizes')?.outcome;
      assert.ok(sizes?.kind === 'value' && sizes.value.kind === 'table');
      const rows = sizes.value.rows.map((row) =>
        row.map((value) => (value.kind === 'number' ? value.value.valueOf() : value.kind)),
      );
      assert.deepEqual(
        rows,
        [1, 2, 3, 4, 5, 6, 7, 8, 9].map((m) => [m, 9 - m + 1]),
      );
    });

    it('prompts have their values filled in', () => {
      assert.match(
        sheet.problems[0]?.prompt ?? '',
        /x_\{ 9 \}\]\^T\$ is convolved with a kernel of 3 weights/,
      );
    });
  });

  describe('homework 3', () => {
    const sheet = openProblemSet(sample('homework-3.cnn.yaml'));

    it('has no findings', () => {
      assert.deepEqual(sheet.findings, []);
    });

    it('parameters: 228; 786,432 · 774,192 + 774,192; 58,064,400 connections', () => {
      assert.deepEqual(keyOf(sheet, 'parameters', 'a'), { kind: 'number', value: 228 });
      assert.equal(786_432 * 774_192 + 774_192, 608_850_137_136);
      assert.deepEqual(keyOf(sheet, 'parameters', 'b'), { kind: 'number', value: 608_850_137_136 });
      assert.equal(508 * 508 * 3 * 5 * 5 * 3, 58_064_400);
      assert.deepEqual(keyOf(sheet, 'parameters', 'c'), { kind: 'number', value: 58_064_400 });
    });

    it('the detector finds the pattern at [20, 11], alone', () => {
      assert.deepEqual(keyOf(sheet, 'detector', 'location'), { kind: 'location', value: [20, 11] });
      const response = sheet.problems[1]?.given.find(({ name }) => name === 'response')?.outcome;
      assert.ok(response?.kind === 'value' && response.value.kind === 'tensor');
      const values = [...(response.value.tensor.integers ?? [])];
      assert.equal(Math.max(...values), 6);
      assert.equal(values.filter((value) => value === 6).length, 1);
      assert.equal(values.indexOf(6), 20 * 30 + 11);
    });

    it('translation: 44 26 16 14 23, and the claim is false', () => {
      assert.deepEqual(keyOf(sheet, 'equivariance', 'response'), {
        kind: 'tensor',
        shape: [5],
        values: [44, 26, 16, 14, 23],
      });
      const claim = keyOf(sheet, 'equivariance', 'claim');
      assert.ok(typeof claim === 'object' && claim.kind === 'boolean');
      assert.equal(claim.value, false);
      assert.equal(claim.counterexample, 'It is highest at 0, with 44; at 3 it is 14, the lowest of all 5.');
      assert.deepEqual(keyOf(sheet, 'equivariance', 'repair'), { kind: 'location', value: 3 });
      assert.deepEqual(keyOf(sheet, 'equivariance', 'moved'), {
        kind: 'fields',
        fields: { raw: { kind: 'location', value: 3 }, normalized: { kind: 'location', value: 0 } },
      });
    });

    it('equivariant on the endless line, refuted for zero-padded borders by the smallest example', () => {
      const line = keyOf(sheet, 'equivariance', 'equivariant');
      assert.ok(
        typeof line === 'object' && line.kind === 'boolean' && line.value && line.proof !== undefined,
      );
      const borders = keyOf(sheet, 'equivariance', 'borders');
      assert.ok(typeof borders === 'object' && borders.kind === 'boolean' && !borders.value);
      assert.equal(
        borders.counterexample,
        'x = [1, 0] shifted by 1 is [0, 1]; f gives [3, 2], but f(x) = [2, 1] shifted is [0, 2].',
      );
    });
  });
});
