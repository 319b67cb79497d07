import {
  describe,
  groupDigits,
  isFailure,
  MAX_COPIED_CELLS,
  valueLatex,
  valueNumpy,
  type Value,
} from '../core';
import type { NamedSheet, Outcome, PartSheet, Worksheet } from '../problem';
import { valueAt } from './calculation';
import { contains } from './place';
import { subjectAt, type Subject } from './subject';
import { ofLayer, shapeWords } from './words';

export type CopyFormat = 'latex' | 'numpy';

const NAMES: Readonly<Record<CopyFormat, string>> = { latex: 'LaTeX', numpy: 'NumPy' };

/** A text for another program, and what to say about it; or a sentence that says why there is none. */
export type Copy =
  | { readonly kind: 'copied'; readonly text: string; readonly message: string }
  | { readonly kind: 'nothing'; readonly message: string };

/** What stands at an offset of a problem set, for another program: a layer gives its matrix, a part its key. */
export function copyAt(worksheet: Worksheet, offset: number, format: CopyFormat): Copy {
  const found = valueOf(worksheet, offset);
  if (!found)
    return {
      kind: 'nothing',
      message: 'Nothing stands here that can be copied: put the cursor on a layer, a name or an answer.',
    };
  const { name, value } = found;
  const text = format === 'latex' ? valueLatex(value) : valueNumpy(value);
  if (isFailure(text)) return { kind: 'nothing', message: text.message };
  return {
    kind: 'copied',
    text,
    message: `Copied ${whatIs(value)}${name === undefined ? '' : ` ${name}`} as ${NAMES[format]}.`,
  };
}

/** Whether a value is, or has among its fields, a matrix small enough to be copied. */
export function hasCopyableMatrix(value: Value): boolean {
  const matrix = matrixIn(value);
  if (matrix?.kind === 'layer')
    return (
      ofLayer(
        () => matrix.layer.inputShape && isSmall(matrix.layer.matrix.rows, matrix.layer.matrix.cols),
      ) === true
    );
  if (matrix?.kind === 'matrix') return isSmall(matrix.matrix.rows, matrix.matrix.cols);
  return matrix?.kind === 'tensor' && isSmall(matrix.tensor.size, 1);
}

function isSmall(rows: number, cols: number): boolean {
  return rows * cols <= MAX_COPIED_CELLS;
}

/** The matrix that a value is; of fields, the only one among them. */
function matrixIn(value: Value): Value | undefined {
  if (value.kind === 'matrix' || value.kind === 'layer') return value;
  if (value.kind === 'tensor') return value.tensor.rank === 2 ? value : undefined;
  if (value.kind !== 'fields') return undefined;
  const [only, ...more] = [...value.fields.values()].filter((field) => matrixIn(field) !== undefined);
  return more.length === 0 ? only : undefined;
}

interface Named {
  /** `of conv` for what belongs to something, `r1` for what bears the name itself. */
  readonly name: string | undefined;
  readonly value: Value;
}

function valueOf(worksheet: Worksheet, offset: number): Named | undefined {
  const at = inText(worksheet, offset);
  const subject = subjectAt(worksheet, at);
  return (subject && ofSubject(subject)) ?? around(worksheet, at);
}

/** Blanks before a line's text belong to the line. */
function inText({ text, lines }: Worksheet, offset: number): number {
  const start = lines.startOf(lines.positionAt(offset).line);
  const blanks = /^[ \t]*(?:- +)?/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
  return Math.max(offset, start + blanks);
}

function ofSubject(subject: Subject): Named | undefined {
  switch (subject.kind) {
    case 'named':
      return ofSheet(subject.sheet);
    case 'part':
      return ofPart(subject.part);
    case 'field':
      return named(`of ${subject.field.name ?? subject.part.id}`, subject.field.outcome);
    case 'function': {
      const value = valueAt(subject.call);
      return value && { name: undefined, value };
    }
    case 'value': {
      const value = valueAt(subject.calculation);
      return value && { name: subject.name, value };
    }
    case 'type':
    case 'key':
    case 'option':
      return undefined;
  }
}

/** The definition or the part around an offset. */
function around({ problems }: Worksheet, offset: number): Named | undefined {
  for (const problem of problems) {
    const at = offset - problem.start;
    const sheet = [...problem.given, ...problem.parameters].find(({ span }) => contains(span, at));
    if (sheet) return ofSheet(sheet);
    const part = problem.parts.find(({ span }) => contains(span, at));
    if (part) return ofPart(part);
  }
  return undefined;
}

function ofPart({ id, answer }: PartSheet): Named | undefined {
  if (answer?.outcome.kind !== 'value') return undefined;
  const { value } = answer.outcome;
  return { name: `of ${id}`, value: value.kind === 'fields' ? (matrixIn(value) ?? value) : value };
}

function ofSheet({ name, outcome }: NamedSheet): Named | undefined {
  const isLayer = outcome.kind === 'value' && outcome.value.kind === 'layer';
  return named(isLayer ? `of ${name}` : name, outcome);
}

function named(name: string, outcome: Outcome): Named | undefined {
  return outcome.kind === 'value' ? { name, value: outcome.value } : undefined;
}

/** `the 9×9 matrix`: what it is, never what it holds, as keys may be hidden. */
function whatIs(value: Value): string {
  switch (value.kind) {
    case 'matrix':
      return `the ${shapeWords([value.matrix.rows, value.matrix.cols])} matrix`;
    case 'layer':
      return (
        ofLayer(() => `the ${shapeWords([value.layer.matrix.rows, value.layer.matrix.cols])} matrix`) ??
        describe(value)
      );
    case 'tensor': {
      const { rank, shape, size } = value.tensor;
      if (rank === 1) return size === 1 ? 'the vector' : `the ${groupDigits(size)}-entry vector`;
      return `the ${shapeWords(shape)} ${rank === 2 ? 'matrix' : 'tensor'}`;
    }
    case 'boolean':
      return 'the truth value';
    case 'fields':
      return `the ${value.fields.size} values`;
    default:
      return `the ${value.kind}`;
  }
}
