import {
  counted,
  countFormula,
  extentFormulas,
  groupDigits,
  Network,
  signatureOf,
  valueText,
  type Layer,
  type Value,
} from '../core';
import { addressOf, type AnswerFile, type Grading, type NamedMistake } from '../grading';
import {
  ANSWERS,
  annotation,
  camelCase,
  parseYaml,
  propertiesOf,
  type DefinitionType,
  type FieldSheet,
  type NamedSheet,
  type Outcome,
  type PartSheet,
  type ProblemSheet,
  type Span,
  type Worksheet,
} from '../problem';
import { formulasOf, valueAt, type Calculation } from './calculation';
import { definitionOf, placeIn, type Schema } from './place';
import { VERDICT_SIGNS } from './lenses';
import { block, code, paragraphs, plain, table } from './markdown';
import { isComputed, KEYS_HIDDEN, type Showing } from './showing';
import { subjectAt, type Subject } from './subject';
import { factsOf, hoverLines, matrixLines } from './value-lines';
import {
  flowWords,
  isSame,
  matrixFacts,
  networkRow,
  ofLayer,
  paramsWords,
  possibleWords,
  shapeWords,
  wantedWords,
} from './words';

/** What is known about a place, as Markdown without HTML. */
export interface Hover extends Span {
  readonly markdown: string;
}

const HIDDEN = `*${KEYS_HIDDEN}*`;

function noValue({ kind }: Outcome): string {
  return kind === 'failed' || kind === 'waiting'
    ? 'It has no value; the finding says why.'
    : 'It is being computed.';
}

/** A hover over a problem set. */
export function problemSetHover(worksheet: Worksheet, offset: number, showing: Showing): Hover | undefined {
  const subject = subjectAt(worksheet, offset);
  const markdown = subject && said(subject, showing);
  if (subject === undefined || markdown === undefined || markdown === '') return undefined;
  return { start: subject.start, end: subject.end, markdown };
}

function said(subject: Subject, showing: Showing): string | undefined {
  switch (subject.kind) {
    case 'key':
      return keySaid(subject.key, subject.schema);
    case 'option':
      return paragraphs(`**${plain(subject.name)}** of ${code(subject.of)}`, subject.doc);
    case 'named':
      return namedSaid(subject.sheet, showing);
    case 'part':
      return partSaid(subject.part, subject.problem, showing);
    case 'field':
      return fieldSaid(subject.field, subject.part, showing);
    case 'function': {
      const { entry, call } = subject;
      const [example] = entry.examples;
      return paragraphs(
        block([signatureOf(entry)]),
        hereSaid(call, showing),
        entry.doc,
        entry.parameters
          .map(
            ({ name, doc, optional }) => `- ${code(name)}: ${doc}${optional === true ? ' (optional)' : ''}`,
          )
          .join('\n'),
        example && `For example ${code(example[0])} is ${code(example[1])}.`,
      );
    }
    case 'type': {
      const { definition, call } = subject;
      return paragraphs(call && block([callOf(definition)]), call && hereSaid(call, showing), definition.doc);
    }
    case 'value':
      return subject.name === undefined
        ? calculationSaid(subject.calculation, showing)
        : `**${plain(subject.name)}** · variable`;
  }
}

function keySaid(key: string, schema: Schema): string {
  const [description, expected] = [annotation(schema, 'description'), annotation(schema, 'expected')];
  return paragraphs(
    `**${plain(key)}**: ${typeof description === 'string' ? description : ''}`,
    typeof expected === 'string' ? `Takes ${expected}.` : undefined,
  );
}

/** Conventions may be given to every layer; a signature that lists them is too long to read. */
const CONVENTIONS: ReadonlySet<string> = new Set(['convolution', 'channels', 'index', 'flatten', 'flops']);

/** `conv2d(input, kernel=…, filters=…)`. */
function callOf({ type, positional, schema }: DefinitionType): string {
  const options = propertiesOf(schema).filter(
    (key) => key !== 'type' && key !== positional && !CONVENTIONS.has(key),
  );
  return `${camelCase(type)}(${[...(positional === undefined ? [] : [positional]), ...options.map((key) => `${camelCase(key)}=…`)].join(', ')})`;
}

