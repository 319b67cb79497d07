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

// What may be a mapping or something shorter: these keywords are about mappings alone.

const CLAIM = {
  properties: {
    that: text('a claim over `it`'),
    say: optional(markdown('what is said where it fails; {{ }} may use `it`')),
    credit: optional(quantity('what it costs where it fails, from 0 to 1; an equal share unless given')),
  },
  required: ['that'],
  additionalProperties: false,
};

const ALTERNATIVE = {
  properties: {
    value: Type.Any({
      expected: 'an expression, a list, or names with an expression each',
      description: 'the answer that is meant: as a key, an expression or names with one each',
    }),
    say: optional(markdown('what is said to whoever answers so; {{ }} may use `it`')),
    credit: optional(quantity('what it is worth, from 0 to 1')),
  },
  required: ['value'],
  additionalProperties: false,
};

const CHOICE = Type.Any({
  expected: 'a text, or { text, when }',
  description: 'what is offered',
  markdown: true,
  properties: {
    text: markdown('what is offered'),
    when: optional(text('a claim: the choice is right where it is true')),
  },
  required: ['text'],
  additionalProperties: false,
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
    Type.Any({
      expected: '0.01, 1% or { digits: 3 }',
      description:
        'how far a number, or every number of a list, may be off: 0.01 absolute, 1% relative, { digits: 3 } significant digits; of several it is enough to keep one',
      properties: {
        absolute: optional(quantity('how far an answer may be off')),
        relative: optional(quantity('how far it may be off as a part of the key: 1% or 0.01')),
        digits: optional(quantity('significant digits to which it must agree with the key')),
      },
      additionalProperties: false,
    }),
  ),
  check: optional(
    Type.Any({
      expected: 'a claim over it, or a list of { that, say, credit }',
      description:
        'a claim over `it`, the answer, for questions with many right answers; of a list, each claim that fails costs its credit. `answer` is then one example',
      ...CLAIM,
      items: Type.Any({ expected: 'a claim over it, or { that, say, credit }', ...CLAIM }),
    }),
  ),
  accept: optional(
    listOf(
      Type.Any({ expected: 'a value, or { value, say, credit }', ...ALTERNATIVE }),
      'a list of { value, say, credit }',
      'other right answers and conventions; full credit unless given',
    ),
  ),
  mistakes: optional(
    listOf(
      Type.Any({ expected: 'a value, or { value, say, credit }', ...ALTERNATIVE }),
      'a list of { value, say, credit }',
      'wrong answers that are explained; no credit unless given',
    ),
  ),
  choices: optional(
    Type.Any({
      expected: 'ids with a text each, or a list of texts',
      description: 'what can be chosen; a bare id is that choice in the key, in claims and in answers',
      additionalProperties: CHOICE,
      items: CHOICE,
    }),
  ),
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
    Type.Union([text(''), listOf(text(''), 'a list of parts', '')], {
      expected: 'the id of a part, or a list of them',
      description:
        'parts above whose own answers, right or not, may be carried forward; those that the key uses, unless given',
    }),
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
export const LATER_PART_KEYS: readonly string[] = ['blank', 'evidence', 'kind'];

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

/** How much is said of a wrong answer, the least first. */
export const FEEDBACK = ['hint', 'formula', 'value'] as const;
export type Feedback = (typeof FEEDBACK)[number];

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
    feedback: optional(
      word(
        [...FEEDBACK],
        'what is said of a wrong answer: which mistake it is, the right formula too, or the numbers too (unless given)',
      ),
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
  { additionalProperties: false, toFill: true, expected: 'an answer file: problem-set, name and answers' },
);
