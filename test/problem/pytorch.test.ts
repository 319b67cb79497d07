import assert from 'node:assert/strict';
import { exactSizeOf, toTensor, type Value } from '../../src/core';
import { openProblemSet, type Worksheet } from '../../src/problem';
import { flat } from '../core/support/brute';
import { CASES, isConv, type Case } from '../core/support/pytorch';
import { real } from '../core/support/values';
import { pytorchSet, questionsOf } from '../support/pytorch-sets';
import { partOf, said } from '../support/texts';

/** A key in plain numbers: its extents, and its entries in row-major order. */
interface Plain {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

function plain(value: Value): Plain {
  switch (value.kind) {
    case 'number':
      return { shape: [], numbers: [real(value.value)] };
    case 'shape':
      return { shape: [value.value.length], numbers: value.value.map((extent) => real(extent)) };
    case 'tensor':
      return { shape: value.tensor.shape, numbers: value.tensor.entries().map(real) };
    case 'matrix':
      return plain({ kind: 'tensor', tensor: toTensor(value.matrix) });
    default:
      throw new Error(`This is of kind ${value.kind}.`);
  }
}

function keyOf(sheet: Worksheet, id: string, part: string): Plain {
  const { answer } = partOf(sheet, id, part);
  if (answer?.outcome.kind !== 'value') throw new Error(`${id}.${part}: ${JSON.stringify(answer?.outcome)}`);
  return plain(answer.outcome.value);
}

/** What PyTorch says to a question. */
function expectedOf(one: Case, part: string): Plain {
  const shaped = (nested: Case['input'], shape: readonly number[]): Plain => ({
    shape,
    numbers: flat(nested),
  });
  switch (part) {
    case 'output':
      return shaped(one.output, one.outputShape);
    case 'shape':
      return { shape: [one.outputShape.length], numbers: one.outputShape };
    case 'params':
      return { shape: [], numbers: [one.params] };
  }
  assert.ok(isConv(one));
  switch (part) {
    case 'macs':
      return { shape: [], numbers: [one.macs] };
    case 'grad-input':
      return shaped(one.gradInput, [one.inChannels, ...one.size]);
    case 'grad-kernel':
      return shaped(one.gradKernel, [one.outChannels, one.inChannels / one.groups, ...one.kernel]);
    default: {
      const { matrix = [] } = one;
      return { shape: [matrix.length, matrix[0]?.length ?? 0], numbers: matrix.flat() };
    }
  }
}

function differences(found: Plain, expected: Plain, tolerance: number): number {
  assert.deepEqual(found.shape, expected.shape);
  assert.equal(BigInt(found.numbers.length), exactSizeOf(found.shape));
  return found.numbers.filter(
    (value, index) => !(Math.abs(value - (expected.numbers[index] ?? NaN)) <= tolerance),
  ).length;
}

describe('the layers that PyTorch computed, written as a problem set', () => {
  const types = new Map<string, Case[]>();
  for (const one of CASES) types.set(one.op, [...(types.get(one.op) ?? []), one]);
  let compared = 0;

  for (const [type, cases] of types)
    it(`${type}: ${cases.length} problems without a finding, with its values as keys`, () => {
      const text = pytorchSet(cases);
      const sheet = openProblemSet(text);
      assert.deepEqual(
        sheet.findings.map((found) => said(text, found)),
        [],
      );
      for (const one of cases)
        for (const part of questionsOf(one).keys()) {
          const expected = expectedOf(one, part);
          const averages = one.op.startsWith('avg') && part === 'output';
          assert.equal(
            differences(keyOf(sheet, one.id, part), expected, averages ? 1e-12 : 0),
            0,
            `${one.id}.${part}`,
          );
          compared += expected.numbers.length;
        }
    }).timeout('1m');

  it('are tens of thousands of numbers', () => {
    const all = CASES.flatMap((one) =>
      [...questionsOf(one).keys()].map((part) => expectedOf(one, part).numbers.length),
    ).reduce((sum, count) => sum + count, 0);
    assert.equal(compared, all);
    assert.ok(all > 50_000, String(all));
  });
});
