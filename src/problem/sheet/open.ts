import { DEFAULT_CONVENTIONS, withBudget, type Conventions } from '../../core';
import { statedConventions, withConventions } from '../conventions';
import { finding, tidied, type Finding } from '../finding';
import type { Files } from '../files';
import { checkSchema, headOf } from '../schema/check';
import { FEEDBACK, PROBLEM, PROBLEM_SET } from '../schema/document';
import { cutProblems, type Piece } from '../text/cut';
import { LineIndex } from '../text/line-index';
import { get, getText, isEmpty, itemsOf, type MapNode, type Node } from '../text/node';
import { parseYaml } from '../text/parse-yaml';
import type { Elsewhere } from './given-scope';
import { repeatedIds } from './ids';
import { readProblem, sameConventions } from './problem';
import type { ProblemSheet, Worksheet } from './worksheet';

export interface OpenOptions {
  /** Characters above which a text is not read. */
  readonly maxCharacters?: number;
  /** Only 0, the author's example, can be computed yet. */
  readonly variant?: number;
  /** The files that may be named; without them none may. */
  readonly files?: Files;
  /** The worksheet of the text before it was edited: what is the same is taken over. */
  readonly previous?: Worksheet;
  /** What may be spent on each problem, in microseconds; what costs more has the outcome “computing”. */
  readonly budget?: number;
  /** Nobody else computes what goes beyond the budget: it is a finding. So it is without a budget. */
  readonly alone?: boolean;
  /** Outcomes that were computed elsewhere, by the problem’s key and what is written in it. */
  readonly elsewhere?: (problem: string, written: string) => Elsewhere | undefined;
  /** Told of the work that is done, for those who count it. */
  readonly observe?: {
    readonly parsed?: (text: string) => void;
    readonly computed?: (what: string) => void;
  };
}

/** What may be spent on one problem where nobody else computes it: about a minute. */
const LONGEST_US = 60_000_000;

/** Two megabytes, unless a setting says otherwise. */
export const MAX_CHARACTERS = 2_000_000;

/**
 * Reads a problem set and computes everything in it. Never throws for what is in the text: half-written files give the
 * worksheet of what can be read, with a finding for each thing that can't.
 */
