import { isFailure, type Value } from '../core';
import type { NamedSheet, Outcome, PartSheet, Worksheet } from '../problem';
import type { Refused, TakeFormat } from '../protocol';
import { drawPicture, MAX_DRAWN_CELLS, refusedCells, type Drawing } from '../publish';
import { valueAt } from './calculation';
import { matrixIn } from './copyable';
import { FORMATS } from './formats';
import { matrixPicture, pictureOf } from './page/pictures';
import { contains } from './place';
import { subjectAt, type Subject } from './subject';
import { valueAs } from './value-as';
import { whatIs } from './what-is';
import { ofLayer } from './words';

export type CopyFormat = TakeFormat;

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
  const text = valueAs(value, format, () => drawingOf(value, name, indexAt(worksheet, offset)));
  if (isFailure(text)) return { kind: 'nothing', message: text.message };
  return {
    kind: 'copied',
    text,
    message: `Copied ${whatIs(value)}${name === undefined ? '' : ` ${name}`} as ${FORMATS[format].name}.`,
  };
}

/** A drawing of a value; of a layer, that of its matrix, with more cells than the page has room for. */
function drawingOf(value: Value, name: string | undefined, index: 0 | 1): Drawing | Refused {
  const matrix =
    value.kind === 'matrix'
      ? value.matrix
      : value.kind === 'layer'
        ? ofLayer(() => value.layer.matrix)
        : undefined;
  if (!matrix) return drawPicture(pictureOf(value, { name: name ?? 'value', role: 'value', index }));
  return refusedCells(matrix.rows, matrix.cols) ?? drawPicture(matrixPicture(matrix, index, MAX_DRAWN_CELLS));
}

/** What coordinates count from in the problem at an offset. */
function indexAt({ problems }: Worksheet, offset: number): 0 | 1 {
  return problems.findLast(({ start }) => start <= offset)?.conventions.index ?? 0;
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
