import {
  combined,
  divide,
  entryLabel,
  factors,
  multiply,
  ONE,
  type Operands,
  type Sequence,
  type Touch,
  type Walk,
} from '../../core';

/** Characters up to which a sum of symbols is written out. */
const LONGEST_SUM = 40;

/** What the largest cell of a maximum is where there is none but padding. */
export const NOTHING_YET = '−∞';

/** What one meeting adds: `k1·x3`, `6`; of a mean and a maximum the cell alone, whose padding never is the largest. */
export function productText(walk: Walk, operands: Operands, touch: Touch): string {
  const [left, right] = factors(walk, operands, touch);
  if (isPlain(walk))
    return touch.underAt === undefined && takesLargest(walk) ? NOTHING_YET : entryLabel(right);
  return entryLabel(multiply(left, right));
}

/** What comes of all meetings at one cell, and of a bias after them, written out. */
export function sumText(walk: Walk, operands: Operands, touches: Sequence<Touch>, bias?: string): string {
  const parts: Sequence<string> = {
    length: touches.length + (bias === undefined ? 0 : 1),
    at: (index) => (index < touches.length ? productText(walk, operands, touches.at(index)) : (bias ?? '0')),
  };
  if (!isPlain(walk)) return joined(parts);
  if (takesLargest(walk)) return largestOf(parts);
  const [first] = touches.length > 0 ? [touches.at(0)] : [];
  const share = first ? factors(walk, operands, first)[0] : ONE;
  const sum = joined(parts);
  const cells = entryLabel(divide(ONE, share));
  return cells === '1' ? sum : `${sum.includes(' ') ? `(${sum})` : sum}/${cells}`;
}

/** Terms of a sum as one text, without zeros; of a long one the first and the last. */
export function joined(parts: Sequence<string>): string {
  let text = '';
  let first = '';
  for (let index = 0; index < parts.length; index++) {
    const part = parts.at(index);
    if (part === '0') continue;
    if (text === '') first = part;
    const longer = text === '' ? part : plus(text, part);
    if (longer.length > LONGEST_SUM && text !== '') return plus(`${first} + …`, lastOf(parts));
    text = longer;
  }
  return text === '' ? '0' : text;
}

function plus(sum: string, part: string): string {
  return part.startsWith('−') ? `${sum} − ${part.slice(1)}` : `${sum} + ${part}`;
}

function lastOf(parts: Sequence<string>): string {
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts.at(index);
    if (part !== '0') return part;
  }
  return '0';
}

/** `max(x1, x2)`; of many, the first and the last. */
export function largestOf(parts: Sequence<string>): string {
  const found: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts.at(index);
    if (part !== NOTHING_YET) found.push(part);
  }
  const [first = NOTHING_YET] = found;
  const last = found.at(-1) ?? first;
  if (found.length < 2) return first;
  const all = found.join(', ');
  return `max(${all.length > LONGEST_SUM ? `${first}, …, ${last}` : all})`;
}

/** Exactly what comes of all meetings at one cell, as a label. */
export function exactText(walk: Walk, operands: Operands, touches: Sequence<Touch>): string {
  const value = combined(walk, operands, touches);
  return value === undefined ? NOTHING_YET : entryLabel(value);
}

/** Whether cells are taken as they are, and only together divided or compared. */
export function isPlain({ form, mesh }: Walk): boolean {
  return form === 'gather' && mesh.combines !== 'sum';
}

function takesLargest({ mesh }: Walk): boolean {
  return mesh.combines === 'max';
}

const COUNTS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Counts up to twelve in words, as they are spoken. */
export function spokenCount(count: number): string {
  return COUNTS[count] ?? String(count);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
