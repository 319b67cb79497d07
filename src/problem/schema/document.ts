import * as Type from 'typebox';
import { definition, flag, listOf, mapping, markdown, quantity, text, values, word } from './fields';

const optional = Type.Optional;

/** Conventions that a layer may settle for itself; its own `bias` is an option. */
export const LAYER_CONVENTION_FIELDS = {
  convolution: optional(
    word(['cross-correlation', 'flipped'], 'whether layers flip their kernel; networks don’t'),
  ),
  channels: optional(word(['last', 'first'], 'shapes are H×W×C (last) or C×H×W (first)')),
  index: optional(word(['0', '1'], 'what locations are counted from')),
  flatten: optional(word(['row-major', 'column-major'], 'how a tensor becomes a vector')),
  flops: optional(quantity('operations that a multiply-add counts for')),
};

export const CONVENTION_FIELDS = {
  ...LAYER_CONVENTION_FIELDS,
  bias: optional(flag('whether layers have a bias unless they say otherwise')),
};

const WHERE = optional(
  Type.Union([text(''), listOf(text(''), 'a list of claims', '')], {
    expected: 'a claim, or a list of claims',
    description:
      'what must hold of the numbers of every variant: stands at the problem, beside `let`, or inside a parameter; numbers that break it are drawn again',
  }),
);

/** What a parameter that differs from variant to variant takes. */
const VARIATION_FIELDS = {
  choose: optional(
    listOf(
      Type.Any(),
      'a list of values',
      'the values that a variant has one of; variant 0 has the first, unless `default` says otherwise',
    ),
  ),
  from: optional(
    quantity(
      'the smallest value, an expression over other parameters too; variant 0 has it, unless `default` says otherwise',
    ),
  ),
  to: optional(quantity('the largest value, counted; an expression over other parameters too')),
  step: optional(quantity('how far the values are apart; 1 unless given')),
  random: optional(
    Type.Any({
      expected: 'integer',
      description: 'integer: every value is a whole number',
      words: ['integer'],
    }),
  ),
  default: optional(
    definition('the value of variant 0, the author’s example; it need not be one that variants have'),
  ),
  where: WHERE,
};

export const VARIATION = Type.Object(VARIATION_FIELDS, {
  additionalProperties: false,
  expected: 'choose: [7, 9, 11], or from, to and step',
});

/** What a part, and a problem with one question, takes. */
const PART_FIELDS = {
  prompt: optional(markdown('the question')),
  answer: optional(
    Type.Union([values('the key, as an expression'), mapping('several keys, each with a name')], {
      expected: 'an expression, a list, or names with an expression each',
      description: 'the key: an expression, computed, never typed',
    }),
  ),
  kind: optional(text('the kind of the answer, to overrule what follows from its value')),
  solution: optional(markdown('a worked solution')),
  hint: optional(markdown('a hint')),
  points: optional(quantity('points; 1 unless given')),
  units: optional(text('the unit of a bare number')),
  variables: optional(
    Type.Any({
      expected: 'names with their domain, as { n: 1..64 }',
      description: 'free symbols with their domain',
    }),
  ),
  tolerance: optional(
    Type.Any({ expected: '0.01, 1% or {digits: 3}', description: 'how far an answer may be off' }),
  ),
  check: optional(
    Type.Any({
      expected: 'a claim over it',
      description: 'a claim over `it`, for questions with many right answers',
    }),
  ),
  accept: optional(
    Type.Any({ expected: 'a list of { value, say, credit }', description: 'other right answers' }),
  ),
  mistakes: optional(
    Type.Any({
      expected: 'a list of { value, say, credit }',
      description: 'the author’s own misconceptions',
    }),
  ),
  choices: optional(Type.Any({ expected: 'ids with a text each', description: 'what can be chosen' })),
  several: optional(flag('whether several choices may be right')),
  blank: optional(
    Type.Any({ expected: 'all, or cells, rows or columns', description: 'what the person fills in' }),
  ),
  rubric: optional(
    Type.Union([text(''), listOf(text(''), 'a list of texts', '')], {
      expected: 'a text, or a list of texts',
      description: 'what a person looks for in a free text',
    }),
  ),
  evidence: optional(text('an experiment that bears on the question')),
  uses: optional(
    Type.Any({ expected: 'parts of this problem', description: 'earlier answers that this one builds on' }),
  ),
  grade: optional(
    Type.Object(
      {
        as: optional(word(['program'], 'the answer is run')),
        on: optional(text('the scene that the program is run on, with new seeds and places')),
        scenes: optional(quantity('how many scenes')),
        allow: optional(listOf(text(''), 'a list of functions and operators', 'what the program may use')),
      },
      {
        additionalProperties: false,
        expected: 'as, on, scenes and allow',
        description: 'how the answer is graded',
      },
    ),
  ),
};

/** Keys of a part that are understood but have no effect in this version; a finding says so. */
export const LATER_PART_KEYS: readonly string[] = [
  'tolerance',
  'check',
  'accept',
  'mistakes',
  'choices',
  'several',
  'blank',
  'uses',
  'evidence',
  'units',
  'kind',
];

export const PART = Type.Object(
  {
    id: Type.String({ expected: 'an id', description: 'letters, digits, - and _' }),
    title: optional(text('a short name')),
    ...PART_FIELDS,
  },
  { additionalProperties: false, expected: 'a part: an id, a prompt and an answer' },
);

export const PROBLEM = Type.Object(
  {
    id: Type.String({ expected: 'an id', description: 'letters, digits, -, _ and dots' }),
    title: optional(text('the problem’s title')),
    conventions: optional(
      Type.Object(CONVENTION_FIELDS, {
        additionalProperties: false,
        expected: 'conventions',
        description: 'what holds for this problem',
      }),
    ),
    let: optional(
      mapping(
        'parameters: a number, an expression, or what variants have: { choose: [7, 9, 11] }, { from: 3, to: 9, step: 2 }',
        // An object with a type may stand here too, so its keys are only held against these where it has none.
        Type.Any({
          expected: 'a number, an expression, or { choose: [7, 9, 11] }',
          description: 'a parameter',
          properties: VARIATION_FIELDS,
        }),
      ),
    ),
    where: WHERE,
    given: optional(mapping('what is given: names with a definition each', definition('a definition'))),
    parts: optional(listOf(PART, 'a list of parts', 'the questions')),
    ...PART_FIELDS,
    ...CONVENTION_FIELDS,
  },
  { additionalProperties: false, expected: 'a problem: an id, what is given, and parts' },
);

export const PROBLEM_SET = Type.Object(
  {
    title: optional(text('the title of the problem set')),
    course: optional(text('the course it belongs to')),
    conventions: optional(
      Type.Object(CONVENTION_FIELDS, {
        additionalProperties: false,
        expected: 'conventions',
        description: 'what holds in the whole file',
      }),
    ),
    problems: listOf(PROBLEM, 'a list of problems, each starting with “- id:”', 'the problems'),
  },
  { additionalProperties: false, expected: 'a problem set: a title and problems' },
);

export const ANSWERS = Type.Object(
  {
    'problem-set': Type.String({
      expected: 'the path of a .cnn.yaml file',
      description: 'the problem set that is answered, as a path from this file',
    }),
    name: optional(text('who answers')),
    variant: optional(quantity('which variant was set; 0 unless given')),
    answers: mapping('problems with their answers', Type.Any()),
  },
  { additionalProperties: false, expected: 'an answer file: problem-set, name and answers' },
);
