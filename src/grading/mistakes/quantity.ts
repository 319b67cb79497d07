import { DenseEquivalent, linearPart, numberValue, type Layer, type Value } from '../../core';
import type { Expression, Scope } from '../../problem';
import { evaluate, outcomeOf, within } from '../../problem';
import type { Quantity } from './mistake';

/** A quantity that a key asks for, with the numbers of the layer that it was computed from. */
export interface Asked {
  readonly quantity: Quantity;
  readonly symbols: ReadonlyMap<string, Value>;
}

/** What a key asks for: `params(conv)` of a convolution, and so on. Undefined where no mistakes are known for it. */
export function quantityOf(key: Expression, scope: Scope): Asked | undefined {
  if (key.kind !== 'call' || key.callee.kind !== 'name') return undefined;
  const [argument] = key.args;
  if (!argument) return undefined;
  if (
    key.callee.name === 'nnz' &&
    argument.value.kind === 'call' &&
    argument.value.callee.kind === 'name' &&
    argument.value.callee.name === 'matrix'
  ) {
    const layer = layerOf(argument.value.args[0]?.value, scope);
    return layer && nonZeros(layer);
  }
  const layer = layerOf(argument.value, scope);
  return layer && countOf(key.callee.name, layer);
}

function layerOf(expression: Expression | undefined, scope: Scope): Layer | undefined {
  if (!expression) return undefined;
  const outcome = outcomeOf(() => within(NOWHERE, () => evaluate(expression, scope)));
  return outcome.kind === 'value' && outcome.value.kind === 'layer' ? outcome.value.layer : undefined;
}

const NOWHERE = { kind: 'scalar', text: '', quoted: false, start: 0, end: 0, offsetOf: () => 0 } as const;

function countOf(callee: string, layer: Layer): Asked | undefined {
  if (callee === 'macs' && layer.sharing === 'shared') return asked('macs', layer);
  if (callee !== 'params' && callee !== 'weights') return undefined;
  const withoutBias = callee === 'weights';
  const plain = linearPart(layer);
  if (plain instanceof DenseEquivalent) return asked('fc_equiv_params', plain.of, withoutBias);
  if (layer.sharing === 'shared') return asked('conv_params', layer, withoutBias);
  return layer.sharing === 'dense' ? asked('dense_params', layer, withoutBias) : undefined;
}

function nonZeros(layer: Layer): Asked | undefined {
  const same = layer.sliding?.padding === 'same' && layer.sliding.kernel.length === 1;
  return same ? asked('matrix_nnz_same1d', layer) : undefined;
}

/** The layer's numbers under the names of the catalogue; what it has not, or not one of, is left out. */
function asked(quantity: Quantity, layer: Layer, withoutBias = false): Asked {
  const numbers = new Map<string, number | undefined>([
    ['N', 1],
    ['b', layer.biases > 0n && !withoutBias ? 1 : 0],
  ]);
  const { sliding } = layer;
  if (sliding) {
    const [kh, kw = 1] = sliding.kernel;
    const { input, output } = spatial(layer);
    const one = (values: readonly number[]): number | undefined =>
      values.every((value) => value === values[0]) ? values[0] : undefined;
    const sides =
      typeof sliding.padding === 'string' ? (sliding.padding === 'valid' ? [0] : []) : sliding.padding.flat();
    for (const [name, value] of [
      ['kh', kh],
      ['kw', kw],
      ['k', one(sliding.kernel)],
      ['s', one(sliding.stride)],
      ['d', one(sliding.dilation)],
      ['p', sides.length > 0 ? one(sides) : undefined],
      ['g', sliding.groups],
      ['C', sliding.inChannels],
      ['K', sliding.filters],
      ['H', input[0]],
      ['W', input.length > 0 ? (input[1] ?? 1) : undefined],
      ['n', input[0]],
      ['Ho', output[0]],
      ['Wo', output.length > 0 ? (output[1] ?? 1) : undefined],
    ] as const)
      numbers.set(name, value);
  } else {
    const [h, w = 1, c = 1] = layer.inputShape ?? [layer.matrix.cols];
    for (const [name, value] of [
      ['H', h],
      ['W', w],
      ['C', c],
      ['U', layer.outputShape[0]],
    ] as const)
      numbers.set(name, value);
  }
  return {
    quantity,
    symbols: new Map(
      [...numbers].flatMap(([name, value]) =>
        value === undefined ? [] : [[name, numberValue(value)] as const],
      ),
    ),
  };
}

function spatial(layer: Layer): { readonly input: readonly number[]; readonly output: readonly number[] } {
  if (!layer.inputShape) return { input: [], output: [] };
  const rank = layer.sliding?.kernel.length ?? 0;
  const cut = (shape: readonly number[], channels: number | undefined): readonly number[] =>
    shape.length <= rank
      ? shape
      : shape[0] === channels && shape[shape.length - 1] !== channels
        ? shape.slice(1)
        : shape.slice(0, rank);
  return {
    input: cut(layer.inputShape, layer.sliding?.inChannels),
    output: cut(layer.outputShape, layer.sliding?.filters),
  };
}
