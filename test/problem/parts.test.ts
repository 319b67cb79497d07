import assert from 'node:assert/strict';
import { keyText, problemSetLenses } from '../../src/language';
import { pageOf } from '../support/page-of';
import { openProblemSet } from '../../src/problem';
import { keyOf, partOf, problemSet } from '../support/texts';

const GIVEN = ['x: { type: input, shape: [9] }', 'c: { type: conv1d, input: x, kernel: 3 }'];

function opened(...parts: readonly string[]): ReturnType<typeof openProblemSet> {
  return openProblemSet(problemSet({ given: GIVEN, parts }));
}

/** A problem set in which nothing is wrong. */
function sound(...parts: readonly string[]): ReturnType<typeof openProblemSet> {
  const sheet = opened(...parts);
  assert.deepEqual(sheet.findings, []);
  return sheet;
}

describe('choices', () => {
  it('a bare id is that choice', () => {
    const sheet = sound('- { id: q, choices: { a: seven, b: nine }, answer: b }');
    assert.deepEqual(keyOf(sheet, 'p', 'q'), { kind: 'choice', value: 'b' });
    assert.equal(partOf(sheet, 'p', 'q').kind, 'choice');
  });

  it('an id that is no name, or a name that is given, is that choice too', () => {
    const sheet = sound(
      '- { id: q, choices: { e-1: seven, "3": nine }, answer: e-1 }',
      '- { id: r, choices: { e-1: seven, "3": nine }, answer: 3 }',
      '- { id: s, choices: { x: seven, c: nine }, answer: c }',
      '- { id: t, choices: { true: seven, false: nine }, answer: false }',
    );
    assert.deepEqual(
      ['q', 'r', 's', 't'].map((part) => keyOf(sheet, 'p', part)),
      ['e-1', '3', 'c', 'false'].map((value) => ({ kind: 'choice', value })),
    );
  });

  it('an expression may decide', () => {
    const sheet = sound('- { id: q, choices: { a: seven, b: nine }, answer: "size(x) == 9 ? b : a" }');
    assert.deepEqual(keyOf(sheet, 'p', 'q'), { kind: 'choice', value: 'b' });
  });

  it('of a plain list, the text is the choice', () => {
    const sheet = sound('- { id: q, choices: [yes, no, it depends], answer: it depends }');
    assert.deepEqual(keyOf(sheet, 'p', 'q'), { kind: 'choice', value: 'it depends' });
  });

  it('claims decide, in the variant that is set', () => {
    const text = problemSet({
      more: ['let: { n: { from: 1, to: 9 } }'],
      parts: [
        '- { id: q, choices: { a: { text: "less than {{ n }}", when: n < 5 }, b: { text: at least 5, when: n >= 5 } } }',
        '- { id: n, answer: n }',
      ],
    });
    const seen = new Set<string>();
    for (let variant = 0; variant <= 12; variant++) {
      const sheet = openProblemSet(text, { variant });
      const n = keyOf(sheet, 'p', 'n');
      assert.ok(typeof n === 'object' && n.kind === 'number');
      const right = Number(n.value) < 5 ? 'a' : 'b';
      assert.deepEqual(keyOf(sheet, 'p', 'q'), { kind: 'choice', value: right });
      assert.equal(partOf(sheet, 'p', 'q').choices[0]?.text, `less than ${n.value}`);
      seen.add(right);
    }
    assert.deepEqual([...seen].sort(), ['a', 'b']);
  });

  it('where several may be right, the key is a list, perhaps an empty one', () => {
    const sheet = sound(
      '- { id: q, several: true, choices: { a: x, b: y, c: z }, answer: [c, a] }',
      '- { id: r, several: true, choices: { a: { text: x, when: 1 < 2 }, b: { text: y, when: 2 < 3 }, c: z } }',
      '- { id: s, several: true, choices: { a: { text: x, when: 1 > 2 }, b: y } }',
    );
    assert.deepEqual(
      ['q', 'r', 's'].map((part) => keyOf(sheet, 'p', part)),
      [['c', 'a'], ['a', 'b'], []].map((value) => ({ kind: 'choice', value })),
    );
  });

  it('are seen in the preview, without the key where keys are hidden', () => {
    const sheet = sound('- { id: q, choices: { a: "$n$ weights", b: nine }, answer: b }');
    for (const keys of [true, false]) {
      const part = pageOf(sheet, { keys }).problems[0]?.parts[0];
      assert.deepEqual(
        part?.choices?.map(({ id }) => id),
        ['a', 'b'],
      );
      assert.equal(part.wanted, 'choice');
      assert.equal(part.key !== undefined, keys);
    }
  });
});

