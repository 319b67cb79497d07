import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keyText, problemSetLenses } from '../../src/language';
import { pageOf } from '../support/page-of';
import { openProblemSet, type Worksheet } from '../../src/problem';
import { sample } from '../support/texts';

const HOMEWORK = sample('homework-3.cnn.yaml');
const DISCUSSION = sample('discussion-4.cnn.yaml');

/** What an edit makes work: the texts that were parsed and the things that were computed. */
function workOf(before: string, after: string): { parsed: string[]; computed: string[] } {
  const work = { parsed: [] as string[], computed: [] as string[] };
  openProblemSet(after, {
    previous: openProblemSet(before),
    observe: {
      parsed: (text) => work.parsed.push(text.trim().split('\n')[0]?.trim() ?? ''),
      computed: (what) => work.computed.push(what),
    },
  });
  return work;
}

function edited(text: string, from: string, to: string): string {
  assert.ok(text.includes(from));
  return text.replace(from, to);
}

/** All that people see of a worksheet. */
function seen(worksheet: Worksheet): unknown {
  return {
    findings: worksheet.findings,
    key: keyText(worksheet),
    lenses: problemSetLenses(worksheet),
    page: pageOf(worksheet),
  };
}

describe('an edit', () => {
  it('in a problem parses that problem alone again, and the top of the file', () => {
    const { parsed } = workOf(HOMEWORK, edited(HOMEWORK, 'filters: 3', 'filters: 4'));
    assert.deepEqual(parsed, ['title: Intro Deep Learning · Homework 3', '- id: parameters']);
  });

  it('recomputes what depends on it, nothing else', () => {
    const { computed } = workOf(
      HOMEWORK,
      edited(HOMEWORK, 'r2: correlate(image, up)', 'r2: correlate(image, down)'),
    );
    assert.deepEqual(computed, ['r2: correlate(image, down)', 'response: r1 + r2', '[] argmax(response)']);
  });

  it('of a prompt computes nothing but what is new in it', () => {
    const { parsed, computed } = workOf(
      HOMEWORK,
      edited(HOMEWORK, 'highest? Give row', 'highest ({{ 1 + 1 }})? Give row'),
    );
    assert.deepEqual([parsed.length, computed], [2, ['[] {{ 1 + 1 }}']]);
  });

  it('above a problem moves it, and computes nothing', () => {
    const { parsed, computed } = workOf(HOMEWORK, `# a comment\n\n${HOMEWORK}`);
    assert.deepEqual([parsed, computed], [['# a comment'], []]);
  });

  it('of the file’s conventions computes everything again', () => {
    const { parsed } = workOf(DISCUSSION, edited(DISCUSSION, 'index: 0', 'index: 1'));
    assert.equal(parsed.length, 3);
  });

  it('that gives a name of the catalogue to something given is noticed by those who use it', () => {
    const text = 'problems:\n  - id: p\n    given:\n      x: [1, 2]\n    answer: sum(x)\n';
    const after = openProblemSet(edited(text, 'x: [1, 2]', 'x: [1, 2]\n      sum: 7'), {
      previous: openProblemSet(text),
    });
    assert.deepEqual(seen(after), seen(openProblemSet(after.text)));
  });

  it('of an object that two names share is seen by both', () => {
    const text =
      'problems:\n  - id: p\n    given: { a: &k [1, 2], b: *k }\n    answer: b\n  - id: q\n    given: { b: *k }\n    answer: b\n';
    const after = openProblemSet(edited(text, '[1, 2]', '[3, 4]'), { previous: openProblemSet(text) });
    assert.match(keyText(after), /answer\s+\[3, 4\][\s\S]+answer\s+\[3, 4\]/);
  });

  it('gives just what opening the edited text gives, for any edits one after the other', () => {
    const insertions = [
      'a',
      ' ',
      '\n',
      '"',
      '{',
      ']',
      '(',
      ': ',
      '- ',
      '  - id: x\n',
      '3',
      '$',
      '{{',
      '#',
      '\t',
    ];
    for (const text of [HOMEWORK, DISCUSSION])
      fc.assert(
        fc.property(
          fc.array(
            fc.record({
              at: fc.nat({ max: text.length }),
              removed: fc.nat({ max: 6 }),
              put: fc.oneof(fc.constant(''), fc.constantFrom(...insertions)),
            }),
            { minLength: 1, maxLength: 4 },
          ),
          (edits) => {
            let now = text;
            let worksheet = openProblemSet(now);
            for (const { at, removed, put } of edits) {
              now = now.slice(0, at) + put + now.slice(at + removed);
              worksheet = openProblemSet(now, { previous: worksheet });
            }
            assert.deepEqual(seen(worksheet), seen(openProblemSet(now)));
          },
        ),
        { numRuns: 25, verbose: true },
      );
  });
});

describe('a problem', () => {
  it('is not broken by an open quote in the one before it', () => {
    const text = 'problems:\n  - id: p\n    prompt: "open\n    answer: 1\n  - id: q\n    answer: 2\n';
    const { problems, findings } = openProblemSet(text);
    assert.equal(keyText(openProblemSet(text)).includes('answer  2'), true);
    assert.deepEqual([problems.length, findings.map(({ code }) => code)], [2, ['yaml']]);
  });
});
