import { DEFAULT_CONVENTIONS } from '../../core';
import { withConventions } from '../conventions';
import { finding, type Finding } from '../finding';
import { checkSchema, headOf } from '../schema/check';
import { PROBLEM_SET } from '../schema/document';
import { LineIndex } from '../text/line-index';
import { get, getText, isEmpty, itemsOf } from '../text/node';
import { parseYaml } from '../text/parse-yaml';
import { ProblemReader } from './problem';
import type { Worksheet } from './worksheet';

export interface OpenOptions {
  /** Characters above which a text is not read. */
  readonly maxCharacters?: number;
  /** Only 0, the author's example, can be computed yet. */
  readonly variant?: number;
}

/** Two megabytes, unless a setting says otherwise. */
export const MAX_CHARACTERS = 2_000_000;

/**
 * Reads a problem set and computes everything in it. Never throws for what is in the text: half-written files give the
 * worksheet of what can be read, with a finding for each thing that can't.
 */
export function openProblemSet(text: string, options: OpenOptions = {}): Worksheet {
  const lines = new LineIndex(text);
  const refused = refusal(text, options);
  if (refused) return { text, lines, title: '', course: undefined, problems: [], findings: [refused] };
  const { root, findings: yamlFindings } = parseYaml(text);
  const findings: Finding[] = [...yamlFindings];
  if (isEmpty(root)) {
    if (findings.length === 0)
      findings.push(
        finding(
          'missing-key',
          { start: 0, end: 0 },
          'This problem set is empty. Start with “title:” and “problems:”.',
        ),
      );
    return { text, lines, title: '', course: undefined, problems: [], findings };
  }
  if (get(root, 'problem-set') && !get(root, 'problems')) {
    findings.push(finding('answer-file', headOf(root), IS_ANSWER_FILE));
    return { text, lines, title: '', course: undefined, problems: [], findings };
  }
  findings.push(...besides(yamlFindings, lines, checkSchema(PROBLEM_SET, root, 'A problem set')));
  const conventions = withConventions(DEFAULT_CONVENTIONS, (key) => getText(get(root, 'conventions'), key));
  const ids = new Set<string>();
  const problems = itemsOf(get(root, 'problems')).flatMap((node, index) => {
    if (node.kind !== 'map') return [];
    return [new ProblemReader(node, index, conventions, ids, findings).read()];
  });
  findings.sort((a, b) => a.start - b.start);
  return {
    text,
    lines,
    title: getText(root, 'title') ?? '',
    course: getText(root, 'course'),
    problems,
    findings: once(findings),
  };
}

const IS_ANSWER_FILE =
  'This is an answer file, not a problem set: its keys are in the file that “problem-set” names. The names of answer files end in .answers.cnn.yaml.';

function refusal(
  text: string,
  { maxCharacters = MAX_CHARACTERS, variant = 0 }: OpenOptions,
): Finding | undefined {
  const top = { start: 0, end: Math.max(0, text.indexOf('\n')) };
  if (text.length > maxCharacters)
    return finding(
      'too-large',
      top,
      `This file has ${text.length} characters; up to ${maxCharacters} are read.`,
    );
  if (variant !== 0)
    return finding(
      'variant',
      top,
      `Variant ${variant} can’t be computed yet; only variant 0, the author’s example, can.`,
    );
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

/** The same sentence at the same place is said once. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ start, end, message }) => {
    const key = `${start} ${end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
