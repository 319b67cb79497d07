import { Document, isScalar, isSeq, visit } from 'yaml';
import { valueJson, valueText, type Value } from '../../core';
import {
  get,
  getText,
  isEmpty,
  itemsOf,
  namesIn,
  parseExpression,
  parseYaml,
  type NamedSheet,
  type Node,
  type Outcome,
  type PartSheet,
  type ProblemSheet,
  type Worksheet,
} from '../../problem';

/** What is given and needs nothing computed. */
const DATA_TYPES: readonly (string | undefined)[] = ['input', 'kernel', undefined];
const CONVENTIONS = ['conventions', 'convolution', 'channels', 'index', 'flatten', 'flops', 'bias'];

type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };

/**
 * A problem set for those who answer it, as YAML, in the variant of the worksheet. It is written anew from what may be known,
 * so that nothing else can be in it: titles, questions with their values filled in, hints, points, choices, domains of
 * symbols, and the data that is given.
 */
export function sheetText(worksheet: Worksheet): string {
  const conventions = get(parseYaml(worksheet.text).root, 'conventions');
  const tree: Tree = {
    ...(worksheet.title !== '' && { title: worksheet.title }),
    ...(worksheet.course !== undefined && { course: worksheet.course }),
    ...(conventions && { conventions: treeOf(conventions) }),
    problems: worksheet.problems.map(problemTree),
  };
  const document = new Document(tree, { schema: 'failsafe' });
  // Numbers stand in rows, as people write them.
  visit(document, {
    Seq: (_, list) => {
      list.flow = isPlain(list);
      return undefined;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Neither a mapping nor text of several lines is in it. */
function isPlain(node: unknown): boolean {
  if (isSeq(node)) return node.items.every(isPlain);
  return isScalar(node) && typeof node.value === 'string' && !node.value.includes('\n');
}

function problemTree(problem: ProblemSheet): Tree {
  const { id, node, title, prompt, parts } = problem;
  const secrets = secretsOf(problem);
  const hidden = new Set([...problem.parameters, ...problem.given].map(({ name }) => name));
  const known = (
    sheets: readonly NamedSheet[],
    read: (sheet: NamedSheet) => Tree | undefined,
  ): Record<string, Tree> =>
    Object.fromEntries(
      sheets.flatMap((sheet): [string, Tree][] => {
        const tree = isSecret(sheet.outcome, secrets) ? undefined : read(sheet);
        if (tree === undefined) return [];
        hidden.delete(sheet.name);
        return [[sheet.name, tree]];
      }),
    );
  const parameters = known(problem.parameters, ({ outcome }) =>
    outcome.kind === 'value' ? valueTree(outcome.value) : undefined,
  );
  const given = known(problem.given, (sheet) => dataTree(sheet, hidden));
  const written = itemsOf(get(node, 'parts'));
  return {
    id,
    ...(title !== '' && title !== id && { title }),
    ...Object.fromEntries(
      CONVENTIONS.flatMap((key): [string, Tree][] => {
        const value = get(node, key);
        return value ? [[key, treeOf(value)]] : [];
      }),
    ),
    ...(prompt !== '' && { prompt: literal(prompt) }),
    ...(Object.keys(parameters).length > 0 && { let: parameters }),
    ...(Object.keys(given).length > 0 && { given }),
    // The one question of a problem is known by its key, which is not here; as a part it is one without.
    parts: parts.map((part) =>
      written.length === 0
        ? partTree(part, node, false)
        : partTree(
            part,
            written.find((item) => getText(item, 'id') === part.id),
            true,
          ),
    ),
  };
}

function partTree(part: PartSheet, node: Node | undefined, isAsked: boolean): Tree {
  const [title, variables, units] = ['title', 'variables', 'units'].map((key) => get(node, key));
  const prompt = [isAsked ? part.prompt : '', choicesText(part)].filter((text) => text !== '').join('\n\n');
  return {
    id: part.id,
    ...(isAsked && title && { title: treeOf(title) }),
    ...(prompt !== '' && { prompt: literal(prompt) }),
    ...(part.hint !== undefined && { hint: literal(part.hint) }),
    ...(part.points !== 1 && { points: String(part.points) }),
    ...(units && { units: treeOf(units) }),
    ...(variables && { variables: treeOf(variables) }),
  };
}

/** What can be chosen, as Markdown: `choices` without a key would be a mistake. */
function choicesText({ choices }: PartSheet): string {
  return choices.map(({ id, text }) => (id === text ? `- ${text}` : `- \`${id}\`: ${text}`)).join('\n');
}

/** Data as it is given; undefined for what is computed, since answers are computed from it, or it is one. */
function dataTree({ node, type, outcome }: NamedSheet, hidden: ReadonlySet<string>): Tree | undefined {
  if (type === 'scene') {
    // Its picture, without the place of what is hidden in it.
    const values = outcome.kind === 'value' ? valueTree(outcome.value) : undefined;
    return values === undefined ? undefined : { type: 'input', values };
  }
  if (node.kind === 'scalar' || (node.kind === 'map' && !DATA_TYPES.includes(type))) return undefined;
  return namesWithin(node).some((name) => hidden.has(name)) ? undefined : treeOf(node);
}

/** The names in the expressions of a node. */
function namesWithin(node: Node): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap(namesWithin);
  if (node.kind === 'map') return node.entries.flatMap(({ value }) => namesWithin(value));
  const parsed = parseExpression(node.text);
  return parsed.kind === 'syntax-failure' ? [] : [...namesIn(parsed)];
}

/** A node as it was written, without its comments. */
function treeOf(node: Node): Tree {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map(treeOf);
  return Object.fromEntries(
    node.entries.filter(({ value }) => !isEmpty(value)).map(({ key, value }) => [key.text, treeOf(value)]),
  );
}

/** A value as it would be written; undefined where it is not to be written out. */
function valueTree(value: Value): Tree | undefined {
  const json = valueJson(value);
  const { values, shape } = json as { readonly values?: unknown; readonly shape?: unknown };
  if (value.kind === 'tensor')
    return Array.isArray(values) && Array.isArray(shape) ? textsOf(values) : undefined;
  return ['number', 'real', 'formula', 'boolean', 'text'].includes(value.kind) ? valueText(value) : undefined;
}

function textsOf(value: unknown): Tree {
  return Array.isArray(value) ? value.map(textsOf) : String(value);
}

/** What must not stand in the sheet: the values of all keys and of what is said about answers. */
function secretsOf({ parts }: ProblemSheet): ReadonlySet<string> {
  const outcomes = parts.flatMap(({ answer, accept, mistakes }) => [
    ...(answer ? [answer.outcome, ...answer.fields.map(({ outcome }) => outcome)] : []),
    ...[...accept, ...mistakes].flatMap(({ fields }) => fields.map(({ outcome }) => outcome)),
  ]);
  return new Set(outcomes.flatMap((outcome) => (outcome.kind === 'value' ? [valueText(outcome.value)] : [])));
}

function isSecret(outcome: Outcome, secrets: ReadonlySet<string>): boolean {
  return outcome.kind === 'value' && secrets.has(valueText(outcome.value));
}

/** Markdown in which nothing is to be filled in. */
function literal(text: string): string {
  return text.replace(/\{\{(?:[^{}]|\{[^{}]*\})*\}\}/g, (whole) => `\\${whole}`);
}
