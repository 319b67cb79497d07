import type { Cell } from '../protocol';
import type { Run, TextShape } from './drawing';

/** Of an index or exponent, against the size of what it belongs to: its size, and how far it is from the line. */
export const INDEX_SIZE = 0.68;
export const SUB_DROP = 0.24;
export const SUP_RISE = 0.36;

/** From the middle of digits to the line that they stand on, in their size. */
export const HALF_A_DIGIT = 0.35;

/** What stands in a cell: a symbol as a letter with its index, else its text. */
export function runsOf({ text, symbol }: Pick<Cell, 'text' | 'symbol'>): readonly Run[] {
  if (!symbol) return [{ text }];
  const [, letters = symbol.name, primes = ''] = /^(.*?)([′']*)$/su.exec(symbol.name) ?? [];
  return [
    { text: letters, as: /^.$/su.test(letters) ? 'variable' : 'name' },
    ...(primes === '' ? [] : [{ text: primes.replaceAll("'", '′'), as: 'name' } as const]),
    ...(symbol.index === '' ? [] : [{ text: symbol.index, as: 'sub' } as const]),
  ];
}

/** A formula that comes as text: letters stand for something, digits that follow one are its index. */
export function formulaRuns(text: string): readonly Run[] {
  return [...text.matchAll(/(\p{L}+)(′*)((?:\d+(?:[_,]\d+)*)?)|[^\p{L}]+/gu)].flatMap(
    ([all, letters, primes = '', index = '']): readonly Run[] =>
      letters === undefined
        ? [{ text: all }]
        : runsOf({ text: all, symbol: { name: letters + primes, index: index.replace(/_/g, ',') } }),
  );
}

export function isMaths(runs: readonly Run[]): boolean {
  return runs.some(({ as }) => as !== undefined);
}

/** Where the line begins, ends or has its middle that a text stands on. */
export function baselineOf({
  x,
  y,
  size,
  turned,
}: Pick<TextShape, 'x' | 'y' | 'size' | 'turned'>): readonly [x: number, y: number] {
  const drop = Math.round(HALF_A_DIGIT * size * 100) / 100;
  return turned ? [x + drop, y] : [x, y + drop];
}

/** About how wide a text is in sans serif, from above: fonts differ. */
export function widthOf(runs: readonly Run[], size: number): number {
  return runs.reduce((width, { text, as }) => {
    const scale = as === 'sub' || as === 'sup' ? INDEX_SIZE * size : size;
    let sum = 0;
    for (const character of text) sum += characterWidth(character);
    return width + scale * sum;
  }, 0);
}

function characterWidth(character: string): number {
  if (/[.,:;'′|iljtf()[\]· ]/.test(character)) return 0.32;
  if (/[mwMW@…]/.test(character)) return 0.9;
  if (/[\u3000-\uFFFF]/.test(character)) return 1.05;
  return /[A-Z−+=<>×]/.test(character) ? 0.68 : 0.57;
}

/** A text of at most that width, with … where something is left out. */
export function cutTo(text: string, size: number, width: number): string {
  if (widthOf([{ text }], size) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && widthOf([{ text: `${characters.join('')}…` }], size) > width)
    characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
