import { COUNTED_FROM } from '../other-convention';
import { COUNT_MISTAKES } from './catalogue';
import { CLAIM_MISTAKES } from './claims';
import { FIELD_MISTAKES } from './fields';
import { PLACE_MISTAKES } from './locations';
import { MAP_MISTAKES } from './map-mistakes';
import { MATRIX_MISTAKES } from './matrix-mistakes';
import { CHANNELS_ELSEWHERE, CHANNELS_LEFT_OUT } from './shapes';
import { FLOPS_AS_MACS } from './sites';
import { SLIPS } from './slips';

/** A mistake by its id, for lists. */
export interface KnownMistake {
  readonly id: string;
  readonly title: string;
}

/** Every mistake that can be named behind a wrong answer, in the order of their ids. */
export const KNOWN_MISTAKES: readonly KnownMistake[] = [
  ...new Map(
    [
      ...[...COUNT_MISTAKES, CHANNELS_LEFT_OUT, FLOPS_AS_MACS, ...FIELD_MISTAKES],
      ...[...MATRIX_MISTAKES, CHANNELS_ELSEWHERE, ...MAP_MISTAKES],
      ...[...CLAIM_MISTAKES, ...PLACE_MISTAKES, COUNTED_FROM, ...SLIPS],
    ]
      .map(({ id, title }): KnownMistake => ({ id, title }))
      .toReversed()
      .map((mistake) => [mistake.id, mistake] as const),
  ).values(),
].sort((a, b) => a.id.localeCompare(b.id));
