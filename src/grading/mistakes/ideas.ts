import { valueText } from '../../core';
import type { Expression } from '../../problem';
import { COUNT_MISTAKES } from './catalogue';
import { RIGHT, type CountMistake, type Quantity } from './mistake';
import { CATALOGUE_SCOPE, formula, valueOf } from './reading';

/** A mistake that can be made at one place of a key, and what it gives there. */
export interface Idea {
  readonly id: string;
  readonly title: string;
  readonly credit: number;
  /** What it is about; absent where no one formula says what is right. */
  readonly quantity?: Quantity;
  /** What stands in place of the right value. */
  readonly put: Expression;
  /** One sentence, with the numbers of the case at hand. */
  readonly say: () => string;
  /** The other mistake, where two are made at once. */
  readonly with?: string;
  /** What is taken for something else in the right formula; absent where the mistake is another formula. */
  readonly swap?: Swap;
}

/** Some symbols of a right formula, taken for something else. */
interface Swap {
  readonly quantity: Quantity;
  readonly symbols: ReadonlyMap<string, Expression>;
  readonly taken: ReadonlyMap<string, Expression>;
}

/** The known mistakes about a quantity, in the symbols of the case at hand. */
export function ideasAbout(quantity: Quantity, symbols: ReadonlyMap<string, Expression>): readonly Idea[] {
  return COUNT_MISTAKES.flatMap((mistake) => {
    if (mistake.quantity !== quantity || !canHappen(mistake, symbols)) return [];
    const idea = ideaOf(mistake, symbols);
    return idea ? [idea] : [];
  });
}

/** Where symbols have no numbers it may not be known; then it can. */
function canHappen({ when }: CountMistake, symbols: ReadonlyMap<string, Expression>): boolean {
  if (when === undefined) return true;
  // As many filters as channels: the mistake can be made, only nobody sees it.
  const condition = formula(when.replace(/C != K/g, '1 == 1'), symbols);
  if (!condition) return false;
  const value = valueOf(condition, CATALOGUE_SCOPE);
  return value?.kind !== 'boolean' || value.value;
}

function ideaOf(mistake: CountMistake, symbols: ReadonlyMap<string, Expression>): Idea | undefined {
  const { id, title, credit, quantity } = mistake;
  const say = (): string => sentence(mistake.say, symbols);
  if ('wrong' in mistake) {
    const put = formula(mistake.wrong, symbols);
    return put && { id, title, credit, quantity, say, put };
  }
  const taken = new Map<string, Expression>();
  for (const [symbol, source] of Object.entries(mistake.as)) {
    const instead = formula(source, symbols);
    if (!instead) return undefined;
    taken.set(symbol, instead);
  }
  const swap = { quantity: mistake.quantity, symbols, taken };
  const put = swapped(swap);
  return put && { id, title, credit, quantity, say, put, swap };
}

/** What two mistakes give together; undefined where they can't be made at once. */
export function together(a: Idea, b: Idea): Expression | undefined {
  const [one, other] = [a.swap, b.swap];
  if (!one || other?.quantity !== one.quantity) return undefined;
  if ([...one.taken.keys()].some((symbol) => other.taken.has(symbol))) return undefined;
  return swapped({ ...one, taken: new Map([...one.taken, ...other.taken]) });
}

function swapped({ quantity, symbols, taken }: Swap): Expression | undefined {
  return formula(RIGHT[quantity], new Map([...symbols, ...taken]));
}

function sentence(template: string, symbols: ReadonlyMap<string, Expression>): string {
  return template.replace(/\{\{(.*?)\}\}/g, (_, source: string) => {
    const value = valueOf(formula(source, symbols), CATALOGUE_SCOPE);
    return value ? valueText(value) : source;
  });
}
