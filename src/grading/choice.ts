import { chosenIds, type ChoiceValue } from '../core';
import type { Node, PartSheet } from '../problem';
import type { Answer } from './read';
import { correct, wrong, type Judgement } from './verdict';

/** Reads what somebody chose: ids or texts of choices, one or, where several may be right, a list. */
export function readChoice(node: Node, part: PartSheet): Answer {
  const ids = part.choices.map(({ id }) => id).join(', ');
  const wanted = `The answer is ${part.several ? 'a list of some' : 'one'} of ${ids}.`;
  const written = textsOf(node, part);
  if (!written) return { kind: 'unreadable', message: wanted };
  const chosen: string[] = [];
  for (const text of written) {
    const id = choiceOf(text, part);
    if (id === undefined)
      return { kind: 'unreadable', message: `“${text.slice(0, 40)}” is no choice here. ${wanted}` };
    chosen.push(id);
  }
  const [only] = chosen;
  if (!part.several && (only === undefined || chosen.length > 1))
    return { kind: 'unreadable', message: `One choice is wanted here. ${wanted}` };
  const value: ChoiceValue = {
    kind: 'choice',
    value: part.several || only === undefined ? [...new Set(chosen)] : only,
  };
  return { kind: 'value', value, expression: undefined, work: [] };
}

/** What is written, choice by choice. */
function textsOf(node: Node, part: PartSheet): readonly string[] | undefined {
  if (node.kind === 'map') return undefined;
  if (node.kind === 'list')
    return node.items.every((item) => item.kind === 'scalar')
      ? node.items.map((item) => item.text.trim())
      : undefined;
  const text = node.text.trim();
  if (choiceOf(text, part) !== undefined || !part.several) return [text];
  if (/^none\.?$/i.test(text)) return [];
  return text
    .replace(/^\[|\]$/g, '')
    .split(/\s*[,;]\s*|\s+and\s+/)
    .filter((piece) => piece !== '');
}

/** The id that a text means: an id, in whatever case where that is clear, or the whole text of a choice. */
function choiceOf(written: string, { choices }: PartSheet): string | undefined {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  if (choices.some(({ id }) => id === written)) return written;
  const alike = choices.filter(({ id, text }) => same(id, written) || same(text, written));
  return alike.length === 1 ? alike[0]?.id : undefined;
}

/** Judges what was chosen: all that is right and nothing else. */
export function judgeChoice(chosen: ChoiceValue, key: ChoiceValue): Judgement {
  const [wanted, found] = [chosenIds(key), chosenIds(chosen)];
  const missing = wanted.filter((id) => !found.includes(id)).length;
  const extra = found.filter((id) => !wanted.includes(id));
  if (missing === 0 && extra.length === 0) return correct();
  if (typeof key.value === 'string') return wrong(`${found.join(', ')} is not the right choice.`);
  return wrong(
    [
      ...(extra.length > 0 ? [`${extra.join(', ')} ${extra.length === 1 ? 'is' : 'are'} not right.`] : []),
      ...(missing > 0
        ? [`${missing} that ${missing === 1 ? 'is' : 'are'} right ${missing === 1 ? 'is' : 'are'} missing.`]
        : []),
    ].join(' '),
  );
}