/** The value of a part of an expression, and how it comes about. */
function calculationSaid(calculation: Calculation, { keys }: Showing): string {
  if (!keys) return HIDDEN;
  const value = valueAt(calculation);
  const { expression, scalar } = calculation;
  const source = scalar.text.slice(expression.start, expression.end);
  if (!value || isSame(valueText(value), source)) return '';
  return paragraphs(code(source), valueSaid(value, formulasOf(calculation)));
}

/** What a call gives where it stands. */
function hereSaid(call: Calculation, { keys }: Showing): string {
  if (!keys) return HIDDEN;
  const value = valueAt(call);
  return value ? paragraphs('Here:', valueSaid(value, formulasOf(call))) : '';
}

/** A value: its formula where it has one, else its cells and what is worth knowing of them. */
function valueSaid(value: Value, formulas: readonly (readonly [string, string])[]): string {
  if (value.kind === 'layer') return layerSaid(value.layer);
  if (formulas.length > 0 && formulas.every(([label]) => label === '') && value.kind !== 'matrix')
    return paragraphs(
      value.kind === 'shape' ? `**${plain(hoverLines(value).join(' '))}**` : undefined,
      table(distinctRows(formulas)),
    );
  const facts = factsOf(value);
  return paragraphs(
    facts === undefined ? undefined : plain(facts),
    block(hoverLines(value)),
    formulas.length > 0 ? table(distinctRows(formulas)) : undefined,
  );
}

/** Axes that are alike are said once. */
function distinctRows(rows: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return rows.filter(
    ([label, text], index) => rows.findIndex((other) => other[0] === label && other[1] === text) === index,
  );
}

function namedSaid(sheet: NamedSheet, showing: Showing): string {
  const { name, outcome, node, possible } = sheet;
  const definition = definitionOf(node);
  const what = definition?.type ?? (node.kind === 'scalar' ? node.text : '');
  const head = [
    `**${plain(name)}**`,
    ...(what === '' ? [] : [code(what)]),
    ...(possible ? [plain(possibleWords(possible))] : []),
  ];
  if (outcome.kind !== 'value') return paragraphs(head.join(' · '), noValue(outcome));
  const { value } = outcome;
  if (!showing.keys && isComputed(sheet)) return paragraphs(head.join(' · '), definition?.doc, HIDDEN);
  if (value.kind === 'layer') {
    const flow = flowWords(value.layer);
    return paragraphs(
      [...head, ...(flow === undefined ? [] : [plain(flow)])].join(' · '),
      layerSaid(value.layer, flow === undefined),
      definition?.doc,
    );
  }
  const facts = factsOf(value);
  return paragraphs(
    [...head, ...(facts === undefined ? [] : [plain(facts)])].join(' · '),
    cellsSaid(value, what),
  );
}

/** Cells that say more than the shape, or what is written, does. */
function cellsSaid(value: Value, written: string): string | undefined {
  if ((value.kind === 'tensor' && value.tensor.rank > 2) || isSame(valueText(value), written))
    return undefined;
  return block(hoverLines(value));
}

const AXES: Readonly<Record<number, readonly string[]>> = {
  1: ['output'],
  2: ['rows', 'columns'],
  3: ['planes', 'rows', 'columns'],
};

/** The counts of a layer with their numbers put in, and its matrix. */
function layerSaid(layer: Layer, alone = false): string {
  if (layer instanceof Network) return networkSaid(layer);
  const rows: (readonly [string, string])[] = [];
  const add = (label: string, text: string | undefined): void => {
    if (text !== undefined) rows.push([label, text]);
  };
  add('parameters', countFormula(layer, 'params'));
  const extents = extentFormulas(layer);
  const names = AXES[extents.length] ?? [];
  if (extents.length > 1 && new Set(extents).size === 1) add(names.join(', '), extents[0]);
  else for (const [axis, text] of extents.entries()) add(names[axis] ?? '', text);
  if (layer.inputShape) add('multiplications', countFormula(layer, 'macs'));
  const matrix = layer.inputShape && ofLayer(() => layer.matrix);
  const facts = matrix && ofLayer(() => `${shapeWords([matrix.rows, matrix.cols])} · ${matrixFacts(matrix)}`);
  return paragraphs(
    rows.length > 0 ? table(rows) : alone ? paramsWords(layer) : undefined,
    facts === undefined ? undefined : `Matrix ${plain(facts)}`,
    matrix && facts !== undefined ? block(matrixLines(matrix)) : undefined,
  );
}

