import type { Conventions } from '../conventions';
import { MathError, UndefinedError } from '../failure';
import { DenseEquivalent, type Layer } from '../layers';
import { integer } from '../numbers/rational';
import { Tensor } from '../tensors/tensor';
import { scalarValue, tensorValue } from '../values/make';
import type { BooleanValue, Value } from '../values/value';
import { bordersOf, wraps } from './borders';
import { byTrying } from './equivariance';
import { flowOf, takes } from './flow';
import { graphOf, type Graph } from './graph';
import { onGrowingInputs } from './growing';
import { invarianceProof } from './proof';
import { kindOf, questionOf, requireAxes, shiftsOf, stayingShift } from './question';

/**
 * Whether shifting the input leaves the output as it is: f(Tx) = f(x) for every x. What a shift brings in is 0, or what it
 * takes out at the other end where the padding is circular; under `ignore` the line has no ends.
 * @param by cells along each axis; undefined for every shift.
 * @throws MathError where neither proof nor counterexample is found.
 */
export function invariantUnderShift(
  layer: Layer,
  by: readonly number[] | undefined,
  border: 'ignore' | 'exact' | undefined,
  channels: Conventions['channels'],
): BooleanValue {
  if (layer instanceof DenseEquivalent) return invariantUnderShift(layer.of, by, border, channels);
  const graph = graphOf(layer, channels, by?.length);
  requireAxes(graph, by);
  const flow = flowOf(graph);
  const shifts = shiftsOf(graph, by);
  const endless = border === undefined ? !layer.inputShape : border === 'ignore';
  if (flow.kind === 'settled' && flow.broken === undefined && shifts.every((shift) => takes(flow, shift))) {
    const where = endless ? 'on a line without ends' : 'as what leaves at one end comes in at the other';
    if (endless || (wraps(graph) && bordersOf(graph).round))
      return { kind: 'boolean', value: true, proof: invarianceProof(graph, flow, where) };
  }
  if (flow.broken !== undefined && endless)
    throw new MathError(
      `Whether a ${kindOf(layer)} is invariant depends on its input and its borders: ${flow.broken}. Give it an \`input\`, and no \`border\`.`,
      'f',
    );
  if (flow.kind === 'settled' && endless)
    throw new MathError(
      `Only shifts by multiples of ${flow.axes.map(({ period }) => period).join(', ')} arrive as shifts where the places are averaged; whether others change an average over a line without ends depends on the weights. Ask about an input, without \`border\`.`,
      'transformation',
    );
  if (layer.inputShape) return onInput(graph, by, endless ? 'ignore' : 'exact');
  return onGrowingInputs(graph, by?.length, Math.max(1, ...(by ?? []).map(Math.abs)), (placed) =>
    onInput(placed, by, endless ? 'ignore' : 'exact'),
  );
}

function onInput(graph: Graph, by: readonly number[] | undefined, border: 'ignore' | 'exact'): BooleanValue {
  const question = questionOf(graph, shiftsOf(graph, by).map(stayingShift), border);
  const where = border === 'ignore' ? ' where no window sees the border' : '';
  return byTrying(question, graph, where, () => 'its layers don’t show that the output stays');
}

/**
 * The smallest shift along each axis whose multiples a layer passes on as shifts on a line without ends, whatever its weights;
 * one number where all axes agree.
 * @throws UndefinedError with the reason where there is none.
 */
export function shiftPeriodOf(layer: Layer, channels: Conventions['channels']): Value {
  const graph = graphOf(layer instanceof DenseEquivalent ? layer.of : layer, channels, undefined);
  const { kind, axes, broken } = flowOf(graph);
  if (broken !== undefined)
    throw new UndefinedError(`${broken}, so a shift of the input is no shift of the output`);
  if (kind === 'settled')
    throw new UndefinedError('the output has no places that could move: it is an average over all');
  const [first = { period: 1 }] = axes;
  return axes.every(({ period }) => period === first.period)
    ? scalarValue(integer(first.period))
    : tensorValue(
        Tensor.integers(
          [axes.length],
          axes.map(({ period }) => period),
        ),
      );
}
