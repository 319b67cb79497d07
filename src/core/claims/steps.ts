import { orUndefined } from '../failure';
import { affineCounterexample, isAffine } from './affine';
import { givesZeros } from './borders';
import { flowOf } from './flow';
import { activationOf, bareLayer, INPUT, type Graph, type Step } from './graph';
import { proofOnInput } from './proof';
import { fractionOf, movedBy, movingShifts, questionOf } from './question';

/**
 * Whether every layer of a chain shifts its output with its input by itself, zeros coming in: so does then the chain. That
 * is seen where weights matter, as for causal padding, which only shifts to the right keep.
 */
export function keepsStepByStep(graph: Graph, shifts: readonly (readonly number[])[]): boolean {
  let moving: readonly (readonly number[])[] | undefined = shifts;
  for (const [index, step] of graph.steps.entries()) {
    if (step.from.length !== 1 || step.from[0] !== index - 1) return false;
    const arriving: readonly (readonly number[])[] = moving;
    moving = orUndefined(() => behind(step, graph, arriving));
    if (!moving) return false;
  }
  return true;
}

/** The shifts of a layer's output, or undefined where it doesn't move with its input. */
function behind(
  { name, layer }: Step,
  { rank, channels }: Graph,
  shifts: readonly (readonly number[])[],
): readonly (readonly number[])[] | undefined {
  const activation = activationOf(layer);
  if (activation && !givesZeros(activation)) return undefined;
  const whole = bareLayer(layer);
  const single: Graph = { whole, steps: [{ name, layer: whole, from: [INPUT] }], rank, channels };
  const flow = flowOf(single);
  if (shifts.some((by) => fractionOf(flow, by) !== undefined)) return undefined;
  const question = questionOf(single, movingShifts(single, shifts), 'exact');
  if (question.wraps) return undefined;
  const holds = isAffine(whole)
    ? affineCounterexample(question) === undefined
    : proofOnInput(single, flow, shifts, 'exact') !== undefined;
  return holds ? shifts.map((by) => movedBy(flow, by)) : undefined;
}