describe('a check', () => {
  it('needs no answer, and says what is right', () => {
    const sheet = sound('- { id: q, check: it mod 3 == 0 }', '- { id: r, check: ["it > 3", "it < 9"] }');
    assert.equal(partOf(sheet, 'p', 'q').answer, undefined);
    assert.equal(
      keyText(sheet),
      'p (p)\n\n  q  any answer for which it mod 3 == 0\n\n  r  any answer for which it > 3 and 1 more claim\n',
    );
    assert.ok(problemSetLenses(sheet).some(({ title }) => title === 'any answer for which it mod 3 == 0'));
    assert.ok(
      !problemSetLenses(sheet, { keys: false }).some(({ title }) => title.includes('mod')),
      'a check gives keys away',
    );
  });

  it('has an example that passes: a number, a layer, a shape, options', () => {
    sound(
      '- { id: a, answer: 12, check: it mod 3 == 0 }',
      '- { id: b, answer: "conv1d(kernel=5, inChannels=2)", check: weights(it) == 10 }',
      '- { id: c, answer: outputShape(c), check: "it == [7]" }',
      '- { id: d, answer: { kernel: 3, padding: same }, check: "outputShape(conv1d(x, it)) == [9]" }',
      '- { id: e, answer: { kernel: 3, stride: 2 }, check: "it.stride < it.kernel" }',
    );
  });
});

describe('keys of parts above', () => {
  it('are what `parts` has', () => {
    const sheet = sound(
      '- { id: a, answer: 6 }',
      '- { id: e-1, answer: { w: 2, b: 1 } }',
      '- { id: c, answer: parts.a * 7 }',
      `- { id: d, prompt: "{{ parts.a }} and {{ parts.c }}", answer: 'parts["e-1"].w + parts["e-1"].b' }`,
    );
    assert.deepEqual(keyOf(sheet, 'p', 'c'), { kind: 'number', value: 42 });
    assert.deepEqual(keyOf(sheet, 'p', 'd'), { kind: 'number', value: 3 });
    assert.equal(partOf(sheet, 'p', 'd').prompt, '6 and 42');
  });

  it('follow an edit of the part above', () => {
    const text = (a: number): string =>
      problemSet({ parts: [`- { id: a, answer: ${a} }`, '- { id: b, answer: parts.a + 1 }'] });
    const sheet = openProblemSet(text(9), { previous: openProblemSet(text(5)) });
    assert.deepEqual(keyOf(sheet, 'p', 'b'), { kind: 'number', value: 10 });
  });

  it('that could not be computed are waited for, with one finding', () => {
    const sheet = opened('- { id: a, answer: nope }', '- { id: b, answer: parts.a + 1 }');
    assert.equal(sheet.findings.length, 1);
    assert.equal(keyOf(sheet, 'p', 'b'), 'waits for parts.a');
  });

  it('are no names for what is given, which stands above all parts', () => {
    const sheet = openProblemSet(
      problemSet({ given: ['y: parts.a'], parts: ['- { id: a, answer: 1 }', '- { id: b, answer: y }'] }),
    );
    assert.deepEqual(
      sheet.findings.map(({ code }) => code),
      ['unknown-name'],
    );
  });
});
