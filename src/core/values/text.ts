import { orUndefined } from '../failure';
import { paramsFormula, paramsOf, type Layer } from '../layers';
import { Network } from '../networks/network';
import { toTensor } from '../matrices/literal';
import { counted, groupDigits } from '../numbers/group-digits';
import { rationalTex } from '../numbers/polynomial';
import { isInteger, isRational, rationalFromText } from '../numbers/rational';
import { compare, equal, negate, scalarText, toReal, ZERO, type Scalar } from '../numbers/scalar';
import type { Tensor } from '../tensors/tensor';
import { chosenIds, tensorOf } from './make';
import type { Value } from './value';

/** Entries that a text shows before it says how many there are. */
const SHOWN_ENTRIES = 64;

/** As people read it: digits in groups, a real minus, reals with ≈ and six digits. */
export function scalarLabel(value: Scalar): string {
  if (typeof value === 'number') return `≈ ${realLabel(value)}`;
  if (isRational(value)) {
    const text = isInteger(value) ? groupDigits(value.toString()) : scalarText(value).replace('-', '−');
    return text.length > 60 ? `${text.slice(0, 40)}… (${text.replace(/\D/g, '').length} digits)` : text;
  }
  return value.toLabel();
}

/** A double with six significant digits. */
export function realLabel(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

/** An entry of a tensor: as `scalarLabel` without the ≈, which the whole tensor bears. */
export function entryLabel(value: Scalar): string {
  return typeof value === 'number' ? realLabel(value) : scalarLabel(value);
}

export function hasReals(tensor: Tensor): boolean {
  if (tensor.reals) return tensor.size > 0;
  return (
    tensor.integers === undefined &&
    tensor.symbolName === undefined &&
    tensor.entries().some((entry) => typeof entry === 'number')
  );
}

/** `[[1, 0], [0, 1]]`, cut after some entries. */
export function tensorText(tensor: Tensor, label: (entry: Scalar) => string = scalarText): string {
  if (tensor.size > SHOWN_ENTRIES) return `tensor of ${tensor.shape.join(' × ')}`;
  const write = (axis: number, from: number): string => {
    const extent = tensor.shape[axis];
    if (extent === undefined) return label(tensor.entry(from));
    const step = tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    return `[${Array.from({ length: extent }, (_, index) => write(axis + 1, from + index * step)).join(', ')}]`;
  };
  return write(0, 0);
}

/** `30 × 30 × 8`, `(⌊(n − k)/s⌋ + 1) × f`: extents that are sums stand in parentheses. */
export function shapeLabel(shape: readonly Scalar[]): string {
  const label = (extent: Scalar): string => {
    const text = entryLabel(extent);
    return shape.length > 1 && isSum(text) ? `(${text})` : text;
  };
  return shape.map(label).join(' × ');
}

/** Whether a sign stands outside all brackets. */
function isSum(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if ('(⌊⌈'.includes(sign)) depth++;
    else if (')⌋⌉'.includes(sign)) depth--;
    else if (depth === 0 && (sign === '+' || sign === '−') && text.length > 1) return true;
  }
  return false;
}

/** Digits of decimals, and how many of them stand beside their fractions. */
const DECIMALS = 7;
const MOST_DECIMALS = 16;

/** Fractions as decimals, ` ≈ 3.142857`; empty where there are none, or too many. */
export function decimals(value: Value): string {
  const tensor = value.kind === 'number' || value.kind === 'tensor' ? tensorOf(value) : undefined;
  if (!tensor || tensor.size > MOST_DECIMALS) return '';
  const entries = tensor.entries().filter(isRational);
  if (entries.length < tensor.size || entries.every(isInteger)) return '';
  let sign = '=';
  const text = orUndefined(() =>
    tensorText(tensor, (entry) => {
      const decimal = String(Number(toReal(entry).toPrecision(DECIMALS)));
      if (
        !equal(rationalFromText(decimal.replace('-', '')), compare(entry, ZERO) < 0 ? negate(entry) : entry)
      )
        sign = '≈';
      return decimal.replace('-', '−');
    }),
  );
  return text === undefined ? '' : ` ${sign} ${text}`;
}

