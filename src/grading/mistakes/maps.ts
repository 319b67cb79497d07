import {
  attempt,
  equal,
  isFailure,
  isZero,
  sameShape,
  sameTensor,
  tensorValue,
  type Tensor,
} from '../../core';
import type { Expression, Tolerance } from '../../problem';
import { isNear } from '../tolerance';
import type { Diagnosis } from './diagnose';
import { MAP_MISTAKES } from './map-mistakes';
import { mapSite } from './map-site';
import type { TransformContext } from './matrices';
import { explain, orUndefined } from './transform';

/** Entries of a feature map up to which mistakes are looked for. */
export const MAX_ENTRIES = 1_000_000;

/** What is known beside the key. */
export interface MapContext extends Pick<TransformContext, 'scope'> {
  readonly tolerance: Tolerance | undefined;
}

/** Which mistake gives this feature map; undefined where none that is known does. */
export function diagnoseMap(
  key: Expression,
  wanted: Tensor,
  found: Tensor,
  { scope, tolerance }: MapContext,
): Diagnosis | undefined {
  if (wanted.size > MAX_ENTRIES || found.size > MAX_ENTRIES || wanted.rank === 0) return undefined;
  const site = orUndefined(() => mapSite(key, wanted, scope));
  if (!site) return undefined;
  const same = (given: Tensor, other: Tensor): boolean => {
    if (!sameShape(given.shape, other.shape)) return false;
    if (tolerance && isNear(tensorValue(given), tensorValue(other), tolerance) === true) return true;
    const result = attempt(() => sameTensor(given, other, equal));
    return !isFailure(result) && result;
  };
  const allZero = isAllZero(found);
  // Zeros alone say nothing but that an activation has cut off all there was.
  const mistakes = allZero ? MAP_MISTAKES.filter(({ id }) => id === 'V06') : MAP_MISTAKES;
  return explain(mistakes, site, {
    answer: found,
    isAnswer: (given) => same(given, found),
    isRight: (given) => same(given, wanted),
    called: 'values',
  });
}

function isAllZero(map: Tensor): boolean {
  for (let index = 0; index < map.size; index++) if (!isZero(map.entry(index))) return false;
  return true;
}
