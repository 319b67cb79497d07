import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { DenseEquivalent, SlidingLayer, type Layer } from '../layers';
import type { BooleanValue } from '../values/value';
import { affineCounterexample, isAffine } from './affine';
import { flowOf, takes, type Flow } from './flow';
import { graphOf, type Graph } from './graph';
import { onGrowingInputs } from './growing';
import { cellsText, endlessProof, proofOnInput } from './proof';
import {
  fractionOf,
  kindOf,
  movingShifts,
  questionOf,
  requireAxes,
  requirePlaces,
  shiftsOf,
  type Border,
  type Question,
} from './question';
import { search, Undecided } from './search';
import { keepsStepByStep } from './steps';

export type { Border } from './question';

/**
 * Whether shifting the input shifts the output as far: f(Tx) = T f(x) for every x. What a shift brings in is 0, or what it
 * takes out at the other end where the padding is circular. With strides whose product is s, a shift by s cells moves the
 * output by one.
 *
 * Without an input a layer is judged on an endless line (`ignore`), or on inputs from the smallest on (`exact`, or a width).
 * It is true only with a proof: how the layers are made, or a check of zeros and single ones, which is complete for affine
 * layers. It is false only with a counterexample.
 * @param by cells along each axis; undefined for every shift.
 * @param channels where shapes have their channels.
 * @throws MathError for layers to which a shift means nothing, and where neither proof nor counterexample is found.
 */
export function equivariantUnderShift(
  layer: Layer,
  by: readonly number[] | undefined,
  border: Border | undefined,
  channels: Conventions['channels'],
): BooleanValue {
  if (layer instanceof DenseEquivalent) return equivariantUnderShift(layer.of, by, border, channels);
  const graph = graphOf(layer, channels, by?.length);
  requireAxes(graph, by);
  requirePlaces(graph, 'shift');
  const flow = flowOf(graph);
  const endless = border === undefined || border === 'ignore';
  if (!layer.inputShape && flow.broken !== undefined)
    throw new MathError(
      `Whether a ${kindOf(layer)} is equivariant depends on its input: give it an \`input\`.`,
      'input',
    );
  if (!layer.inputShape && endless) return onEndlessLine(graph, flow, by);
  for (const shift of shiftsOf(graph, by)) {
    const fraction = fractionOf(flow, shift);
    if (fraction !== undefined) return refuted(fraction);
  }
  if (layer.inputShape) return onInput(graph, by, border ?? 'exact');
  const width = typeof border === 'number' ? 2 * border : 0;
  return onGrowingInputs(graph, by?.length, width + Math.max(1, ...(by ?? []).map(Math.abs)), (placed) =>
    onInput(placed, by, border ?? 'exact'),
  );
}

export function refuted(counterexample: string): BooleanValue {
  return { kind: 'boolean', value: false, counterexample };
}

export function proved(proof: string): BooleanValue {
  return { kind: 'boolean', value: true, proof };
}

function onEndlessLine(graph: Graph, flow: Flow, by: readonly number[] | undefined): BooleanValue {
  const axis = flow.axes.findIndex(({ period }, at) => (by ? (by[at] ?? 0) : 1) % period !== 0);
  const wrong = flow.axes[axis];
  if (wrong) {
    const cells = by?.[axis] ?? 1;
    return refuted(
      `With stride ${wrong.stride.toFraction()} the output moves by one cell when the input moves by ${wrong.period}; a shift by ${cells} would have to move it by ${cells}/${wrong.period} of a cell.`,
    );
  }
  if (graph.whole instanceof SlidingLayer)
    return proved(
      'y[o] = Σ k[t] · x[o·s + t·d − p] names input cells only by their distance from the output cell, and the same k stands at every o: x moved by s cells gives y moved by one, on a line without ends.',
    );
  return proved(endlessProof(graph, flow));
}

/** On the input that a layer has: by how it is made, else by trying. */
function onInput(graph: Graph, by: readonly number[] | undefined, border: Border): BooleanValue {
  const flow = flowOf(graph);
  const shifts = shiftsOf(graph, by);
  const proof = proofOnInput(graph, flow, shifts, border);
  if (proof !== undefined) return proved(proof);
  const question = questionOf(graph, movingShifts(graph, shifts), border);
  if (border === 'exact' && !question.wraps && !isAffine(graph.whole) && keepsStepByStep(graph, shifts))
    return proved(
      'Each layer by itself gives what it gave, as far shifted, for zeros and a single one at every place, and what acts on each place alone keeps zeros: so does one behind the other.',
    );
  return byTrying(question, graph, whereText(border), () => reasonText(flow, shifts, border));
}

/**
 * Tries inputs: for an affine layer those that decide it, for others as many as there is time for.
 * @param because why there is no proof, where nothing is found.
 */
export function byTrying(
  question: Question,
  graph: Graph,
  where: string,
  because: () => string,
): BooleanValue {
  const { layer } = question;
  const shifts = question.motions.some(({ noun }) => noun === 'shift');
  const claim = question.motions.some(({ output }) => output) ? 'f(Tx) = T f(x)' : 'f(Tx) = f(x)';
  if (isAffine(layer) && (layer.inputShapes?.length ?? 1) === 1) {
    const counterexample = affineCounterexample(question);
    if (counterexample !== undefined) return refuted(counterexample);
    return proved(
      `Checked for a single one at each of the ${layer.matrix.cols} input cells${shifts ? ' and shifts by one cell along each axis, which generate all inputs and shifts' : ', which generate all inputs'}: ${claim}${where}.`,
    );
  }
  const found = search(question);
  if (found.refuted !== undefined) return refuted(found.refuted);
  if (found.complete && graph.steps.every((step) => isAffine(step.layer)))
    return proved(
      `All layers are affine, and zeros and a single one at every place, which generate all inputs, were tried: ${claim}${where}.`,
    );
  throw new Undecided(`${claim}${where} for every x`, because(), found);
}

export function whereText(border: Border): string {
  if (border === 'exact') return '';
  return border === 'ignore'
    ? ' where no window sees the border'
    : ` at least ${cellsText(border)} from the border`;
}

function reasonText(flow: Flow, shifts: readonly (readonly number[])[], border: Border): string {
  if (flow.broken !== undefined) return flow.broken;
  const wrong = shifts.find((by) => !takes(flow, by));
  if (wrong) {
    const periods = [...new Set(flow.axes.map(({ period }) => period))].join(', ');
    return `only shifts by multiples of ${periods} arrive as shifts in every layer`;
  }
  return border === 'exact'
    ? 'some layer changes what it gives at the border'
    : 'some layer sees the border from there';
}