/** One line for people: lenses, messages, the command line. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case 'number':
    case 'real':
    case 'formula':
      return scalarLabel(value.value);
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'text':
      return value.value;
    case 'tensor':
      return (hasReals(value.tensor) ? '≈ ' : '') + tensorText(value.tensor, entryLabel);
    case 'matrix': {
      const { rows, cols } = value.matrix;
      return rows * cols <= SHOWN_ENTRIES
        ? tensorText(toTensor(value.matrix), entryLabel)
        : `${groupDigits(rows)} × ${groupDigits(cols)} matrix`;
    }
    case 'shape':
      return shapeLabel(value.value) || 'a single number';
    case 'placeholder':
      return `tensor of ${shapeLabel(value.shape)}`;
    case 'location':
      return locationText(value.value);
    case 'range':
      return `${value.from}..${value.to}`;
    case 'list':
      return `[${value.items.map(valueText).join(', ')}]`;
    case 'layer':
      return layerText(value.layer);
    case 'fields':
      return [...value.fields].map(([name, field]) => `${name}: ${valueText(field)}`).join(', ');
    case 'table':
      return `table of ${counted(value.rows.length, 'row')}: ${value.columns.join(', ')}`;
    case 'shift':
      return value.by === undefined ? 'every shift' : `shift by ${locationText(value.by)}`;
    case 'symmetry':
      if (value.which === undefined) return value.of === 'flip' ? 'every flip' : 'every rotation';
      return value.of === 'flip' ? `flip of axis ${value.which + 1}` : `rotation by ${90 * value.which}°`;
    case 'choice':
      return chosenIds(value).join(', ') || 'none of the choices';
    case 'undefined':
      return `undefined (${value.reason})`;
  }
}

/** A layer whose channels nobody gave has no number of parameters yet. */
function layerText(layer: Layer): string {
  const { sizes } = layer;
  if (sizes) {
    const formula = orUndefined(() => scalarLabel(paramsFormula(sizes)));
    return formula === undefined ? `${layer.type} layer` : `${layer.type} with ${formula} parameters`;
  }
  const params = orUndefined(() => paramsOf(layer));
  const what = (layer instanceof Network ? layer.published?.name : undefined) ?? layer.type;
  if (params === undefined) return layer.type === 'network' ? what : `${what} layer`;
  return params === 0n ? what : `${what} with ${counted(params, 'parameter')}`;
}

/** `[20, 11]`; a place on one axis is a number. */
export function locationText(location: readonly number[]): string {
  return location.length === 1 ? String(location[0]) : `[${location.join(', ')}]`;
}

/** LaTeX for what stands within formulas. */
export function valueTex(value: Value): string {
  switch (value.kind) {
    case 'number':
      return isInteger(value.value)
        ? groupDigits(value.value.toString()).replace('−', '-').replace(/,/g, '{,}')
        : rationalTex(value.value);
    case 'formula':
      return value.value.toTex();
    case 'shape':
      return (
        value.value
          .map((extent) =>
            typeof extent === 'number' || isRational(extent) ? scalarText(extent) : extent.toTex(),
          )
          .join(' \\times ') || '\\text{a single number}'
      );
    case 'real':
      return realLabel(value.value).replace('−', '-');
    default:
      return `\\text{${valueText(value).replace(/[\\{}$&#^_~%]/g, ' ')}}`;
  }
}

/** What a value is, for messages that say what was found: `a conv1d layer`, `a tensor of 3 × 3`. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'number':
      return `the number ${scalarLabel(value.value)}`;
    case 'real':
      return `the number ${scalarLabel(value.value)}`;
    case 'formula':
      return `the formula ${scalarLabel(value.value)}`;
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'text':
      return `the word “${value.value.slice(0, 40)}”`;
    case 'tensor':
      return `a tensor of ${value.tensor.shape.join(' × ') || 'one number'}`;
    case 'matrix':
      return `a ${groupDigits(value.matrix.rows)} × ${groupDigits(value.matrix.cols)} matrix`;
    case 'placeholder':
      return `a ${valueText(value)}, whose sizes are symbols`;
    case 'layer':
      return value.layer.type === 'network' ? 'a network' : `a ${value.layer.type} layer`;
    case 'shape':
      return `the shape ${valueText(value)}`;
    case 'location':
      return `the location ${valueText(value)}`;
    case 'choice':
      return `the choice ${valueText(value)}`;
    case 'undefined':
      return `undefined: ${value.reason}`;
    default:
      return `a ${value.kind}`;
  }
}
