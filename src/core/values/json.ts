import { orUndefined } from '../failure';
import { paramsFormula, paramsOf, type Layer } from '../layers';
import { Network } from '../networks/network';
import { toTensor } from '../matrices/literal';
import { isRational, rationalText, safeInteger } from '../numbers/rational';
import type { Scalar } from '../numbers/scalar';
import type { Tensor } from '../tensors/tensor';
import type { Value } from './value';

/** Cells above which `values` are left out. */
const MAX_JSON_VALUES = 10_000;

type JsonScalar = number | string;
type JsonValues = JsonScalar | readonly JsonValues[];

/** The JSON of a value, as the command line prints it. Exact: what a double can't hold is a string. */
export type JsonValue =
  | { kind: 'number' | 'real'; value: JsonScalar }
  | { kind: 'formula' | 'text'; value: string }
  | { kind: 'boolean'; value: boolean; proof?: string; counterexample?: string }
  | { kind: 'tensor'; shape: readonly JsonScalar[]; values?: JsonValues }
  | { kind: 'matrix'; rows: number; cols: number; nnz: JsonScalar; distinct: JsonScalar; values?: JsonValues }
  | { kind: 'shape'; value: readonly JsonScalar[] }
  | { kind: 'location'; value: number | readonly number[] }
  | { kind: 'range'; from: number; to: number }
  | { kind: 'list'; items: readonly JsonValue[] }
  | { kind: 'layer'; type: string; outputShape?: readonly JsonScalar[]; params?: JsonScalar }
  | {
      kind: 'network';
      /** Of a published network. */
      edition?: string;
      outputShape?: readonly JsonScalar[];
      params?: JsonScalar;
      layers: readonly {
        name: string;
        type: string;
        outputShape?: readonly JsonScalar[];
        params?: JsonScalar;
      }[];
    }
  | { kind: 'fields'; fields: Readonly<Record<string, JsonValue>> }
  | { kind: 'table'; columns: readonly string[]; rows: readonly (readonly JsonValue[])[] }
  | { kind: 'shift'; by?: readonly number[] }
  | { kind: 'symmetry'; of: 'flip' | 'rotate'; which?: number }
  | { kind: 'choice'; value: string | readonly string[] }
  | { kind: 'undefined'; reason: string };

export function valueJson(value: Value): JsonValue {
  switch (value.kind) {
    case 'number':
      return { kind: 'number', value: scalarJson(value.value) };
    case 'real':
      return { kind: 'real', value: scalarJson(value.value) };
    case 'formula':
      return { kind: 'formula', value: value.value.toString() };
    case 'boolean': {
      const { proof, counterexample } = value;
      return {
        kind: 'boolean',
        value: value.value,
        ...(proof !== undefined && { proof }),
        ...(counterexample !== undefined && { counterexample }),
      };
    }
    case 'text':
      return { kind: 'text', value: value.value };
    case 'tensor':
      return { kind: 'tensor', shape: value.tensor.shape, ...valuesOf(value.tensor) };
    case 'matrix': {
      const { rows, cols, nnz, distinct } = value.matrix;
      const small = rows * cols <= MAX_JSON_VALUES;
      return {
        kind: 'matrix',
        rows,
        cols,
        nnz: countJson(nnz),
        distinct: countJson(distinct),
        ...(small && valuesOf(toTensor(value.matrix))),
      };
    }
    case 'placeholder':
      return { kind: 'tensor', shape: value.shape.map(scalarJson) };
    case 'shape':
      return { kind: 'shape', value: value.value.map(scalarJson) };
    case 'location': {
      const [only] = value.value;
      return { kind: 'location', value: value.value.length === 1 && only !== undefined ? only : value.value };
    }
    case 'range':
      return { kind: 'range', from: value.from, to: value.to };
    case 'list':
      return { kind: 'list', items: value.items.map(valueJson) };
    case 'layer': {
      const { layer } = value;
      if (!(layer instanceof Network)) return { kind: 'layer', type: layer.type, ...layerJson(layer) };
      return {
        kind: 'network',
        ...(layer.edition !== undefined && { edition: layer.edition }),
        ...layerJson(layer),
        layers: layer.nodes.map((node) => ({
          name: node.name,
          type: node.layer.type,
          ...layerJson(node.layer),
        })),
      };
    }
    case 'fields':
      return {
        kind: 'fields',
        fields: Object.fromEntries([...value.fields].map(([name, field]) => [name, valueJson(field)])),
      };
    case 'table':
      return { kind: 'table', columns: value.columns, rows: value.rows.map((row) => row.map(valueJson)) };
    case 'shift':
      return { kind: 'shift', ...(value.by && { by: value.by }) };
    case 'symmetry':
      return {
        kind: 'symmetry',
        of: value.of,
        ...(value.which !== undefined && { which: value.which }),
      };
    case 'choice':
      return { kind: 'choice', value: value.value };
    case 'undefined':
      return { kind: 'undefined', reason: value.reason };
  }
}

function layerJson(layer: Layer): { outputShape?: readonly JsonScalar[]; params?: JsonScalar } {
  const { sizes } = layer;
  if (sizes)
    return {
      ...(sizes.outputShape && { outputShape: sizes.outputShape.map(scalarJson) }),
      params: scalarJson(paramsFormula(sizes)),
    };
  const outputShape = orUndefined(() => layer.outputShape);
  const params = orUndefined(() => countJson(paramsOf(layer)));
  return { ...(outputShape && { outputShape }), ...(params !== undefined && { params }) };
}

function scalarJson(value: Scalar): JsonScalar {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return isRational(value) ? (safeInteger(value) ?? rationalText(value)) : value.toString();
}

function countJson(value: bigint): JsonScalar {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}

function valuesOf(tensor: Tensor): { values?: JsonValues } {
  if (tensor.size > MAX_JSON_VALUES) return {};
  const nest = (axis: number, from: number): JsonValues => {
    const extent = tensor.shape[axis];
    if (extent === undefined) return scalarJson(tensor.entry(from));
    const step = tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    return Array.from({ length: extent }, (_, index) => nest(axis + 1, from + index * step));
  };
  return { values: nest(0, 0) };
}
