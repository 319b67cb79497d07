import { Network, type Layer, type Value } from '../core';
import type { Opens, Subject } from '../protocol';

/** What a value can be opened as, without computing anything of it; undefined for what has neither matrix nor steps. */
export function opensOf(value: Value, subject: Subject): Opens | undefined {
  const layer = layerOf(value);
  const views = [
    ...(value.kind === 'matrix' || (layer && hasMatrix(layer)) || isMatrix(value)
      ? (['matrix'] as const)
      : []),
    ...(layer && hasWalk(layer) ? (['steps'] as const) : []),
  ];
  return views.length > 0 ? { subject, views } : undefined;
}

function isMatrix(value: Value): boolean {
  return value.kind === 'tensor' && value.tensor.rank === 2 && !value.scene;
}

/** The layer of a value that is one, or that is the matrix of one. */
export function layerOf(value: Value): Layer | undefined {
  return value.kind === 'layer' || value.kind === 'matrix' ? value.layer : undefined;
}

/** Layers that add up their inputs with weights, or with fixed shares. */
function hasMatrix({ type, sharing, inputShape, sizes }: Layer): boolean {
  return !sizes && inputShape !== undefined && (sharing !== 'none' || type.startsWith('avg-pool'));
}

/** Layers with a window that moves along one or two axes. */
function hasWalk(layer: Layer): boolean {
  const { sliding, inputShape, sizes } = layer;
  return (
    !(layer instanceof Network) &&
    !sizes &&
    inputShape !== undefined &&
    sliding !== undefined &&
    sliding.kernel.length <= 2
  );
}
