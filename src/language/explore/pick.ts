import type { PickReport, PickAsk, Refused } from '../../protocol';
import type { Explored } from './subject';

export function report(explored: Explored, ask: PickAsk): PickReport | Refused {
  return { refused: `${ask.kind} of ${explored.name} is not there yet.` };
}
