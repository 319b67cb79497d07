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
  /** Which variant is answered, 0 where none is said; undefined where what is said is none. */
  readonly variant: number | undefined;
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
  const number = variantOf(variant);
  return {
    text,
    lines,
    problemSet: path?.kind === 'scalar' ? { path: path.text, span: path } : undefined,
    name: getText(root, 'name') ?? '',
    variant: number,
    variantSpan: variant,
    answers: get(root, 'answers'),
    head:
      root.kind === 'map'
        ? (root.entries.find(({ key }) => key.text === 'answers')?.key ?? root.entries[0]?.key ?? top)
        : top,
    findings: [
      ...findings,
      ...(variant && number === undefined ? [finding('variant', variant, IS_NO_VARIANT)] : []),
      ...besides(findings, lines, checkSchema(ANSWERS, root, 'An answer file')),
    ],
  };
}

const IS_NO_VARIANT = 'The variant is a whole number from 0, the one that these questions were set with.';

function variantOf(node: Node | undefined): number | undefined {
  if (!node) return 0;
  const number = node.kind === 'scalar' && /^\d+$/.test(node.text) ? Number(node.text) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}
