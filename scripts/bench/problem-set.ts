import { Random } from '../../src/core/random';

/** Writes one problem; `n` is its number in the file. */
type Template = (n: number, random: Random) => readonly string[];

/** The kinds of problems of the samples, with numbers that are drawn. */
const TEMPLATES: readonly Template[] = [
  (n, random) => [
    `  - id: parameters-${n}`,
    `    title: Parameters of a convolution layer (${n})`,
    '    prompt: |',
    '      A colour image of {{ shape(image) }} goes through a convolution layer. Each filter has a bias, and the',
    '      layer has no padding.',
    '    given:',
    `      image: { type: input, shape: [${16 * random.integer(2, 32)}, ${16 * random.integer(2, 32)}, 3] }`,
    `      conv: { type: conv2d, input: image, filters: ${random.integer(2, 64)}, kernel: ${random.integer(2, 7)} }`,
    '      fc: { type: dense-equivalent, of: conv }',
    '    parts:',
    '      - id: a',
    '        prompt: How many learnable parameters does the convolution layer have?',
    '        answer: params(conv)',
    '      - id: b',
    '        prompt: What is the shape of its output, {{ outputShape(conv) }} or another?',
    '        answer: outputShape(conv)',
    '      - id: c',
    '        prompt: How many parameters has the fully connected layer that computes the same?',
    '        answer: params(fc)',
    '',
  ],
  (n, random) => [
    `  - id: matrix-${n}`,
    `    title: The matrix of a convolution (${n})`,
    '    prompt: |',
    '      An input $x$ of {{ n }} cells is convolved with $k = [k_1, k_2, k_3]$ under same padding: zeros are added,',
    '      so that the output has as many cells as the input.',
    `    let: { n: ${random.integer(5, 12)} }`,
    '    given:',
    '      x: { type: input, shape: [n] }',
    '      k: { type: kernel, shape: [3] }',
    '      conv: { type: conv1d, input: x, kernel: k, padding: same, bias: false }',
    '      sizes: { type: sweep, over: { m: 1..n }, value: "outputSize(n, m)" }',
    '    parts:',
    '      - id: a',
    '        prompt: The layer is a linear map. Write down its matrix $K$, in terms of $k_1$, $k_2$ and $k_3$.',
    '        answer: matrix(conv)',
    '      - id: b',
    '        prompt: What is the size of the output for an input of $n$ cells and a kernel of $m$, without padding?',
    '        variables: { n: 1..64, m: 1..n }',
    '        answer: n - m + 1',
    '',
  ],
  (n, random) => {
    const signal = Array.from({ length: 9 }, () => random.integer(0, 9)).join(', ');
    return [
      `  - id: equivariance-${n}`,
      `    title: Translation (${n})`,
      '    prompt: |',
      '      The kernel $k = [1, 2, 3]$ slides over a signal, and the response is the plain sum of products, as in a',
      '      convolution layer.',
      '    given:',
      '      k: [1, 2, 3]',
      `      v: [${signal}]`,
      '    parts:',
      '      - id: response',
      '        prompt: Slide $k$ over $v$ without padding. What are the responses?',
      '        answer: correlate(v, k)',
      '      - id: claim',
      '        prompt: Is the response highest at the start?',
      '        answer: argmax(correlate(v, k)) == 0',
      '      - id: equivariant',
      '        prompt: If the signal moves by some cells, does the response move by as many?',
      '        answer: equivariant(conv1d(kernel=k), shift)',
      '',
    ];
  },
  (n, random) => [
    `  - id: detector-${n}`,
    `    title: Find the pattern (${n})`,
    '    prompt: |',
    '      Somewhere in a binary image of {{ shape(image) }} cells with diagonal streaks there is an X: two diagonals',
    '      of three cells that cross.',
    '    given:',
    '      down: { type: kernel, values: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] }',
    '      up: { type: kernel, values: [[0, 0, 1], [0, 1, 0], [1, 0, 0]] }',
    '      pattern: max(down, up)',
    `      image: { type: scene, background: diagonal-streaks, size: [24, 24], place: pattern, at: [${random.integer(2, 18)}, ${random.integer(2, 18)}], seed: ${random.integer(0, 99)} }`,
    '      response: correlate(image, down) + correlate(image, up)',
    '    parts:',
    '      - id: location',
    '        prompt: At which place is the sum of the responses to the two diagonals highest?',
    '        answer: argmax(response)',
    '      - id: height',
    '        prompt: And how high is it there?',
    '        answer: max(response)',
    '',
  ],
];

