import { TransposedLayer, type Layer } from '../layers';
import { integer } from '../numbers/rational';
import { bordersOf, wraps } from './borders';
import { flowsOf, takes, type Flow } from './flow';
import { bareLayer, movingExtents, type Graph, type Step } from './graph';
import type { Border } from './question';

/** Layers that a sentence names before it says how many more there are. */
const NAMED = 6;

/** Why f(Tx) = T f(x) on a line without ends, for shifts that arrive. */
export function endlessProof(graph: Graph, flow: Flow): string {
  return sentence(graph, flow, 'on a line without ends');
}

/**
 * Why f(Tx) = T f(x) for every x of the input's shape, as far as that follows from how the layers are made, whatever their
 * weights; undefined where it doesn't.
 */
export function proofOnInput(
  graph: Graph,
  flow: Flow,
  shifts: readonly (readonly number[])[],
  border: Border,
): string | undefined {
  if (flow.broken !== undefined || flow.kind === 'settled' || !shifts.every((by) => takes(flow, by)))
    return undefined;
  const { clear, round, tiled, zero } = bordersOf(graph);
  if (!clear) return undefined;
  if (border === 'ignore') return sentence(graph, flow, 'where no window sees the border');
  if (border === 'exact') {
    if (wraps(graph))
      return round
        ? sentence(graph, flow, 'and what leaves at one end comes in at the other in every layer')
        : undefined;
    return tiled && zero
      ? sentence(graph, flow, 'as no window reaches over the border and zeros give zeros')
      : undefined;
  }
  const extents = movingExtents(graph, graph.whole.outputShape);
  const far = clear.every(
    ([first, last], axis) => first <= border && last >= (extents?.[axis] ?? 0) - 1 - border,
  );
  return far
    ? sentence(graph, flow, `at least ${cellsText(border)} from the border, where no window sees it`)
    : undefined;
}

/** Why f(Tx) = f(x), for shifts that arrive where the places are averaged. */
export function invarianceProof(graph: Graph, flow: Flow, where: string): string {
  const settled = flowsOf(graph).findIndex(({ kind }) => kind === 'settled');
  const averaged = graph.steps.slice(0, settled + 1);
  const period = agreed(flow.axes.map(({ period: cells }) => String(cells)));
  const shifts = period === '1' ? 'every shift' : `a shift by ${period} cells`;
  return `${namesOf(averaged)}: ${shifts} of x moves what is averaged over all places, and so changes no average, ${where}.`;
}

function sentence(graph: Graph, flow: Flow, where: string): string {
  const period = agreed(flow.axes.map(({ period: cells }) => String(cells)));
  const moved = agreed(flow.axes.map(({ period: cells, stride }) => integer(cells).div(stride).toFraction()));
  const cells = period === '1' ? 'cell' : 'cells';
  return `${namesOf(graph.steps)}: x moved by ${period} ${cells} gives y moved by ${moved}, ${where}.`;
}

export function cellsText(count: number): string {
  return `${count} cell${count === 1 ? '' : 's'}`;
}

/** One text for all axes where they agree, else one for each. */
function agreed(values: readonly string[]): string {
  const [first = '1'] = values;
  return values.every((value) => value === first) ? first : `[${values.join(', ')}]`;
}

/** What the layers do, by their names: those that look through a window, and those that treat all places alike. */
function namesOf(steps: readonly Step[]): string {
  const windows = steps.filter(({ layer }) => bareLayer(layer).sliding);
  const others = steps.filter(({ layer }) => !bareLayer(layer).sliding);
  const parts: string[] = [];
  if (windows.length > 0)
    parts.push(
      `${listed(windows.map(({ name, layer }) => `${name}${strideText(layer)}`))} name${windows.length === 1 ? 's' : ''} cells only by their distance from the output cell, the same way at every place`,
    );
  if (others.length > 0)
    parts.push(
      `${listed(others.map(({ name }) => name))} treat${others.length === 1 ? 's' : ''} all places alike`,
    );
  return parts.join('; ');
}

function strideText(layer: Layer): string {
  const bare = bareLayer(layer);
  const strides = bare.sliding?.stride.map(String) ?? [];
  if (strides.every((stride) => stride === '1')) return '';
  return ` (stride ${bare instanceof TransposedLayer ? '1/' : ''}${agreed(strides)})`;
}

export function listed(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, NAMED);
  const rest = distinct.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
