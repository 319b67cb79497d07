import { integer, isRational, safeInteger } from '../numbers/rational';
import { simplify, type Scalar } from '../numbers/scalar';
import { Tensor } from '../tensors/tensor';
import { sameShape } from '../tensors/shape';
import type {
  BooleanValue,
  ChoiceValue,
  FormulaValue,
  NumberValue,
  RealValue,
  TensorValue,
  TextValue,
  UndefinedValue,
  Value,
} from './value';

export function numberValue(value: number | bigint): NumberValue {
  return { kind: 'number', value: integer(value) };
}

export function scalarValue(value: Scalar): NumberValue | FormulaValue | RealValue {
  const simple = simplify(value);
  if (typeof simple === 'number') return { kind: 'real', value: simple };
  return isRational(simple) ? { kind: 'number', value: simple } : { kind: 'formula', value: simple };
}

export function booleanValue(value: boolean): BooleanValue {
  return { kind: 'boolean', value };
}

export function textValue(value: string): TextValue {
  return { kind: 'text', value };
}

/** The ids that are chosen. */
export function chosenIds({ value }: ChoiceValue): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

export function tensorValue(tensor: Tensor): TensorValue {
  return { kind: 'tensor', tensor };
}

export function undefinedValue(reason: string): UndefinedValue {
  return { kind: 'undefined', reason };
}

/** The scalar that a value is, or undefined where it is none. */
export function scalarOf(value: Value): Scalar | undefined {
  switch (value.kind) {
    case 'number':
    case 'real':
    case 'formula':
      return value.value;
    case 'location':
    case 'shape':
      return value.value.length === 1 ? asScalar(value.value[0]) : undefined;
    case 'tensor':
      return value.tensor.rank === 0 ? value.tensor.entry(0) : undefined;
    default:
      return undefined;
  }
}

function asScalar(value: Scalar | undefined): Scalar | undefined {
  return typeof value === 'number' ? integer(value) : value;
}

/** The whole number that a value is, or undefined where it is none or beyond 2^53. */
export function wholeNumberOf(value: Value): number | undefined {
  const scalar = scalarOf(value);
  return scalar !== undefined && isRational(scalar) ? safeInteger(scalar) : undefined;
}

/** The tensor that a value is or can be read as, without making anything big; undefined where it is none. */
export function tensorOf(value: Value): Tensor | undefined {
  switch (value.kind) {
    case 'tensor':
      return value.tensor;
    case 'number':
    case 'real':
    case 'formula':
      return Tensor.of([], [value.value]);
    case 'boolean':
      return Tensor.integers([], [value.value ? 1 : 0]);
    case 'location':
      return Tensor.integers([value.value.length], value.value);
    case 'shape':
      return Tensor.of(
        [value.value.length],
        value.value.map((extent) => asScalar(extent) ?? integer(0)),
      );
    case 'range':
      return Tensor.generate(
        [Math.max(0, value.to - value.from + 1)],
        (index) => integer(value.from + index),
        'This range',
      );
    case 'list':
      return stack(value.items);
    default:
      return undefined;
  }
}

/** Items of one shape as a tensor with an axis in front, or undefined where they don't fit together. */
export function stack(items: readonly Value[]): Tensor | undefined {
  const tensors = items.map(tensorOf);
  const [first] = tensors;
  if (items.length === 0) return Tensor.of([0], []);
  if (!first) return undefined;
  const entries: Scalar[] = [];
  for (const tensor of tensors) {
    if (!tensor || !sameShape(tensor.shape, first.shape)) return undefined;
    for (const entry of tensor.entries()) entries.push(entry);
  }
  return Tensor.of([items.length, ...first.shape], entries);
}

/** A list as the tensor it is where its items fit together, else as a list. */
export function listValue(items: readonly Value[]): Value {
  const plain = items.every((item) => ['number', 'real', 'formula', 'tensor'].includes(item.kind));
  const tensor = plain ? stack(items) : undefined;
  return tensor ? tensorValue(tensor) : { kind: 'list', items };
}
