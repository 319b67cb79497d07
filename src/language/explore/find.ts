import type { Found, FindAsk, Refused } from '../../protocol';
import type { Explored } from './subject';

export function find(explored: Explored, ask: FindAsk): Found | Refused {
  return { refused: `${ask.kind} of ${explored.name} is not there yet.` };
}
