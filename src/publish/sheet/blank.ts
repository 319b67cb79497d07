import { Document, Pair, Scalar, YAMLMap } from 'yaml';
import { kindOf, type FieldSheet, type PartSheet, type QuestionKind, type Worksheet } from '../../problem';

/** What an answer of each kind looks like. The kind of a key that is undefined would give it away. */
const WANTED: Readonly<Record<QuestionKind, string>> = {
  number: 'a number',
  location: 'a place: a number on a line, [row, column] in an image',
  shape: 'a shape: 5x5x3',
  vector: 'a list of numbers: [1, 2, 3]',
  matrix: 'rows of numbers: [[1, 2], [3, 4]]',
  tensor: 'nested lists of numbers',
  table: 'rows: [[1, 2], [3, 4]]',
  formula: 'a formula',
  boolean: 'true or false',
  program: 'an expression that computes it',
  text: 'a text',
  fields: 'several values',
  list: 'a list',
  layer: 'a layer',
  choice: 'what you choose',
  undefined: 'your answer',
};

/** An answer file with a place for every answer, and beside it what is wanted there. */
export function blankAnswers(worksheet: Worksheet, problemSet: string): string {
  const document = new Document(null);
  const answers = new YAMLMap();
  for (const { id, parts } of worksheet.problems) {
    const [first] = parts;
    if (!first) continue;
    if (parts.length === 1 && first.id === 'answer') {
      answers.items.push(entry(id, partNode(first)));
      continue;
    }
    const problem = new YAMLMap();
    for (const part of parts) problem.items.push(entry(part.id, partNode(part)));
    answers.items.push(entry(id, problem));
  }
  const root = new YAMLMap();
  root.items.push(
    entry('problem-set', new Scalar(problemSet)),
    entry('name', blank('your name')),
    entry('variant', new Scalar(worksheet.variant)),
    entry('answers', answers),
  );
  document.contents = root;
  return document.toString({ lineWidth: 0, nullStr: '' });
}

function entry(key: string, value: unknown): Pair {
  return new Pair(new Scalar(key), value);
}

function blank(wanted: string): Scalar {
  const scalar = new Scalar(null);
  scalar.comment = ` ${wanted}`;
  return scalar;
}

function partNode(part: PartSheet): Scalar | YAMLMap {
  const fields = part.answer?.fields ?? [];
  if (part.choices.length > 0) {
    const ids = part.choices.map(({ id }) => id).join(', ');
    return blank((part.several ? `some of: ${ids}` : `one of: ${ids}`).replace(/\s+/g, ' '));
  }
  if (!part.program && fields.some(({ name }) => name !== undefined)) {
    const node = new YAMLMap();
    for (const field of fields)
      node.items.push(entry(field.name ?? '', blank(wantedOf(kindOfField(field), part))));
    return node;
  }
  return blank(wantedOf(part.kind, part));
}

function kindOfField({ outcome }: FieldSheet): QuestionKind {
  return outcome.kind === 'value' ? kindOf(outcome.value) : 'undefined';
}

function wantedOf(kind: QuestionKind, { variables }: PartSheet): string {
  return kind === 'formula' && variables.length > 0
    ? `a formula in ${variables.map(({ name }) => name).join(', ')}`
    : WANTED[kind];
}
