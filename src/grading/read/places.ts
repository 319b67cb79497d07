import { bracketsOf, splitOutside } from './signs';

const ROW = 'rows?|r|y|i';
const COLUMN = 'columns?|cols?|c|x|j';
const NAMED = new RegExp(
  `^\\(?\\s*(${ROW}|${COLUMN})\\s*[:=]?\\s*(-?\\d{1,15})\\s*[,;]?\\s*(?:and\\s+)?(${ROW}|${COLUMN})\\s*[:=]?\\s*(-?\\d{1,15})\\s*\\)?\\.?$`,
  'i',
);
const IS_ROW = new RegExp(`^(?:${ROW})$`, 'i');
/** A place in words is short. */
const MAX_WORDS = 200;

/** `row 20, column 11`, `(20, 11)` or `20 11` as a list for the grammar; undefined where it is neither. */
export function spelledPlace(text: string): string | undefined {
  if (text.length > MAX_WORDS) return undefined;
  const named = namedPlace(text);
  if (named !== undefined) return named;
  const inner = withinBrackets(text) ?? text;
  return /^-?\d+(?:(?:\s*[,;]\s*|\s+)-?\d+)+$/.test(inner)
    ? `[${inner.split(/\s*[,;]\s*|\s+/).join(', ')}]`
    : undefined;
}

/** A place whose axes are named, in whichever order. */
export function namedPlace(text: string): string | undefined {
  if (text.length > MAX_WORDS) return undefined;
  const [, first = '', a = '', second = '', b = ''] = NAMED.exec(text) ?? [];
  const [isRow, isNext] = [IS_ROW.test(first), IS_ROW.test(second)];
  return a === '' || isRow === isNext ? undefined : isRow ? `[${a}, ${b}]` : `[${b}, ${a}]`;
}

/** Whether a name of a mapping names an axis, and which. */
export function axisOf(name: string): 'row' | 'column' | undefined {
  if (IS_ROW.test(name)) return 'row';
  return new RegExp(`^(?:${COLUMN})$`, 'i').test(name) ? 'column' : undefined;
}

/**
 * `508x508x3`, `(508, 508, 3)`, `torch.Size([3, 8, 8])` as a list for the grammar; undefined where it is neither.
 * @param isWanted whether a shape is: then `508*508*3` is one too, and so is `508, 508, 3`.
 */
export function spelledShape(written: string, isWanted: boolean): string | undefined {
  const text = written
    .replace(/\s*\\times(?![a-zA-Z])\s*/g, '×')
    .replace(/^(?:torch\.)?Size(?=\()|^TensorShape(?=\()/, '');
  const inner = withinBrackets(text);
  if (inner !== undefined && withinBrackets(inner) !== undefined)
    return isWanted ? spelledShape(inner, true) : undefined;
  if (inner !== undefined) {
    const parts = splitOutside(inner.trim().replace(/,$/, ''), (character) => character === ',');
    if (
      parts.length > 1 &&
      text.startsWith('(') &&
      parts.every((part) => isWanted || /^\s*\d+\s*$/.test(part))
    )
      return `[${parts.join(',')}]`;
    if (!isWanted) return undefined;
    return parts.length === 1 ? spelledShape(inner.trim(), true) : text;
  }
  const cut = (pattern: RegExp): string[] => splitOutside(text, (character) => pattern.test(character));
  const extents = (parts: readonly string[]): boolean =>
    parts.length > 1 && parts.every((part) => isExtent(part.trim()));
  const crosses = cut(/[x×X✕✖]/);
  if (extents(crosses)) return `[${crosses.join(',')}]`;
  if (!isWanted) return undefined;
  const factors = cut(/×/);
  if (factors.length > 1 && factors.every((part) => part.trim() !== '')) return `[${factors.join(',')}]`;
  const words = text.length > 200 ? [] : text.split(/\s+by\s+/);
  if (extents(words)) return `[${words.join(', ')}]`;
  const stars = cut(/\*/);
  if (extents(stars)) return `[${stars.join(',')}]`;
  const commas = cut(/,/);
  return commas.length > 1 && commas.every((part) => part.trim() !== '' && !/^\s*0\d/.test(part))
    ? `[${commas.join(',')}]`
    : undefined;
}

/** A plain number without a 0 in front, or something in parentheses. `0x10` is no shape, and a group of digits as in 58,064 no extent. */
function isExtent(text: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(text) || (text.startsWith('(') && withinBrackets(text) !== undefined);
}

/** What stands in the brackets around the whole; undefined where there are none. */
function withinBrackets(text: string): string | undefined {
  if (!/^[([]/.test(text)) return undefined;
  return bracketsOf(text)?.get(0) === text.length - 1 ? text.slice(1, -1) : undefined;
}
