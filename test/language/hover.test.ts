import assert from 'node:assert/strict';
import { grade, readAnswerFile } from '../../src/grading';
import { answerHover, openProblemSet, problemSetHints, problemSetHover } from '../../src/language';
import { copyAt } from '../../src/language/explore';
import { problemSet, sample } from '../support/texts';

/** Where `‸` stands, and the text without it. */
function cursor(marked: string): { text: string; at: number } {
  const at = marked.indexOf('‸');
  assert.ok(at >= 0, marked);
  return { text: marked.replace('‸', ''), at };
}

/** The hover at `‸`: the words that it is about, and what it says. */
function hoverOf(marked: string, keys = true): { on: string; says: string } | undefined {
  const { text, at } = cursor(marked);
  const hover = problemSetHover(openProblemSet(text), at, { keys });
  return hover && { on: text.slice(hover.start, hover.end), says: hover.markdown };
}

/** A sample with `‸` behind the first occurrence of some words. */
function behind(file: string, words: string): string {
  const text = sample(file);
  assert.ok(text.includes(words), words);
  return text.replace(words, `${words}‸`);
}

const HOMEWORK = 'homework-3.cnn.yaml';
const DISCUSSION = 'discussion-4.cnn.yaml';

/** Where the pointer is, what the hover is about, and what it says among other things. */
const HOVERS: readonly (readonly [file: string, words: string, on: string, ...says: string[]])[] = [
  // Layers, where they are declared and where they are used
  [
    HOMEWORK,
    '\n      con',
    'conv',
    '**conv** · `conv2d` · 512×512×3 → 508×508×3',
    '3·(5·5·3 + 1) = 228',
    'rows, columns    ⌊(512 + 0 − 5)/1⌋ + 1 = 508',
    'Matrix 774,192×786,432 · 58,064,400 non-zero',
  ],
  [HOMEWORK, 'params(con', 'conv', '3·(5·5·3 + 1) = 228'],
  [HOMEWORK, '\n      f', 'fc', '786,432·774,192 + 774,192 = 608,850,137,136'],
  [
    DISCUSSION,
    '\n      con',
    'conv',
    '⌊(9 + 2·1 − 3)/1⌋ + 1 = 9',
    'k2 k3  0  0',
    ' 0  0  0  0  0  0  0 k1 k2',
  ],
  [DISCUSSION, '\n      siz', 'sizes', '9 rows', '2      8'],
  [HOMEWORK, 'dense-equiv', 'dense-equivalent', 'The fully connected layer that equals a convolution'],
  // A published network says which edition it is
  [
    'networks.cnn.yaml',
    '\n      vg',
    'vgg',
    '**vgg** · `network` · 224×224×3 → 10',
    'Very deep convolutional networks for large-scale image recognition, 2014. Edition: configuration D',
    '138,357,544 parameters with 1,000 classes',
  ],
  ['networks.cnn.yaml', 'answer: params(net.fc', 'net.fc6', '4,096·(7·7·512 + 1) = 102,764,544'],
  // Values
  [HOMEWORK, '\n      dow', 'down', '3×3, from 0 to 1', '1 0 0\n0 1 0\n0 0 1'],
  [HOMEWORK, '\n      respo', 'response', '`r1 + r2` · 30×30, from 0 to 6', '⋮'],
  [HOMEWORK, 'r1 ', 'r1 + r2', '**response**'],
  [HOMEWORK, 'correlate(v, ', 'k', '3 entries, from 1 to 3', '1 2 3'],
  [DISCUSSION, 'let: { ', 'n', '**n** · `9`'],
  // Answers
  [HOMEWORK, 'normalized', 'normalized', '**normalized** of moved', '```text\n0\n```'],
  [HOMEWORK, '        answ', 'answer', '**The key of a** · number · 1 point', '3·(5·5·3 + 1) = 228'],
  [HOMEWORK, 'id: pipel', 'pipeline', '**The key of pipeline**', '[20, 11]'],
  [HOMEWORK, '== ', 'argmax(correlate(v, k)) == 3', '**The key of claim**', 'It is highest at 0, with 44'],
  // Functions, their options, types as functions, words
  [
    HOMEWORK,
    'answer: par',
    'params',
    'params(layer)',
    '3·(5·5·3 + 1) = 228',
    'weights and biases',
    '`layer`: a layer',
    'is `228`',
  ],
  [HOMEWORK, '{{ outputSh', 'outputShape', '**508 × 508 × 3**', '⌊(512 + 0 − 5)/1⌋ + 1 = 508'],
  [HOMEWORK, 'k, normal', 'normalize', '**normalize** of `correlate`', 'the cosine'],
  [HOMEWORK, 'equivariant(conv1', 'conv1d', 'conv1d(input, kernel=…', 'A convolution over one axis'],
  [HOMEWORK, 'conv1d(ker', 'kernel', '**kernel** of `conv1d`', 'its size, or the kernel itself'],
  [HOMEWORK, 'padding: val', 'valid', '**padding**: cells around the input'],
  // Keys of the schema, at every depth
  [HOMEWORK, 'titl', 'title', 'the title of the problem set'],
  [HOMEWORK, 'problem', 'problems', 'the problems'],
  [DISCUSSION, 'convol', 'convolution', 'whether layers flip their kernel'],
  [HOMEWORK, '    prom', 'prompt', 'the question'],
  [HOMEWORK, ', padd', 'padding', 'cells around the input; valid'],
  [HOMEWORK, 'scen', 'scene', 'A synthetic binary image'],
  [HOMEWORK, 'grade: { as', 'as', 'the answer is run'],
  [DISCUSSION, 'rubr', 'rubric', 'what a person looks for'],
];