export function openProblemSet(text: string, options: OpenOptions = {}): Worksheet {
  const steps = openInSteps(text, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `openProblemSet`, with a pause before each problem: whoever must not be blocked does something else there. */
export function* openInSteps(text: string, options: OpenOptions = {}): Generator<undefined, Worksheet> {
  const refused = refusal(text, options);
  // A text that is not read is not cut into lines either; the finding stands in its first one.
  const lines = new LineIndex(refused ? text.slice(0, refused.end) : text);
  const file = refused ? { rest: NOTHING, sources: [], findings: [refused] } : readFile(text, lines, options);
  const variant = options.variant ?? 0;
  // Another variant has other numbers.
  const previous = options.previous?.variant === variant ? options.previous : undefined;
  const outer = withConventions(DEFAULT_CONVENTIONS, (key) => getText(get(file.rest, 'conventions'), key));
  let findings = [...file.findings];
  const problems: ProblemSheet[] = [];
  for (const [index, source] of file.sources.entries()) {
    yield;
    const taken = takenOver(source, outer, previous, options.files);
    const read = taken
      ? { problem: taken, findings: [] }
      : readSource(source, index, outer, { ...options, previous });
    if (read.problem) problems.push(read.problem);
    findings = [...findings, ...read.findings];
  }
  for (const [index, repeated] of repeatedIds(problems.map(({ node }) => node)).entries())
    if (repeated) findings.push(moved(repeated, problems[index]?.start ?? 0));
  for (const problem of problems)
    findings = [...findings, ...problem.findings.map((found) => moved(found, problem.start))];
  const { rest } = file;
  return {
    text,
    lines,
    variant,
    title: getText(rest, 'title') ?? '',
    course: getText(rest, 'course'),
    problems,
    stated: statedConventions(rest),
    feedback: FEEDBACK.find((level) => level === getText(rest, 'feedback')) ?? 'value',
    files: [...new Set(problems.flatMap(({ scope }) => [...scope.filesNamed().keys()]))],
    findings: tidied(findings),
  };
}

/** A problem that is still to be read: a text of its own, or a node of the file's tree. */
type Source =
  (Piece & { readonly node?: never }) | { readonly start: 0; readonly text: string; readonly node: MapNode };

/** A file before its problems are read. */
interface FileSource {
  /** The tree of all but the problems, at least. */
  readonly rest: Node;
  readonly sources: readonly Source[];
  readonly findings: readonly Finding[];
}

const NOTHING: Node = { kind: 'map', entries: [], flow: false, start: 0, end: 0 };

function readFile(text: string, lines: LineIndex, options: OpenOptions): FileSource {
  const pieces = cutProblems(text);
  options.observe?.parsed?.(pieces?.rest ?? text);
  const { root, findings } = parseYaml(pieces?.rest ?? text);
  if (isEmpty(root))
    return { rest: NOTHING, sources: [], findings: findings.length > 0 ? findings : [IS_EMPTY] };
  if (get(root, 'problem-set') && !get(root, 'problems') && !pieces)
    return { rest: NOTHING, sources: [], findings: [finding('answer-file', headOf(root), IS_ANSWER_FILE)] };
  const rest = pieces ? withoutProblems(root) : root;
  const checked = besides(findings, lines, checkSchema(PROBLEM_SET, rest, 'A problem set'));
  const nodes = itemsOf(get(root, 'problems')).filter((node) => node.kind === 'map');
  return {
    rest,
    sources: pieces?.items ?? nodes.map((node) => ({ start: 0, text, node })),
    findings: [...findings, ...checked],
  };
}

const IS_EMPTY = finding(
  'missing-key',
  { start: 0, end: 0 },
  'This problem set is empty. Start with “title:” and “problems:”.',
);

const IS_ANSWER_FILE =
  'This is an answer file, not a problem set: its keys are in the file that “problem-set” names. The names of answer files end in .answers.cnn.yaml.';

/** Where the problems were cut out, an empty list stands for them. */
function withoutProblems(root: Node): Node {
  if (root.kind !== 'map') return root;
  return {
    ...root,
    entries: root.entries.map(({ key, value }) =>
      key.text === 'problems' && isEmpty(value)
        ? { key, value: { kind: 'list', items: [], start: value.start, end: value.end } }
        : { key, value },
    ),
  };
}

/** The problem as it was before, where neither its text nor what it stands under, nor a file that it names, has changed. */
function takenOver(
  source: Source,
  outer: Conventions,
  previous: Worksheet | undefined,
  files: Files | undefined,
): ProblemSheet | undefined {
  if (source.node) return undefined;
  const same = previous?.problems.find(({ text }) => text === source.text);
  // Without an id of its own it is called by its place.
  if (!same || !sameConventions(same.outer, outer) || !get(same.node, 'id')) return undefined;
  // What was too dear may be known by now.
  if (same.scope.computingElsewhere().length > 0) return undefined;
  if (!hasSameFiles(same, files)) return undefined;
  return { ...same, start: source.start };
}

/** Whether the files that a problem names are what they were. */
export function hasSameFiles({ scope }: Pick<ProblemSheet, 'scope'>, files: Files | undefined): boolean {
  return [...scope.filesNamed()].every(([path, file]) => files?.(path) === file);
}

function readSource(
  source: Source,
  index: number,
  outer: Conventions,
  {
    previous,
    files,
    observe,
    budget,
    alone,
    elsewhere,
    variant = 0,
  }: Omit<OpenOptions, 'previous'> & { readonly previous: Worksheet | undefined },
): { readonly problem: ProblemSheet | undefined; readonly findings: readonly Finding[] } {
  const { start, text } = source;
  const { node, findings } = source.node ? { node: source.node, findings: [] } : readPiece(source, observe);
  if (node.kind !== 'map')
    return { problem: undefined, findings: tidied(findings).map((found) => moved(found, start)) };
  const id = getText(node, 'id');
  const before = source.node ? undefined : previous?.problems.find((problem) => problem.id === id);
  const computed = observe?.computed ?? ((): void => undefined);
  // The same text under the same conventions means the same; without a text of its own it is known by its place.
  const key = source.node ? `${variant} ${index} ${text}` : `${variant} ${JSON.stringify(outer)} ${text}`;
  const read = (): ProblemSheet =>
    readProblem({
      node,
      text,
      key,
      start,
      index,
      variant,
      outer,
      files,
      findings,
      before,
      elsewhere: (written) => elsewhere?.(key, written),
      final: alone ?? budget === undefined,
      computed,
    });
  const problem = withBudget(budget ?? LONGEST_US, read);
  return { problem, findings: [] };
}

/** The one item that a piece holds. */
function readPiece(
  { text }: Piece,
  observe: OpenOptions['observe'],
): { readonly node: Node; readonly findings: readonly Finding[] } {
  observe?.parsed?.(text);
  const { root, findings } = parseYaml(text);
  const node = root.kind === 'list' ? (root.items[0] ?? root) : root;
  if (isEmpty(node) && findings.length > 0) return { node, findings };
  return {
    node,
    findings: [
      ...findings,
      ...besides(findings, new LineIndex(text), checkSchema(PROBLEM, node, 'A problem')),
    ],
  };
}

/** A finding in a piece of a text as a finding in the text. */
function moved(found: Finding, by: number): Finding {
  if (by === 0) return found;
  const { fix } = found;
  return {
    ...found,
    start: found.start + by,
    end: found.end + by,
    ...(fix && {
      fix: {
        ...fix,
        edits: fix.edits.map(({ start, end, text }) => ({ start: start + by, end: end + by, text })),
      },
    }),
  };
}

function refusal(
  text: string,
  { maxCharacters = MAX_CHARACTERS, variant = 0 }: OpenOptions,
): Finding | undefined {
  const firstLine = /^.{0,200}/.exec(text)?.[0] ?? '';
  const top = { start: 0, end: firstLine.length };
  if (text.length > maxCharacters)
    return finding(
      'too-large',
      top,
      `This file has ${text.length} characters; up to ${maxCharacters} are read.`,
    );
  if (!Number.isSafeInteger(variant) || variant < 0)
    return finding('variant', top, `A variant is a whole number from 0; this is ${variant}.`);
  return undefined;
}

/** A line that YAML could not read needs no second finding about what is missing there. */
export function besides(
  yaml: readonly Finding[],
  lines: LineIndex,
  findings: readonly Finding[],
): readonly Finding[] {
  const broken = new Set(
    yaml.filter(({ code }) => code !== 'duplicate-key').map(({ start }) => lines.positionAt(start).line),
  );
  return findings.filter(({ code, start }) => {
    const { line } = lines.positionAt(start);
    // What a key lacks may be just what is broken below it.
    return !broken.has(line) && !(code === 'no-value' && broken.has(line + 1));
  });
}