const MOST_LAYERS = 24;

/** The layers of a network, one below the other. */
function networkSaid(network: Network): string {
  const rows = network.nodes.slice(0, MOST_LAYERS).map(({ name, layer }) => networkRow(name, layer));
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const lines = rows.map(([name, output, params]) =>
    `${name.padEnd(width(0))}  ${output.padEnd(width(1))}  ${params.padStart(width(2))}`.trimEnd(),
  );
  const more = network.nodes.length - rows.length;
  const { published } = network;
  return paragraphs(
    published && `${plain(published.source)}. Edition: ${plain(published.edition)}.`,
    paramsWords(network),
    block([...lines, ...(more > 0 ? [`⋮ ${counted(more, 'more layer')}`] : [])]),
  );
}

function partSaid(part: PartSheet, { parts }: ProblemSheet, showing: Showing): string {
  const { answer } = part;
  const points = counted(part.points, 'point');
  const name = parts.length === 1 && part.id === 'answer' ? 'The key' : `The key of ${plain(part.id)}`;
  if (answer?.outcome.kind !== 'value')
    return paragraphs(`**${name}** · ${points}`, answer && noValue(answer.outcome));
  const { value } = answer.outcome;
  const head = `**${name}** · ${plain(wantedWords(value))} · ${points}`;
  if (!showing.keys) return paragraphs(head, HIDDEN);
  const [only] = answer.fields;
  return paragraphs(
    head,
    answer.fields.length === 1 && only?.name === undefined && only
      ? fieldValueSaid(only, part)
      : valueSaid(value, []),
  );
}

function fieldSaid(field: FieldSheet, part: PartSheet, showing: Showing): string {
  const { name, outcome } = field;
  const head =
    name === undefined ? `**The key of ${plain(part.id)}**` : `**${plain(name)}** of ${plain(part.id)}`;
  if (outcome.kind !== 'value') return paragraphs(head, noValue(outcome));
  return paragraphs(
    `${head} · ${plain(wantedWords(outcome.value))}`,
    showing.keys ? fieldValueSaid(field, part) : HIDDEN,
  );
}

function fieldValueSaid({ outcome, expression, node }: FieldSheet, { scope }: PartSheet): string {
  if (outcome.kind !== 'value') return '';
  const formulas =
    expression && node.kind === 'scalar' ? formulasOf({ expression, scope, scalar: node }) : [];
  return valueSaid(outcome.value, formulas);
}

/** A hover over an answer file: the verdict and why, or what a key of it is. */
export function answerHover(
  file: AnswerFile,
  grading: Grading | undefined,
  offset: number,
  showing: Showing,
): Hover | undefined {
  const [result] = (grading?.results ?? [])
    .filter(({ span, verdict }) => verdict !== 'missing' && span.start <= offset && offset <= span.end)
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
  if (result) {
    const { verdict, points, credit, mistake, message, span } = result;
    const worth = `${groupDigits(Math.round(credit * points * 100) / 100)} of ${counted(points, 'point')}`;
    return {
      start: span.start,
      end: span.end,
      markdown: paragraphs(
        [
          `**${VERDICT_SIGNS[verdict]} ${verdict}**`,
          ...(mistake ? [mistakeSaid(mistake)] : []),
          plain(addressOf(result)),
          ...(verdict === 'for a person' ? [] : [worth]),
        ].join(' · '),
        showing.keys ? plain(message) : HIDDEN,
      ),
    };
  }
  const { steps, onKey } = placeIn(parseYaml(file.text).root, ANSWERS, offset);
  const last = steps.at(-1);
  if (!last || !onKey || steps.length > 1) return undefined;
  return { start: last.key.start, end: last.key.end, markdown: keySaid(last.key.text, last.schema) };
}

function mistakeSaid({ id, title, ties = [] }: NamedMistake): string {
  const others = ties.length > 0 ? ` (or ${ties.map(code).join(', ')})` : '';
  return `${code(id)} ${plain(title)}${others}`;
}