describe('hovers of a problem set', () => {
  for (const [file, words, on, ...says] of HOVERS)
    it(`${words.trim()} in ${file.slice(0, 10)}: ${says[0] ?? ''}`, () => {
      const hover = hoverOf(behind(file, words));
      assert.ok(hover, 'there is no hover');
      assert.equal(hover.on, on);
      for (const text of says) assert.ok(hover.says.includes(text), `“${text}” is not in\n${hover.says}`);
    });

  it('say nothing over prose, numbers and empty places', () => {
    for (const words of [
      'A colour im',
      'kernel: 5',
      'Introduction',
      'course: Introduction to Deep Learning\n',
    ])
      assert.equal(hoverOf(behind(HOMEWORK, words))?.says, undefined, words);
    for (const text of ['‸', 'problems: [‸', '‸:', 'problems:\n  - id: p\n    answer: ‸\n'])
      assert.doesNotThrow(() => hoverOf(text), text);
  });

  it('never throw, whatever is under the pointer', () => {
    for (const file of [HOMEWORK, DISCUSSION]) {
      const sheet = openProblemSet(sample(file));
      for (let at = 0; at <= sheet.text.length; at += 3)
        for (const keys of [true, false]) {
          const hover = problemSetHover(sheet, at, { keys });
          if (hover) assert.ok(hover.start <= at && at <= hover.end && hover.markdown.length < 8000);
          copyAt(sheet, at, 'numpy');
        }
    }
  });

  it('a name that has no value says so, and a variable is one', () => {
    const of = (answer: string, given: string): string =>
      hoverOf(
        problemSet({
          given: [given],
          more: ['variables: { n: 1..9 }'],
          parts: [`- { id: a, answer: "${answer}" }`],
        }),
      )?.says ?? '';
    assert.match(of('c‸ + 1', 'c: nope'), /no value; the finding says why/);
    assert.match(of('2 * n‸', 'c: 1'), /\*\*n\*\* · variable/);
  });

  it('count from the start of the file in every problem', () => {
    const two = `${problemSet({ parts: ['- { id: a, answer: 1 }'] })}  - id: q\n    given: { k: [1, 2] }\n    answer: sum(k‸)\n`;
    assert.deepEqual(hoverOf(two)?.on, 'k');
  });

  it('nothing from the file is read as Markdown', () => {
    const word = '"![x](https://evil.example/a.png) <img src=x> `b` ```"';
    const says = hoverOf(problemSet({ parts: ['- id: q', `  ‸answer: '${word}'`] }))?.says ?? '';
    assert.ok(says.includes('evil.example'), says);
    const outside = says.replace(/(`{3,})text\n[^]*?\n\1/g, '');
    assert.doesNotMatch(outside, /evil|<img/);
    const sheet = openProblemSet(problemSet({ parts: ['- { id: a, answer: 3 }'] }));
    const answers = `problem-set: s.cnn.yaml\nanswers:\n  p:\n    a: "[x](command:evil) <b>"\n`;
    const file = readAnswerFile(answers);
    const said =
      answerHover(file, grade(file, sheet), answers.indexOf('command'), { keys: true })?.markdown ?? '';
    assert.match(said, /unreadable|wrong/);
    assert.doesNotMatch(said, /\[x\]\(|<b>/);
  });
});

describe('hovers where keys are hidden', () => {
  it('say what a thing is, and none of what is computed', () => {
    for (const file of [HOMEWORK, DISCUSSION]) {
      const sheet = openProblemSet(sample(file));
      for (let at = 0; at <= sheet.text.length; at++) {
        const says = problemSetHover(sheet, at, { keys: false })?.markdown ?? '';
        // Examples of the catalogue are nobody's key.
        const own = says.replace(/For example .*$/m, '');
        assert.doesNotMatch(
          own,
          /508|\b228\b|608,850|58,064,400|\[20, 11\]|44|k2 k3 +0|⌊\(\d|\b25\b|\b81\b/,
          `${at}: ${says}`,
        );
      }
    }
    assert.match(
      hoverOf(behind(HOMEWORK, 'params(con'), false)?.says ?? '',
      /Keys are hidden \(cnnProblems\.showKeys\)/,
    );
    assert.match(hoverOf(behind(HOMEWORK, '\n      dow'), false)?.says ?? '', /1 0 0\n0 1 0/);
  });
});

describe('hovers of an answer file', () => {
  const file = readAnswerFile(sample('novikov.answers.cnn.yaml'));
  const grading = grade(file, openProblemSet(sample(HOMEWORK)));
  const says = (words: string, keys = true): string =>
    answerHover(file, grading, file.text.indexOf(words) + 1, { keys })?.markdown ?? '';

  it('say the verdict and why', () => {
    assert.match(says('225'), /\*\*✕ wrong\*\* · `P01` bias forgotten · parameters\.a · 0\.75 of 1 point/);
    assert.match(says('225'), /counts the 3 kernels of 5×5×3 but not their 3 biases/);
    assert.match(says('argmax'), /✓ correct/);
  });

  it('say what a key of the file is, and nothing over a comment', () => {
    assert.match(says('problem-set'), /the problem set that is answered/);
    assert.equal(says('# The'), '');
  });

  it('keep the key where keys are hidden', () => {
    assert.match(says('true', false), /wrong.*\n\n\*Keys are hidden/);
    assert.doesNotMatch(says('true', false), /44/);
  });
});

describe('inlay hints', () => {
  const hintsOf = (text: string, keys = true): string[] => {
    const sheet = openProblemSet(text);
    return problemSetHints(sheet, { keys }).map(({ at, text: said }) => {
      const { line } = sheet.lines.positionAt(at);
      return `${line + 1} ${text.slice(sheet.lines.startOf(line), at).trim().slice(-12)}⟨${said}⟩`;
    });
  };

  it('homework 3: the key behind each answer, the shape behind each layer and response', () => {
    assert.deepEqual(hintsOf(sample(HOMEWORK)), [
      '12 bias: true }⟨→ 508×508×3⟩',
      '13 , of: conv }⟨→ 508×508×3⟩',
      '17 params(conv)⟨= 228⟩',
      '22 : params(fc)⟨= 608,850,137,136⟩',
      '25 (matrix(fc))⟨= 58,064,400⟩',
      '35 ax(down, up)⟨3×3⟩',
      '37 image, down)⟨30×30⟩',
      '38 e(image, up)⟨30×30⟩',
      '39 nse: r1 + r2⟨30×30⟩',
      '43 max(response⟨= [20, 11]⟩'.replace('max(response', 'ax(response)'),
      '48 e(image, up)⟨= [20, 11]⟩'.replace('e(image, up)', '(image, up))'),
      '63 relate(v, k)⟨= [44, 26, 16, 14, 23]⟩',
      '66 (v, k)) == 3⟨= false⟩',
      '71 alize=true))⟨= 3⟩',
      '74 late(w, k))"⟨= 3⟩',
      '74 lize=true))"⟨= 0⟩',
      '79 =k), shift)⟨= true⟩'.replace('=k), shift)', 'l=k), shift)'),
      '82 order=exact)⟨= false⟩',
    ]);
  });

  it('none repeats what is written, is longer than 40 characters, or stands where keys are hidden', () => {
    assert.deepEqual(
      hintsOf(problemSet({ parts: ['- { id: a, answer: 42 }', '- { id: b, answer: [1, 2] }'] })),
      [],
    );
    const long = hintsOf(
      problemSet({ parts: ['- { id: a, answer: 10^60 }', '- { id: b, answer: outputSize(3, 5) }'] }),
    );
    assert.equal(long.length, 2);
    for (const hint of long) assert.ok((/⟨(.*)⟩/.exec(hint)?.[1] ?? '').length <= 40, hint);
    assert.deepEqual(hintsOf(sample(HOMEWORK), false), []);
  });

  it('a layer over several lines has it behind its type, a broken one none', () => {
    const text = problemSet({
      given: [
        'c:',
        '  type: conv1d',
        '  input: { shape: [9] }',
        '  kernel: 3',
        'bad: { type: conv1d, kernel: -1 }',
      ],
    });
    assert.deepEqual(hintsOf(text), ['5 type: conv1d⟨→ 7⟩']);
  });
});

describe('copies at the cursor', () => {
  const copy = (marked: string, format: 'latex' | 'numpy' = 'numpy'): string => {
    const { text, at } = cursor(marked);
    const { message } = copyAt(openProblemSet(text), at, format);
    return message;
  };

  const COPIES: readonly (readonly [file: string, words: string, message: string])[] = [
    [DISCUSSION, '\n      con', 'Copied the 9×9 matrix of conv as NumPy.'],
    [DISCUSSION, '\n   ', 'Nothing stands here'],
    [DISCUSSION, 'answer: matrix(con', 'Copied the 9×9 matrix of conv as NumPy.'],
    [DISCUSSION, 'id: a', 'Copied the 9×9 matrix of a as NumPy.'],
    [DISCUSSION, 'answer: { mat', 'Copied the 9×9 matrix of matrix as NumPy.'],
    [HOMEWORK, '\n      respo', 'Copied the 30×30 matrix response as NumPy.'],
    [HOMEWORK, 'correl', 'Copied the 30×30 matrix as NumPy.'],
    [HOMEWORK, 'answer: par', 'Copied the number as NumPy.'],
    [
      HOMEWORK,
      ', filters',
      'This 774,192 × 786,432 matrix has 608,849,362,944 cells; up to 10,000 are copied.',
    ],
    [HOMEWORK, 'titl', 'Nothing stands here that can be copied'],
  ];
  for (const [file, words, message] of COPIES)
    it(`${words.trim() || 'blanks'}: ${message}`, () => {
      const said = copy(behind(file, words));
      assert.ok(said.startsWith(message), said);
    });

  it('the matrix of discussion 4, exactly', () => {
    const { text, at } = cursor(behind(DISCUSSION, '\n      con'));
    const latex = copyAt(openProblemSet(text), at, 'latex');
    assert.ok(latex.kind === 'copied');
    assert.equal(latex.text.split('\n').length, 11);
    assert.ok(latex.text.startsWith('\\begin{bmatrix}\n  k_{2} & k_{3} &     0 &'), latex.text);
  });
});
