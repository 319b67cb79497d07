import { compare } from '../numbers/scalar';
import { flatIndex, positionOf, stridesOf } from '../tensors/shape';
import { extremes } from '../tensors/operations';
import { entryLabel, locationText } from '../values/text';
import type { Value } from '../values/value';

/**
 * Says of a claim like `argmax(response) == 3` what stands where: the highest entry, and the entry at the claimed place
 * with its rank. Undefined where `found` is no argmax or argmin, or `claimed` no place in its tensor.
 */
export function explainExtreme(found: Value, claimed: Value): string | undefined {
  if (found.kind !== 'location' || !found.of) return undefined;
  const { tensor, extreme, base } = found.of;
  const place = placeOf(claimed)?.map((coordinate) => coordinate - base);
  const inside =
    place?.length === tensor.rank &&
    place.every((coordinate, axis) => coordinate >= 0 && coordinate < (tensor.shape[axis] ?? 0));
  if (!inside) return undefined;
  const there = tensor.entry(flatIndex(place, stridesOf(tensor.shape)));
  const bestPlaces = extremes(tensor, extreme);
  const best = tensor.entry(bestPlaces[0] ?? 0);
  const label = (flat: number): string =>
    locationText(positionOf(flat, tensor.shape).map((coordinate) => coordinate + base));
  const ties =
    bestPlaces.length > 1
      ? ` (a tie of ${bestPlaces.length} places, ${label(bestPlaces[1] ?? 0)} the next)`
      : '';
  const highest = `It is ${extreme} at ${label(bestPlaces[0] ?? 0)}, with ${entryLabel(best)}${ties}`;
  if (compare(there, best) === 0) return `${highest}.`;
  const opposite = extremes(tensor, extreme === 'highest' ? 'lowest' : 'highest');
  const lowest =
    compare(there, tensor.entry(opposite[0] ?? 0)) === 0
      ? `, the ${extreme === 'highest' ? 'lowest' : 'highest'} of all ${tensor.size}`
      : '';
  return `${highest}; at ${locationText(place.map((coordinate) => coordinate + base))} it is ${entryLabel(there)}${lowest}.`;
}

function placeOf(value: Value): readonly number[] | undefined {
  if (value.kind === 'location') return value.value;
  if (value.kind === 'number') return [value.value.valueOf()].filter(Number.isSafeInteger);
  if (value.kind === 'tensor' && value.tensor.rank === 1 && value.tensor.integers)
    return [...value.tensor.integers];
  return undefined;
}
