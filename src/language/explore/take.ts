import type { Taken, TakeAsk, Refused } from '../../protocol';
import type { Explored } from './subject';

export function take(explored: Explored, ask: TakeAsk): Taken | Refused {
  return { refused: `${ask.kind} of ${explored.name} is not there yet.` };
}
