import {
  counted,
  describe,
  flatIndex,
  Network,
  scalarValue,
  stridesOf,
  Tensor,
  tensorOf,
  tensorValue,
  wholeNumberOf,
  type Value,
} from '../../core';
import type { Expression } from './ast';
import { noLayer, repeatedLayer } from './layer-members';
import { mathematics } from './mathematics';
import { EvaluationError, type Scope } from './scope';

/** An entry, a part of a tensor, an item of a list, or a layer of a network: `x[0, 1]`, `m[2]`, `net["CONV-9"]`. */
export function subscripted(
  node: Expression & { readonly kind: 'subscript' },
  scope: Scope,
  evaluate: (node: Expression) => Value,
): Value {
  const layer = repeatedLayer(node, scope, evaluate);
  if (layer) return layer;
  const object = evaluate(node.object);
  const base = scope.conventions.index;
  const places = node.subscripts.map((subscript) => {
    const value = evaluate(subscript);
    if (value.kind === 'text' && object.kind === 'layer' && object.layer instanceof Network)
      throw noLayer(object.layer, value.value, node);
    const whole = wholeNumberOf(value);
    if (whole === undefined)
      throw new EvaluationError(`A subscript is a whole number; this is ${describe(value)}.`, subscript);
    return whole - base;
  });
  if (object.kind === 'undefined') return object;
  if (object.kind === 'list') {
    const item = places.length === 1 ? object.items[places[0] ?? -1] : undefined;
    if (item) return item;
    throw new EvaluationError(
      `The list has ${counted(object.items.length, 'item')}, counted from ${base}.`,
      node,
    );
  }
  const extents =
    object.kind === 'matrix' ? [object.matrix.rows, object.matrix.cols] : tensorOf(object)?.shape;
  if (!extents)
    throw new EvaluationError(
      `Only tensors, matrices and lists have subscripts; this is ${describe(object)}.`,
      node,
    );
  for (const [axis, place] of places.entries()) {
    const extent = extents[axis];
    if (extent === undefined)
      throw new EvaluationError(
        `This has ${counted(extents.length, 'axis', 'axes')}, so it takes ${counted(extents.length, 'subscript')}.`,
        node,
      );
    if (place < 0 || place >= extent)
      throw new EvaluationError(
        `Subscript ${place + base} is outside ${base}..${extent - 1 + base}.`,
        node.subscripts[axis] ?? node,
      );
  }
  if (object.kind === 'matrix' && places.length === 2)
    return scalarValue(object.matrix.cell(places[0] ?? 0, places[1] ?? 0));
  const tensor = object.kind === 'matrix' ? undefined : tensorOf(object);
  if (!tensor)
    throw new EvaluationError('A matrix takes two subscripts; row(m, i) is one of its rows.', node);
  const rest = extents.slice(places.length);
  const strides = stridesOf(tensor.shape);
  const start = flatIndex(places, strides);
  if (rest.length === 0) return scalarValue(tensor.entry(start));
  return mathematics(node, () => tensorValue(Tensor.generate(rest, (flat) => tensor.entry(start + flat))));
}
