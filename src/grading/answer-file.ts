import {
  ANSWERS,
  besides,
  checkSchema,
  finding,
  get,
  getText,
  isEmpty,
  LineIndex,
  parseYaml,
  type Finding,
  type Node,
  type Span,
} from '../problem';

/** One person's answers, as they were written. Spans are characters of `text`. */
export interface AnswerFile {
  readonly text: string;
  readonly lines: LineIndex;
  /** The path of the problem set, relative to the answer file; undefined where none is named. */
  readonly problemSet: { readonly path: string; readonly span: Span } | undefined;
  readonly name: string;
  readonly variant: number;
  readonly variantSpan: Span | undefined;
  /** The mapping from problems to answers, or undefined. */
  readonly answers: Node | undefined;
  /** Where a finding about what is missing stands. */
  readonly head: Span;
  readonly findings: readonly Finding[];
}

/** Reads an answer file as far as it can be read. Never throws for what is in it. */
export function readAnswerFile(text: string, maxCharacters = 2_000_000): AnswerFile {
  const lines = new LineIndex(text);
  const empty = {
    text,
    lines,
    problemSet: undefined,
    name: '',
    variant: 0,
    variantSpan: undefined,
    answers: undefined,
  };
  const top = { start: 0, end: Math.max(0, text.indexOf('\n')) };
  if (text.length > maxCharacters)
    return {
      ...empty,
      head: top,
      findings: [
        finding(
          'too-large',
          top,
          `This file has ${text.length} characters; up to ${maxCharacters} are read.`,
        ),
      ],
    };
  const { root, findings } = parseYaml(text);
  if (isEmpty(root) && findings.length === 0)
    return {
      ...empty,
      head: top,
      findings: [
        finding('missing-key', top, 'This answer file is empty. Start with “problem-set: FILE.cnn.yaml”.'),
      ],
    };
  const path = get(root, 'problem-set');
  const variant = get(root, 'variant');
  const number = variant?.kind === 'scalar' ? Number(variant.text) : 0;
  return {
    text,
    lines,
    problemSet: path?.kind === 'scalar' ? { path: path.text, span: path } : undefined,
    name: getText(root, 'name') ?? '',
    variant: Number.isSafeInteger(number) ? number : 0,
    variantSpan: variant,
    answers: get(root, 'answers'),
    head:
      root.kind === 'map'
        ? (root.entries.find(({ key }) => key.text === 'answers')?.key ?? root.entries[0]?.key ?? top)
        : top,
    findings: [...findings, ...besides(findings, lines, checkSchema(ANSWERS, root, 'An answer file'))],
  };
}
