import {
  attempt,
  compare,
  decimals,
  isFailure,
  locationText,
  scalarOf,
  shapeText,
  Tensor,
  tensorOf,
  valueText,
  type Value,
} from '../core';

/** What is wrong with a value that no mistake explains. */
export function differenceText(key: Value, value: Value): string {
  if (key.kind === 'tensor' && value.kind === 'tensor') {
    if (key.tensor.shape.join() !== value.tensor.shape.join())
      return `It has ${shapeText(key.tensor.shape)} entries; these are ${shapeText(value.tensor.shape)}.`;
    const at = key.tensor
      .entries()
      .findIndex((entry, index) => compareSafely(entry, value.tensor.entry(index)));
    return `At place ${at} (counted from 0) it is not ${valueText({ kind: 'tensor', tensor: Tensor.of([], [value.tensor.entry(at)]) })}.`;
  }
  if (
    key.kind === 'location' &&
    value.kind !== 'location' &&
    scalarOf(value) === undefined &&
    tensorOf(value)?.rank !== 1
  )
    return `A place is wanted here, as ${locationText([1, 2])}.`;
  return `This is ${valueText(value)}${decimals(value)}; that is not it.`;
}

function compareSafely(a: Parameters<typeof compare>[0], b: Parameters<typeof compare>[1]): boolean {
  const result = attempt(() => compare(a, b) !== 0);
  return isFailure(result) ? true : result;
}

/** What kind of value a key is, in words. */
export function wantedText(key: Value): string {
  return key.kind === 'tensor' ? (key.tensor.rank === 1 ? 'list of numbers' : 'tensor') : key.kind;
}

/** An answer as it could look. It never gives the key away. */
export function exampleOf(key: Value): string {
  switch (key.kind) {
    case 'number':
      return '1,024 or 4*(3*3 + 1)';
    case 'real':
      return '0.125';
    case 'formula':
      return 'n*(n + 1)/2';
    case 'boolean':
      return 'true or false';
    case 'location':
      return key.value.length === 1 ? '3' : `[${key.value.map((_, axis) => axis + 1).join(', ')}]`;
    case 'shape':
      return '28x28x3';
    case 'matrix':
      return '[[a1, 0], [a2, a1]], row by row';
    case 'tensor':
      return key.tensor.rank === 1 ? '[1, 2, 3]' : '[[1, 0], [0, 1]]';
    default:
      return 'a number';
  }
}
