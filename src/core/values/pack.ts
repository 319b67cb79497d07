import { LiteralMatrix, toTensor } from '../matrices/literal';
import { packScalar, unpackScalar, type PackedScalar } from '../numbers/scalar';
import { scalarValue } from './make';
import type { SceneOptions } from '../scenes/options';
import { Tensor, type PackedTensor } from '../tensors/tensor';
import type {
  BooleanValue,
  ChoiceValue,
  RangeValue,
  RealValue,
  SceneOrigin,
  ShiftValue,
  SymmetryValue,
  TextValue,
  UndefinedValue,
  Value,
} from './value';

/** A value as plain data, for another thread: what structured cloning keeps whole. */
export type PackedValue =
  | RealValue
  | BooleanValue
  | TextValue
  | RangeValue
  | ShiftValue
  | SymmetryValue
  | ChoiceValue
  | UndefinedValue
  | { readonly kind: 'number' | 'formula'; readonly value: PackedScalar }
  | {
      readonly kind: 'tensor';
      readonly tensor: PackedTensor;
      readonly parts: readonly PackedTensor[] | undefined;
      readonly scene: PackedScene | undefined;
    }
  | { readonly kind: 'matrix'; readonly tensor: PackedTensor }
  | { readonly kind: 'shape'; readonly value: readonly PackedScalar[] }
  | { readonly kind: 'placeholder'; readonly shape: readonly PackedScalar[] }
  | {
      readonly kind: 'location';
      readonly value: readonly number[];
      readonly of:
        | { readonly tensor: PackedTensor; readonly extreme: 'highest' | 'lowest'; readonly base: number }
        | undefined;
    }
  | { readonly kind: 'list'; readonly items: readonly PackedValue[] }
  | { readonly kind: 'fields'; readonly fields: readonly (readonly [name: string, value: PackedValue])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly PackedValue[])[];
    };

interface PackedScene {
  readonly pattern: PackedTensor;
  readonly at: readonly number[];
  readonly options: Omit<SceneOptions, 'pattern' | 'parts'> & {
    readonly pattern: PackedTensor;
    readonly parts: readonly PackedTensor[];
  };
}

/** @returns undefined for what can't be sent: layers, and values that hold some. */
export function packValue(value: Value): PackedValue | undefined {
  switch (value.kind) {
    case 'number':
    case 'formula':
      return { kind: value.kind, value: packScalar(value.value) };
    case 'tensor':
      return {
        kind: 'tensor',
        tensor: value.tensor.pack(),
        parts: value.parts?.map((part) => part.pack()),
        scene: value.scene && {
          pattern: value.scene.pattern.pack(),
          at: value.scene.at,
          options: {
            ...value.scene.options,
            pattern: value.scene.options.pattern.pack(),
            parts: value.scene.options.parts.map((part) => part.pack()),
          },
        },
      };
    case 'matrix':
      return value.layer ? undefined : { kind: 'matrix', tensor: toTensor(value.matrix).pack() };
    case 'shape':
      return { kind: 'shape', value: value.value.map(packScalar) };
    case 'placeholder':
      return { kind: 'placeholder', shape: value.shape.map(packScalar) };
    case 'location':
      return {
        kind: 'location',
        value: value.value,
        of: value.of && { ...value.of, tensor: value.of.tensor.pack() },
      };
    case 'list': {
      const items = all(value.items);
      return items && { kind: 'list', items };
    }
    case 'fields': {
      const fields = [...value.fields].flatMap(([name, field]): [string, PackedValue][] => {
        const packed = packValue(field);
        return packed ? [[name, packed]] : [];
      });
      return fields.length === value.fields.size ? { kind: 'fields', fields } : undefined;
    }
    case 'table': {
      const rows = value.rows.map(all);
      return rows.every((row) => row !== undefined)
        ? { kind: 'table', columns: value.columns, rows }
        : undefined;
    }
    case 'layer':
      return undefined;
    default:
      return value;
  }
}

function all(values: readonly Value[]): PackedValue[] | undefined {
  const packed = values.map(packValue);
  return packed.every((value) => value !== undefined) ? packed : undefined;
}

export function unpackValue(packed: PackedValue): Value {
  switch (packed.kind) {
    case 'number':
    case 'formula':
      return scalarValue(unpackScalar(packed.value));
    case 'tensor':
      return {
        kind: 'tensor',
        tensor: Tensor.unpack(packed.tensor),
        ...(packed.parts && { parts: packed.parts.map((part) => Tensor.unpack(part)) }),
        ...(packed.scene && { scene: unpackScene(packed.scene) }),
      };
    case 'matrix':
      return { kind: 'matrix', matrix: new LiteralMatrix(Tensor.unpack(packed.tensor)) };
    case 'shape':
      return { kind: 'shape', value: packed.value.map(unpackScalar) };
    case 'placeholder':
      return { kind: 'placeholder', shape: packed.shape.map(unpackScalar) };
    case 'location':
      return {
        kind: 'location',
        value: packed.value,
        ...(packed.of && { of: { ...packed.of, tensor: Tensor.unpack(packed.of.tensor) } }),
      };
    case 'list':
      return { kind: 'list', items: packed.items.map(unpackValue) };
    case 'fields':
      return {
        kind: 'fields',
        fields: new Map(packed.fields.map(([name, field]) => [name, unpackValue(field)])),
      };
    case 'table':
      return { ...packed, rows: packed.rows.map((row) => row.map(unpackValue)) };
    default:
      return packed;
  }
}

function unpackScene({ pattern, at, options }: PackedScene): SceneOrigin {
  return {
    pattern: Tensor.unpack(pattern),
    at,
    options: {
      ...options,
      pattern: Tensor.unpack(options.pattern),
      parts: options.parts.map((part) => Tensor.unpack(part)),
    },
  };
}
