import type { Conventions } from '../conventions';
import { orUndefined } from '../failure';
import {
  countFormula,
  extentFormula,
  extentFormulas,
  placeWindow,
  sidesOf,
  sumFormula,
  type Layer,
  type LayerCount,
} from '../layers';
import { Network } from '../networks/network';
import { groupDigits } from '../numbers/group-digits';
import type { Arguments } from './function';

const COUNTS = new Map<string, LayerCount>(
  (['params', 'weights', 'biases', 'macs', 'units', 'connections'] as const).map((name) => [name, name]),
);

/** The formulas of one call, one for each axis where it gives a shape. */
export function formulasOf(name: string, args: Arguments, conventions: Conventions): readonly string[] {
  return orUndefined(() => formulas(name, args, conventions)) ?? [];
}

function formulas(name: string, args: Arguments, conventions: Conventions): readonly string[] {
  const count = COUNTS.get(name);
  if (count) return given(formulaOf(args.layer('layer'), count));
  switch (name) {
    case 'flops': {
      const layer = args.layer('layer');
      const terms = formulaOf(layer, 'macs')?.replace(/ = .*$/, '');
      const factor = layer instanceof Network && terms?.includes('+') ? `(${terms})` : terms;
      const result = groupDigits(layer.macs * BigInt(conventions.flops));
      return given(factor && `${conventions.flops}·${factor} = ${result}`);
    }
    case 'nnz': {
      const value = args.value('matrix');
      return given(
        value.kind === 'matrix' && value.layer ? countFormula(value.layer, 'connections') : undefined,
      );
    }
    case 'outputShape':
      return extentFormulas(args.layer('layer'));
    case 'outputSize': {
      const window = {
        kernel: args.whole('kernel', 1),
        stride: args.whole('stride', 1, 1),
        dilation: args.whole('dilation', 1, 1),
      };
      const n = args.whole('n', 0);
      const fit = args.word('fit', ['floor', 'exact', 'ceil'], 'floor');
      const sides = sidesOf(args.padding('padding', 1), 0, window, n);
      return [extentFormula(placeWindow(n, window, sides, fit), fit)];
    }
    default:
      return [];
  }
}

/** Of a network the counts of its layers, added up. */
function formulaOf(layer: Layer, count: LayerCount): string | undefined {
  if (!(layer instanceof Network) || count === 'units') return countFormula(layer, count);
  const layers = layer.nodes.map((node) => node.layer);
  return sumFormula(layers, count);
}

function given(formula: string | undefined): readonly string[] {
  return formula?.includes('=') ? [formula] : [];
}
