import { Network, type Layer, type Value } from '../core';
import type { Outcome, Worksheet } from '../problem';
import type { Opens, Subject } from '../protocol';
import { contains } from './place';

/** What a value can be opened as, without computing anything of it; undefined for what has neither matrix nor steps. */
export function opensOf(value: Value, subject: Subject): Opens | undefined {
  const layer = layerOf(value);
  const views = [
    ...(value.kind === 'matrix' || (layer && hasMatrix(layer)) ? (['matrix'] as const) : []),
    ...(layer && hasWalk(layer) ? (['steps'] as const) : []),
  ];
  return views.length > 0 ? { subject, views } : undefined;
}

/** The layer of a value that is one, or that is the matrix of one. */
export function layerOf(value: Value): Layer | undefined {
  return value.kind === 'layer' || value.kind === 'matrix' ? value.layer : undefined;
}

/** Layers that add up their inputs with weights, or with fixed shares. */
function hasMatrix({ type, sharing, inputShape, sizes }: Layer): boolean {
  return !sizes && inputShape !== undefined && (sharing !== 'none' || type.startsWith('avg-pool'));
}

/** Layers with a window that moves along one or two axes. */
export function hasWalk(layer: Layer): boolean {
  const { sliding, inputShape, sizes } = layer;
  return (
    !(layer instanceof Network) &&
    !sizes &&
    inputShape !== undefined &&
    sliding !== undefined &&
    sliding.kernel.length <= 2
  );
}

/** The subject of a problem set at an offset of its text: the definition or the part around it, with what it opens as. */
export function subjectNear({ problems, lines, text }: Worksheet, offset: number): Opens | undefined {
  // Blanks before a line's text belong to the line.
  const start = lines.startOf(lines.positionAt(offset).line);
  const at = Math.max(
    offset,
    start + (/^[ \t]*(?:- +)?/.exec(text.slice(start, start + 200))?.[0].length ?? 0),
  );
  for (const problem of problems) {
    const within = at - problem.start;
    const sheet = problem.given.find(({ span }) => contains(span, within));
    if (sheet) return openedAs(sheet.outcome, { problem: problem.id, given: sheet.name });
    const part = problem.parts.find(({ span }) => contains(span, within));
    const single = problem.parts.length === 1 && part?.id === 'answer';
    if (part?.answer)
      return openedAs(part.answer.outcome, { problem: problem.id, part: single ? '' : part.id });
  }
  return undefined;
}

function openedAs(outcome: Outcome, subject: Subject): Opens | undefined {
  if (outcome.kind !== 'value') return undefined;
  const { value } = outcome;
  if (value.kind !== 'fields') return opensOf(value, subject) ?? { subject, views: [] };
  for (const [field, one] of value.fields) {
    const found = opensOf(one, { ...subject, field });
    if (found) return found;
  }
  return { subject, views: [] };
}
