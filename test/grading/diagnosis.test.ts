import assert from 'node:assert/strict';
import { grade, readAnswerFile, type PartResult } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { problemSet } from '../support/texts';

const GIVEN = [
  'image: { type: input, shape: [32, 32, 3] }',
  'conv: { type: conv2d, input: image, filters: 8, kernel: 5, stride: 2, padding: 1, bias: true }',
  'wide: { type: conv2d, input: image, filters: 16, kernel: 3, bias: true }',
  'net: { type: network, input: image, layers: [ { name: first, type: conv2d, filters: 8, kernel: 5 }, { type: max-pool2d, kernel: 2 }, { name: second, type: conv2d, filters: 16, kernel: 3 }, { type: relu }, { name: head, type: dense, units: 10 } ] }',
];

const PARTS = [
  '- { id: shape, answer: outputShape(conv) }',
  '- { id: total, answer: params(net) }',
  '- { id: sum, answer: params(conv) + params(wide) }',
  '- { id: ratio, answer: params(wide) / params(conv) }',
  '- { id: one, answer: params(conv) }',
  '- { id: flops, answer: flops(conv) }',
  '- { id: matrix, answer: shape(matrix(conv)) }',
  '- { id: size, variables: { n: 9..60, k: 2..9 }, answer: "outputSize(n, k, stride=2, padding=1)" }',
  '- { id: place, answer: "argmax([[0, 1], [5, 2]])" }',
];

