import { toTensor, valueText, type Value } from '../core';
import { get, isEmpty, type Node, type ProblemSheet, type Worksheet } from '../problem';
import { isComputed, type Showing } from './showing';
import { flowWords, isSame, ofLayer, possibleWords, shapeWords, shortened } from './words';

/** A few words behind a place of the text. */
export interface Hint {
  readonly at: number;
  readonly text: string;
}

/** The editor cuts hints of more than 43 characters, and a line that grows is hard to read. */
const LONGEST = 40;

/** Behind each answer its key, behind each layer, computed value and file what comes out, behind each parameter its range. None where keys are hidden. */
export function problemSetHints(worksheet: Worksheet, { keys }: Showing): Hint[] {
  if (!keys) return [];
  return worksheet.problems
    .flatMap((problem) =>
      [...keyHints(problem), ...valueHints(problem), ...rangeHints(problem)].map(({ at, text }) => ({
        at: problem.start + at,
        text: shortened(text, LONGEST),
      })),
    )
    .sort((a, b) => a.at - b.at);
}

function keyHints({ parts, text }: ProblemSheet): Hint[] {
  return parts.flatMap(({ answer }) =>
    (answer?.fields ?? []).flatMap(({ node, outcome }) => {
      if (outcome.kind !== 'value' || isEmpty(node)) return [];
      const said = keyWords(outcome.value);
      return isSame(said, text.slice(node.start, node.end)) ? [] : [{ at: endOf(node, text), text: said }];
    }),
  );
}

function valueHints({ given, text }: ProblemSheet): Hint[] {
  return given.flatMap((sheet) => {
    const { node, outcome } = sheet;
    if (outcome.kind !== 'value' || !(isComputed(sheet) || get(node, 'file'))) return [];
    const { value } = outcome;
    if (value.kind === 'layer') {
      const flow = flowWords(value.layer);
      const output = flow === undefined ? undefined : ofLayer(() => shapeWords(value.layer.outputShape));
      return output === undefined ? [] : [{ at: placeOf(node, text), text: `→ ${output}` }];
    }
    const said = value.kind === 'tensor' ? shapeWords(value.tensor.shape) : keyWords(value);
    return value.kind === 'table' ? [] : [{ at: placeOf(node, text), text: said }];
  });
}

/** Behind a parameter what it may be in a variant. */
function rangeHints({ parameters, text }: ProblemSheet): Hint[] {
  return parameters.flatMap(({ node, possible }) =>
    possible ? [{ at: placeOf(node, text), text: possibleWords(possible) }] : [],
  );
}

/** `= 228`; what has no short text by its size. */
function keyWords(value: Value): string {
  switch (value.kind) {
    case 'matrix': {
      const { rows, cols } = value.matrix;
      const small =
        rows * cols <= 9 ? `= ${valueText({ kind: 'tensor', tensor: toTensor(value.matrix) })}` : '';
      return small !== '' && small.length <= LONGEST ? small : `= ${shapeWords([rows, cols])} matrix`;
    }
    case 'tensor': {
      const said = `= ${valueText(value)}`;
      return said.length <= LONGEST ? said : `= ${shapeWords(value.tensor.shape)} tensor`;
    }
    case 'undefined':
      return '= undefined';
    default:
      return `= ${valueText(value)}`;
  }
}

/** Behind the last character of a value; behind its type where it goes over several lines. */
function placeOf(node: Node, text: string): number {
  if (node.kind !== 'map' || !text.slice(node.start, node.end).trim().includes('\n'))
    return endOf(node, text);
  const type = node.entries.find(({ key }) => key.text === 'type') ?? node.entries[0];
  return type ? endOf(type.value, text) : node.start;
}

function endOf({ start, end }: Node, text: string): number {
  return start + text.slice(start, end).trimEnd().length;
}
