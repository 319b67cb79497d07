import type { Frame, FrameAsk, Patch, PatchAsk, Refused, WalkSheet } from '../../protocol';
import type { Explored } from './subject';

export function walksOf(explored: Explored): readonly WalkSheet[] {
  return explored.value.kind === 'layer' ? [] : [];
}

export function frame(explored: Explored, ask: FrameAsk): Frame | Refused {
  return { refused: `${ask.kind} of ${explored.name} is not there yet.` };
}

export function patch(explored: Explored, ask: PatchAsk): Patch | Refused {
  return { refused: `${ask.kind} of ${explored.name} is not there yet.` };
}