function judged(
  part: string,
  answer: string,
  {
    more = [],
    parts = PARTS,
    top = '',
  }: { more?: readonly string[]; parts?: readonly string[]; top?: string } = {},
): PartResult {
  const worksheet = openProblemSet(top + problemSet({ given: GIVEN, parts, more }));
  assert.deepEqual(
    worksheet.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  const found = grade(readAnswerFile(`answers:\n  p:\n    ${part}: ${answer}\n`), worksheet).results.find(
    (result) => result.part === part,
  );
  assert.ok(found);
  return found;
}

describe('the mistake behind an answer', () => {
  const first = 8 * (25 * 3 + 1);
  const second = 16 * (9 * 8 + 1);
  const head = 10 * (12 * 12 * 16 + 1);

  for (const [part, answer, id, says] of [
    // The shape is 15 × 15 × 8: ⌊(32 + 2 − 5)/2⌋ + 1.
    ['shape', '14x14x8', 'S01', /starts at counts too/],
    ['shape', '15x14x8', 'S01', /starts at counts too/],
    ['shape', '30x30x8', 'S05', /moves 2 cells at a time/],
    ['shape', '15x15x3', 'X01', /a channel for each of the 8 filters/],
    ['shape', '15x15x24', 'X02', /8 in all/],
    ['shape', '15x15', 'X04', /8 channels, too/],
    ['shape', '14x14x3', 'S01', /starts at counts too.*each of the 8 filters/],
    ['total', String(first - 8 + second + head), 'P01', /^In first: this counts the 8 kernels of 5×5×3/],
    ['total', String(first + second + 10 * (144 + 1)), 'D01', /^In head: flattening keeps all 16 channels/],
    ['total', String(first - 8 + second - 16 + head), 'P01', /^The same mistake 2 times \(first, second\)/],
    ['total', String(first + second + head - 10), 'D05', /^In head: the weights are right/],
    ['total', String(first + second + head + 4 * 8), 'B01', /^In maxPool|^In pool/],
    ['sum', String(first - 8 + 16 * (27 + 1)), 'P01', /8 kernels of 5×5×3/],
    ['sum', String(first - 8 + 16 * 27), 'P01', /^The same mistake 2 times/],
    ['ratio', `${16 * 27}/${first}`, 'P01', /16 kernels of 3×3×3/],
    ['one', String(8 * 25), 'P01', /^Two things at once\. .*biases.*input channels/],
    ['flops', String(15 * 15 * 8 * 75), 'M10', /2 operations/],
    ['matrix', '3072x1800', 'T15', /1800 rows, 3072 columns|1,800 rows, 3,072 columns/],
    ['matrix', '1800x75', 'T16', /75 entries each/],
    ['size', 'floor((n + 1 - k)/2) + 1', 'S02', /goes on both sides/],
    ['size', 'floor((n + 2 - k)/2)', 'S01', /starts at counts too/],
    ['size', 'n + 2 - k + 1', 'S05', /moves 2 cells/],
  ] as const)
    it(`${part}: ${answer} is ${id}`, () => {
      const { verdict, mistake, message, credit } = judged(part, answer);
      const ids = [mistake?.id, ...(mistake?.ties ?? [])];
      assert.ok(ids.includes(id), `${JSON.stringify(mistake)} ${message}`);
      assert.match(message, says);
      assert.ok(verdict === 'wrong' || verdict === 'convention', verdict);
      assert.ok(credit <= 1);
    });

  it('is a slip of the pen only where no mistake gives it', () => {
    // The total is 1,168 + 608 + 23,050 = 24,826.
    assert.equal(first + second + head, 24826);
    assert.equal(judged('total', '"24,286"').mistake?.id, 'W01');
    assert.equal(judged('total', '248260').mistake?.id, 'W02');
    assert.equal(judged('total', '2486').mistake?.id, 'W03');
    assert.equal(judged('total', '244826').mistake?.id, 'W04');
    assert.equal(judged('total', '24827').mistake, undefined);
    // Short numbers have no slips: everything would be near.
    assert.equal(judged('one', '680').mistake, undefined);
  });

  it('is none of a right answer', () => {
    for (const [part, answer] of [
      ['shape', '[15, 15, 8]'],
      ['total', '24826'],
      ['sum', '608 + 448'],
      ['matrix', '1800x3072'],
      ['size', 'floor((n - k)/2) + 2'],
    ] as const) {
      const { verdict, mistake } = judged(part, answer);
      assert.deepEqual([verdict, mistake], ['correct', undefined], part);
    }
  });
});

describe('another convention', () => {
  it('is right where the problem set leaves it open, and named all the same', () => {
    const channels = judged('shape', '8x15x15');
    assert.deepEqual([channels.verdict, channels.credit, channels.mistake?.id], ['convention', 1, 'T08']);
    const base = judged('place', '[2, 1]');
    assert.deepEqual([base.verdict, base.credit, base.mistake?.id], ['convention', 1, 'N01']);
    assert.match(base.message, /counted from 1; here places are counted from 0/);
  });

  it('is wrong where the problem set states it', () => {
    const stated = { top: 'conventions: { channels: last, index: 0 }\n' };
    const channels = judged('shape', '8x15x15', stated);
    assert.deepEqual([channels.verdict, channels.mistake?.id], ['wrong', 'T08']);
    assert.equal(judged('place', '[2, 1]', stated).verdict, 'wrong');
    assert.equal(judged('place', '[2, 1]', { more: ['conventions: { index: 0 }'] }).verdict, 'wrong');
  });
});

describe('an error carried forward', () => {
  const parts = [
    '- { id: a, answer: params(conv) }',
    '- { id: b, answer: 4 * parts.a }',
    '- { id: c, answer: parts.b + 1 }',
    '- { id: d, uses: [], answer: 3 * parts.a }',
    '- { id: e, uses: a, answer: 5 * parts.a }',
    '- { id: f, answer: 0 * parts.a + 7 }',
  ];

  function results(answers: string): readonly (readonly [string, string, number])[] {
    const worksheet = openProblemSet(problemSet({ given: GIVEN, parts }));
    assert.deepEqual(worksheet.findings, []);
    return grade(readAnswerFile(`answers: { p: ${answers} }`), worksheet).results.map(
      ({ part, verdict, credit }) => [part, verdict, credit] as const,
    );
  }

  it('is right where it follows from the person’s own answer, through several parts', () => {
    assert.deepEqual(results('{ a: 600, b: 2400, c: 2401, d: 1800, e: 3000, f: 7 }'), [
      ['a', 'wrong', 0.75],
      ['b', 'correct', 1],
      ['c', 'correct', 1],
      ['d', 'wrong', 0],
      ['e', 'correct', 1],
      ['f', 'correct', 1],
    ]);
  });

  it('makes nothing right that does not follow, and nothing of an absurd answer', () => {
    assert.deepEqual(
      results('{ a: 0, b: 0, c: 1 }')
        .map(([, verdict]) => verdict)
        .slice(0, 3),
      ['wrong', 'wrong', 'wrong'],
    );
    assert.deepEqual(
      results('{ a: 1, b: 4 }')
        .map(([, verdict]) => verdict)
        .slice(0, 2),
      ['wrong', 'wrong'],
    );
    assert.deepEqual(
      results('{ a: 600, b: 2432, c: 2500 }')
        .map(([, verdict]) => verdict)
        .slice(0, 3),
      ['wrong', 'correct', 'wrong'],
    );
  });
});

describe('the mistake behind a place or a claim', () => {
  const given = [
    'v: [6, 7, 8, 1, 2, 3, 5]',
    'k: [1, 2, 3]',
    'image: [[0, 0, 1, 0, 0], [0, 9, 0, 0, 0], [1, 0, 0, 0, 1], [0, 0, 0, 2, 0]]',
    'down: [[1, 0], [0, 1]]',
    'layer: { type: conv1d, filters: 1, kernel: 3, padding: 1 }',
    'strided: { type: conv1d, filters: 1, kernel: 3, stride: 2 }',
    'x: { type: input, shape: [8, 8, 1] }',
    'flat: { type: network, input: x, layers: [{ type: conv2d, filters: 2, kernel: 3 }, { type: dense, units: 4 }] }',
  ];
  const parts = [
    '- { id: raw, answer: "argmax(correlate(v, k))" }',
    '- { id: alike, answer: "argmax(correlate(v, k, normalize=true))" }',
    '- { id: place, answer: "argmax(correlate(image, down))" }',
    '- { id: low, answer: argmin(v) }',
    '- { id: shift, answer: "equivariant(strided, shift)" }',
    '- { id: pad, answer: "equivariant(layer, shift, border=exact)" }',
    '- { id: same, answer: "invariant(layer, shift)" }',
    '- { id: turn, answer: "equivariant(conv2d(kernel=[[1, 2], [3, 4]]), rotate)" }',
    '- { id: dense, answer: "invariant(flat, shift)" }',
    '- { id: highest, answer: "argmax(correlate(v, k)) == 3" }',
  ];
  const worksheet = openProblemSet(`conventions: { index: 0 }\n${problemSet({ given, parts })}`);

  function result(part: string, answer: string): PartResult {
    const found = grade(readAnswerFile(`answers: { p: { ${part}: "${answer}" } }`), worksheet).results.find(
      (one) => one.part === part,
    );
    assert.ok(found);
    return found;
  }

  it('the problem set of these tests is sound', () => {
    assert.deepEqual(worksheet.findings, []);
  });

  for (const [part, right, answer, id] of [
    // Responses 44, 26, 16, 14, 23: the pattern at 3 has the lowest.
    ['raw', '0', '3', 'E01'],
    ['raw', '0', '1', 'N01'],
    ['alike', '3', '0', 'E01'],
    ['alike', '3', '4', 'N01'],
    // Responses of the 3 × 4 map: 9, 0, 1, 0 · 0, 9, 0, 1 · 1, 0, 2, 0.
    ['place', '[0, 0]', '[1, 1]', 'N01'],
    ['place', '[0, 0]', '[0, 1]', 'E15'],
    ['low', '3', '2', 'E15'],
    ['shift', 'false', 'true', 'E04'],
    ['pad', 'false', 'true', 'E05'],
    ['same', 'false', 'true', 'E03'],
    ['turn', 'false', 'true', 'E10'],
    ['dense', 'false', 'true', 'E11'],
    ['highest', 'false', 'true', 'E01'],
  ] as const)
    it(`${part}: ${answer} is ${id}`, () => {
      assert.equal(result(part, right).verdict, 'correct', result(part, right).message);
      const { verdict, mistake, message } = result(part, answer);
      assert.equal(verdict, 'wrong');
      assert.ok(
        [mistake?.id, ...(mistake?.ties ?? [])].includes(id),
        `${JSON.stringify(mistake)}: ${message}`,
      );
    });
});

describe('how much is said of a wrong answer', () => {
  const parts = ['- { id: a, answer: params(conv) }', '- { id: b, variables: { n: 1..9 }, answer: n + 1 }'];

  function said(feedback: string, part: string, answer: string): string {
    const worksheet = openProblemSet(`${feedback}${problemSet({ given: GIVEN, parts })}`);
    assert.deepEqual(worksheet.findings, []);
    const { results } = grade(readAnswerFile(`answers: { p: { ${part}: ${answer} } }`), worksheet);
    return results.find((one) => one.part === part)?.message ?? '';
  }

  it('is for the author to choose: the mistake, the right formula, the numbers', () => {
    assert.equal(said('feedback: hint\n', 'a', '600'), 'Look again: bias forgotten.');
    assert.match(
      said('feedback: formula\n', 'a', '600'),
      /^Look again: bias forgotten\. Right is filters · \(/,
    );
    assert.match(said('feedback: value\n', 'a', '600'), /8 kernels of 5×5×3/);
    assert.equal(said('feedback: value\n', 'a', '600'), said('', 'a', '600'));
  });

  it('gives no value away below that, whatever is answered', () => {
    for (const level of ['hint', 'formula'])
      for (const [part, answer] of [
        ['a', '7'],
        ['a', '600'],
        ['b', 'n'],
        ['b', 'n + 1'],
        ['a', '608'],
      ] as const)
        assert.doesNotMatch(said(`feedback: ${level}\n`, part, answer), /\d{2}|n = /, `${level} ${answer}`);
  });

  it('is a word of three', () => {
    const [found] = openProblemSet(`feedback: all\n${problemSet({ parts })}`).findings;
    assert.match(found?.message ?? '', /one of hint, formula, value/);
  });

  it('a key can’t be got by putting the question into shown work', () => {
    for (const answer of ['params(conv) = 1', '1 = params(conv)', '608 = params(conv)'])
      assert.match(said('', 'a', answer), /question itself/, answer);
  });
});
