import {
  counted,
  compute,
  groupDigits,
  isFailure,
  numberValue,
  outputOfSizes,
  paramsFormula,
  paramsOf,
  scalarLabel,
  shapeLabel,
  scalarValue,
  valueText,
  type Layer,
  type Matrix,
  type Shape,
  type Value,
} from '../core';
import { stepValue, type CheckSheet, type Possible } from '../problem';

/** `512×512×3`. */
export function shapeWords(shape: Shape): string {
  return shape.map((extent) => groupDigits(extent)).join('×') || '1';
}

/** `25 non-zero · 3 shared weights`. */
export function matrixFacts(matrix: Matrix): string {
  const layerMade = matrix.outputPosition !== undefined;
  const weights = matrix.shared
    ? counted(matrix.distinct, 'shared weight')
    : layerMade
      ? `${counted(matrix.distinct, 'weight')}, none shared`
      : counted(matrix.distinct, 'different value');
  return `${groupDigits(matrix.nnz)} non-zero · ${weights}`;
}

/** `9×9 · 25 non-zero · 3 shared weights`. */
export function matrixWords(matrix: Matrix): string {
  return `${shapeWords([matrix.rows, matrix.cols])} · ${matrixFacts(matrix)}`;
}

/** What needs an input, or has no value, gives undefined. */
export function ofLayer<T>(read: () => T): T | undefined {
  let found: T | undefined;
  const result = compute(() => {
    found = read();
    return numberValue(0);
  });
  return isFailure(result) || result.kind === 'undefined' ? undefined : found;
}

/** `512×512×3 → 508×508×3`; undefined without an input. */
export function flowWords(layer: Layer): string | undefined {
  const { inputShape, sizes } = layer;
  const output = sizes ? ofLayer(() => sizes.outputShape) : undefined;
  if (output) return `→ ${shapeLabel(output)}`;
  const numbers = inputShape && ofLayer(() => layer.outputShape);
  return inputShape && (numbers ? `${shapeWords(inputShape)} → ${shapeWords(numbers)}` : undefined);
}

/** A layer of a network in three columns: its name, the shape of its output, its parameters. */
export function networkRow(name: string, layer: Layer): readonly [string, string, string] {
  const { sizes } = layer;
  return [
    name,
    ofLayer(() => (sizes ? shapeLabel(outputOfSizes(sizes)) : shapeWords(layer.outputShape))) ?? '?',
    ofLayer(() => (sizes ? scalarLabel(paramsFormula(sizes)) : groupDigits(paramsOf(layer)))) ?? '?',
  ];
}

export function paramsWords(layer: Layer): string | undefined {
  const { sizes } = layer;
  if (sizes) return ofLayer(() => `${scalarLabel(paramsFormula(sizes))} parameters`);
  return ofLayer(() => counted(paramsOf(layer), 'parameter'));
}

/** A value in a few words, for a lens. */
export function valueWords(value: Value): string {
  switch (value.kind) {
    case 'matrix':
      return matrixWords(value.matrix);
    case 'location':
      return value.of
        ? `${value.of.extreme === 'highest' ? 'argmax' : 'argmin'} at ${valueText(value)}`
        : valueText(value);
    case 'fields':
      return [...value.fields].map(([name, field]) => `${name} ${valueWords(field)}`).join(' · ');
    case 'boolean':
      // A proof is read in the preview; a counterexample is short enough to begin it here.
      return value.value || value.counterexample === undefined
        ? String(value.value)
        : `false: ${value.counterexample.split(/[;.] /)[0] ?? ''}`;
    case 'undefined':
      return `undefined: ${value.reason}`;
    case 'layer':
      return (
        [flowWords(value.layer), paramsWords(value.layer)].filter((text) => text !== undefined).join(' · ') ||
        valueText(value)
      );
    default:
      return `= ${valueText(value)}`.replace(/^= ≈/, '≈');
  }
}

/** Values of a parameter that are listed one by one. */
const MOST_LISTED = 8;

/** What a parameter may be in a variant: `one of 7, 9, 11`, `one of 1 to 50`, `one of 0 to 1 in steps of 1/20`. */
export function possibleWords(possible: Possible): string {
  if (possible.kind === 'choose') return `one of ${possible.values.map(valueText).join(', ')}`;
  const { count, step } = possible;
  if (count <= MOST_LISTED)
    return `one of ${Array.from({ length: count }, (_, index) => valueText(stepValue(possible, index))).join(', ')}`;
  const [first, last] = [0, count - 1].map((index) => valueText(stepValue(possible, index)));
  const steps = step.equals(1) ? '' : ` in steps of ${valueText(scalarValue(step))}`;
  return `one of ${first ?? ''} to ${last ?? ''}${steps}`;
}

/** What is right where only a check says so. */
export function checkWords({ claims: [first, ...more] }: CheckSheet, keys: boolean): string {
  if (!first || !keys) return 'any answer that passes a check';
  const others = more.length === 0 ? '' : ` and ${counted(more.length, 'more claim')}`;
  return `any answer for which ${first.node.text}${others}`;
}

/** What kind of answer is wanted, without giving it away: `matrix, 9 × 9`, `location`. */
export function wantedWords(value: Value): string {
  switch (value.kind) {
    case 'real':
      return 'number';
    case 'boolean':
      return 'true or false';
    case 'matrix':
      return `matrix, ${groupDigits(value.matrix.rows)} × ${groupDigits(value.matrix.cols)}`;
    case 'tensor':
      return value.tensor.rank === 1
        ? `vector of ${value.tensor.size}`
        : `tensor, ${value.tensor.shape.join(' × ')}`;
    case 'fields':
      return [...value.fields].map(([name, field]) => `${name}: ${wantedWords(field)}`).join(' · ');
    case 'undefined':
      return 'a value, or none';
    default:
      return value.kind;
  }
}

/** The first `length` characters, with … where something is left out. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Whether a value’s text only repeats what is written. */
export function isSame(said: string, written: string): boolean {
  const bare = (text: string): string =>
    text
      .replace(/[\s,"'=]/g, '')
      .replace(/−/g, '-')
      .replace(/·/g, '*');
  return bare(said) === bare(written);
}
