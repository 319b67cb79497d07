import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import {
  FUNCTIONS,
  groupDigits,
  paramsOf,
  signatureOf,
  zooNetwork,
  ZOO,
  DEFAULT_CONVENTIONS,
} from '../../src/core';
import { feedOf, publishedShape, Tensor, type FunctionEntry, type FunctionGroup } from '../../src/core';
import { KNOWN_MISTAKES } from '../../src/grading';
import {
  annotation,
  ANSWERS,
  camelCase,
  DEFINITION_TYPES,
  PROBLEM,
  PROBLEM_SET,
  propertiesOf,
  propertyOf,
  type DefinitionType,
} from '../../src/problem';
import { PART } from '../../src/problem/schema/document';

type Schema = Parameters<typeof propertiesOf>[0];

const GROUPS: readonly (readonly [group: FunctionGroup, title: string])[] = [
  ['counts', 'Counts'],
  ['shapes', 'Shapes'],
  ['matrices', 'Matrices'],
  ['tensors', 'Tensors'],
  ['learning', 'Gradients'],
  ['claims', 'Claims'],
];

/** The reference page as Markdown, as prettier writes it. */
export async function referenceText(): Promise<string> {
  const sections = [
    section('Files', files()),
    section('Objects that can be given', objects()),
    ...GROUPS.map(([group, title]) => section(title, functions(group))),
    section('Published networks', published()),
    section('Known mistakes', mistakes()),
  ];
  const contents = sections.map(({ title }) => `- [${title}](#${anchor(title)})`).join('\n');
  const text = [
    '# Reference of the language',
    'Made from the code by `npm run reference`; every example below is run by the tests. How files look as a whole is in the [README](../README.md).',
    contents,
    ...sections.map(({ title, body }) => `## ${title}\n\n${body}`),
  ].join('\n\n');
  const config = await resolveConfig(resolve(__dirname, '../../README.md'));
  return format(text, { ...config, parser: 'markdown' });
}

function section(title: string, body: string): { readonly title: string; readonly body: string } {
  return { title, body };
}

function anchor(title: string): string {
  return title.toLowerCase().replace(/ /g, '-');
}

function functions(group: FunctionGroup): string {
  const entries = [...FUNCTIONS.values()].filter((entry) => entry.group === group);
  return entries.map(functionText).join('\n\n');
}

function functionText(entry: FunctionEntry): string {
  const parameters = entry.parameters.map(
    ({ name, doc, optional }) => `- \`${name}\`${optional === true ? ' (optional)' : ''}: ${plain(doc)}`,
  );
  const examples = entry.examples.map(([expression, prints]) => `${expression}\n  ${prints}`);
  return [
    `### ${entry.name}`,
    `\`${signatureOf(entry)}\``,
    plain(entry.doc),
    parameters.join('\n'),
    `\`\`\`text\n${examples.join('\n')}\n\`\`\``,
  ].join('\n\n');
}

function objects(): string {
  return [...DEFINITION_TYPES.values()].map(objectText).join('\n\n');
}

/** Conventions may be given to every layer; they are described once, with the keys of a problem set. */
const CONVENTIONS: ReadonlySet<string> = new Set(['convolution', 'channels', 'index', 'flatten', 'flops']);

function objectText({ type, doc, positional, schema }: DefinitionType): string {
  const call = `In expressions \`${camelCase(type)}(${positional === undefined ? '' : `${camelCase(positional)}, `}…)\`.`;
  return [
    `### ${type}`,
    `${plain(doc)} ${call}`,
    keys(schema, (key) => key !== 'type' && !CONVENTIONS.has(key)),
  ].join('\n\n');
}

function files(): string {
  return [
    '### A problem set',
    keys(PROBLEM_SET),
    '### Conventions',
    'They hold for a file, a problem or a layer, whichever is nearest.',
    keys(propertyOf(PROBLEM_SET, 'conventions')),
    '### A problem',
    'A problem with one question takes the keys of a part itself; conventions may stand here, too.',
    keys(
      PROBLEM,
      (key) => key === 'id' || key === 'title' || !(propertiesOf(PART).includes(key) || CONVENTIONS.has(key)),
    ),
    '### A part',
    keys(PART),
    '### An answer file',
    keys(ANSWERS),
  ].join('\n\n');
}

/** One line for each key: what it says, and what it takes. */
function keys(schema: Schema, counts: (key: string) => boolean = () => true): string {
  return propertiesOf(schema)
    .filter(counts)
    .map((key) => {
      const property = propertyOf(schema, key);
      const [description, expected] = [annotation(property, 'description'), annotation(property, 'expected')];
      const takes = typeof expected === 'string' ? ` Takes ${plain(expected)}.` : '';
      return `- \`${key}\`: ${typeof description === 'string' && description !== '' ? `${plain(description)}.` : ''}${takes}`;
    })
    .join('\n');
}

function published(): string {
  const rows = [...ZOO.values()].map((model) => {
    const shape = publishedShape(model, 'last');
    const network = zooNetwork(model, {
      input: feedOf(Tensor.symbols('x', shape)),
      classes: model.classes,
      conventions: DEFAULT_CONVENTIONS,
    });
    return `| \`${model.name}\` | ${shape.join(' × ')} | ${groupDigits(paramsOf(network))} | ${plain(model.edition)} | ${plain(model.source)} |`;
  });
  return [
    'Under `{ type: network, model: … }`; `classes` sets the head, `input` another input.',
    ['| model | input | parameters | edition | source |', '| --- | --- | --- | --- | --- |', ...rows].join(
      '\n',
    ),
  ].join('\n\n');
}

function mistakes(): string {
  return [
    'What is named behind a wrong answer.',
    KNOWN_MISTAKES.map(({ id, title }) => `- ${id}: ${plain(title)}`).join('\n'),
  ].join('\n\n');
}

/** Text in which nothing but code between backquotes is read as Markdown. */
function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((piece) => (piece.startsWith('`') ? piece : piece.replace(/[\\*_[\]<>|]/g, (sign) => `\\${sign}`)))
    .join('');
}