/** The lines in the middle of the file that the benchmarks edit, and what stands in them. */
export const PROBE = {
  title: 'The probe',
  /** In a part's answer; its key is `lens`. */
  answer: 'answer: 1200 + 34',
  lens: '= 1,234',
  /** In a prompt, which shows `shown`. */
  prompt: 'The sum is {{ 2300 + 45 }}.',
  shown: 'The sum is 2,345.',
} as const;

const PROBE_PROBLEM: readonly string[] = [
  '  - id: probe',
  `    title: ${PROBE.title}`,
  `    prompt: ${PROBE.prompt}`,
  '    parts:',
  '      - id: a',
  '        prompt: How much is it?',
  `        ${PROBE.answer}`,
  '',
];

/** A problem set of at least so many lines, the same for the same seed. */
export function problemSetOf(lines: number, seed = 1): string {
  const random = new Random(seed);
  const written = ['title: A problem set for benchmarks', '', 'problems:'];
  let probed = false;
  for (let n = 1; written.length < lines; n += 1) {
    if (!probed && written.length >= lines / 2) {
      written.push(...PROBE_PROBLEM);
      probed = true;
    }
    const template = TEMPLATES[(n - 1) % TEMPLATES.length];
    if (template) written.push(...template(n, random));
  }
  return written.join('\n');
}

/** A Markdown file with as many lines, of the same text: definitions in code blocks, prompts as they are. */
export function markdownOf(problemSet: string): string {
  return problemSet
    .split('\n')
    .map((line) => {
      const [, key = '', text = ''] = /^ *(?:- )?([a-z]+): *(.*)$/.exec(line) ?? [];
      if (key === 'title') return `## ${text}`;
      if (key === 'prompt') return text === '|' ? '' : text;
      if (key === 'id') return `- **${text}**`;
      return /^ {6}[A-Z].*[a-z,.]$/.test(line)
        ? line.trim()
        : line.trim() === ''
          ? ''
          : `  \`${line.trim()}\``;
    })
    .join('\n');
}

/** Answer files to homework 3, each right in some parts and wrong in others. */
export function answersToHomework3(count: number, seed = 1): readonly string[] {
  const random = new Random(seed);
  const pick = (...choices: readonly string[]): string =>
    choices[random.integer(0, choices.length - 1)] ?? '';
  return Array.from({ length: count }, (_, index) =>
    [
      'problem-set: homework-3.cnn.yaml',
      `name: Student ${index + 1}`,
      'answers:',
      '  parameters:',
      `    a: ${pick('228', '225', '3 * (5*5*3 + 1)', '76', String(random.integer(1, 999)))}`,
      `    b: ${pick('512*512*3 * 508*508*3 + 508*508*3', '(512*512*3 - 5*5*3 + 1) * (5*5*3) * 3', '608850137136')}`,
      `    c: ${pick('58064400', '774192 * 75', '58838592')}`,
      '  detector:',
      `    location: ${pick('[20, 11]', '[11, 20]', '[21, 12]')}`,
      `    pipeline: ${pick('argmax(correlate(image, down) + correlate(image, up))', 'argmax(correlate(image, down))')}`,
      '  equivariance:',
      `    response: ${pick('[44, 26, 16, 14, 23]', '[40, 38, 24, 10, 17]', '[44, 26, 16, 14]')}`,
      `    claim: ${pick('true', 'false')}`,
      `    repair: ${pick('3', '0')}`,
      `    moved: { raw: ${pick('3', '0')}, normalized: 0 }`,
      `    equivariant: ${pick('true', 'false')}`,
      `    borders: ${pick('true', 'false')}`,
      '',
    ].join('\n'),
  );
}
