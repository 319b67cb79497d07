import { chosenIds, describe, textValue, valueText, type ChoiceValue, type Value } from '../../core';
import { withNames, type Scope } from '../expression/scope';
import { finding } from '../finding';
import { isName } from '../names';
import { getText, type Entry, type MapNode, type Node, get } from '../text/node';
import { FindingError } from './errors';
import { evaluateNode, type Outcome } from './evaluate-node';

/** One of the things that a question offers. */
export interface ChoiceSheet {
  /** What answers call it; of a plain list, its text. */
  readonly id: string;
  /** Markdown with values filled in. */
  readonly text: string;
  /** Whether it is right, where a claim decides; undefined where none does. */
  readonly right: Outcome | undefined;
  readonly node: Node;
}

/** A choice as it is written. */
export interface WrittenChoice {
  readonly id: string;
  readonly text: Node;
  readonly when: Node | undefined;
  readonly node: Node;
}

/** The choices that are written under `choices`: a mapping from ids, or a list of texts. */
export function writtenChoices(node: Node): readonly WrittenChoice[] {
  if (node.kind === 'scalar')
    throw new FindingError(
      finding('expected', node, 'What can be chosen is ids with a text each, or a list of texts.'),
    );
  const read = (value: Node, id?: string): WrittenChoice => ({
    id: id ?? (value.kind === 'scalar' ? value.text : (getText(value, 'text') ?? '')),
    text: value.kind === 'map' ? (get(value, 'text') ?? value) : value,
    when: get(value, 'when'),
    node: value,
  });
  return node.kind === 'list'
    ? node.items.map((item) => read(item))
    : node.entries.map(({ key, value }: Entry) => read(value, key.text));
}

/** A scope in which a bare id is that choice. */
export function withChoices(scope: Scope, choices: readonly { readonly id: string }[]): Scope {
  const named = choices.filter(({ id }) => isName(id));
  return named.length === 0
    ? scope
    : withNames(scope, new Map(named.map(({ id }) => [id, { kind: 'choice', value: id } as const])));
}

/** What a part offers. */
export interface Offer {
  readonly choices: readonly { readonly id: string }[];
  /** Whether several may be right; an answer is then a list. */
  readonly several: boolean;
}

/** The choices that a node means: ids, texts, or an expression. @throws FindingError where it means none. */
export function evaluateChoice(node: Node, offer: Offer, scope: Scope): Value {
  const { choices, several } = offer;
  const chosen = (from: Node): Value => {
    if (from.kind === 'scalar' && choices.some(({ id }) => id === from.text)) return textValue(from.text);
    return evaluateNode(from, scope);
  };
  const values = node.kind === 'list' ? node.items.map(chosen) : [chosen(node)];
  const known = asChoice(values, offer);
  if (typeof known !== 'string') return known;
  const ids = choices.map(({ id }) => id).join(', ');
  throw new FindingError(
    finding(
      'expected',
      node,
      `The key is ${several ? 'a list of some' : 'one'} of ${ids}; this is ${known}.`,
    ),
  );
}

/** Values as what they choose; in words what they are, where they choose nothing that is offered. */
export function asChoice(values: readonly Value[], { choices, several }: Offer): ChoiceValue | string {
  const ids: string[] = [];
  for (const value of values) {
    const meant = idsOf(value);
    const stranger = meant?.find((id) => !choices.some((choice) => choice.id === id));
    if (!meant || stranger !== undefined) return describe(value);
    ids.push(...meant);
  }
  if (several) return { kind: 'choice', value: [...new Set(ids)] };
  const [only] = ids;
  return ids.length === 1 && only !== undefined
    ? { kind: 'choice', value: only }
    : `${ids.length} of them: ${ids.join(', ')}`;
}

function idsOf(value: Value): readonly string[] | undefined {
  if (value.kind === 'choice') return chosenIds(value);
  if (value.kind === 'text' || value.kind === 'boolean' || value.kind === 'number') return [valueText(value)];
  if (value.kind !== 'list') return undefined;
  const items = value.items.map(idsOf);
  return items.every((item) => item !== undefined) ? items.flat() : undefined;
}

/** The key where claims decide what is right. */
export function rightChoices(choices: readonly ChoiceSheet[], several: boolean, part: MapNode): Outcome {
  const pending = choices.find(({ right }) => right && right.kind !== 'value')?.right;
  if (pending) return pending;
  const right: string[] = [];
  for (const choice of choices) {
    if (choice.right?.kind !== 'value') continue;
    const { value } = choice.right;
    if (value.kind === 'boolean' && value.value) right.push(choice.id);
    if (value.kind !== 'boolean' && value.kind !== 'undefined')
      return failed(
        get(choice.node, 'when') ?? choice.node,
        `\`when\` is a claim, true or false; this is ${describe(value)}.`,
      );
  }
  if (several) return { kind: 'value', value: { kind: 'choice', value: right } };
  const [only] = right;
  if (only !== undefined && right.length === 1)
    return { kind: 'value', value: { kind: 'choice', value: only } };
  const head = part.entries.find(({ key }) => key.text === 'choices')?.key ?? part;
  return failed(
    head,
    right.length === 0
      ? 'No choice is right here: exactly one has to be, unless `several: true`.'
      : `${right.length} choices are right here, ${right.join(', ')}: exactly one has to be, unless \`several: true\`.`,
  );
}

function failed(at: Node, message: string): Outcome {
  return { kind: 'failed', finding: finding('value', at, message), more: [] };
}
