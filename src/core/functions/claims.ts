import { equivariantUnderShift, type Border } from '../claims/equivariance';
import { integer, isRational, safeInteger } from '../numbers/rational';
import { scalarOf } from '../values/make';
import type { Value } from '../values/value';
import type { Arguments, FunctionEntry } from './function';

export const CLAIMS: readonly FunctionEntry[] = [
  {
    name: 'equivariant',
    group: 'claims',
    doc: 'Whether moving the input moves the output as far: f(Tx) = T f(x) for every x. A layer without an input is judged on an endless line; with border=exact on the smallest input where each border case occurs. With an input that input counts. False comes with a counterexample, true with a proof.',
    parameters: [
      { name: 'f', doc: 'a layer' },
      { name: 'transformation', doc: 'shift for every shift, shift(by=3) for that one', words: ['shift'] },
      {
        name: 'border',
        doc: 'ignore, exact, or how many cells at the border don’t count',
        optional: true,
        words: ['ignore', 'exact'],
      },
    ],
    examples: [
      ['equivariant(conv1d(kernel=[1, 2, 3]), shift)', 'true'],
      ['equivariant(conv1d(kernel=[1, 2, 3], padding=same), shift, border=exact)', 'false'],
      ['equivariant(conv1d(kernel=[1, 2, 3], stride=2), shift)', 'false'],
      ['equivariant(conv1d(kernel=[1, 2, 3], stride=2), shift(by=4))', 'true'],
    ],
    call(args) {
      const shift = args.value('transformation');
      if (shift.kind !== 'shift' && !(shift.kind === 'text' && shift.value === 'shift'))
        args.expected('transformation', 'shift or shift(by=…)', shift);
      return equivariantUnderShift(
        args.layer('f'),
        shift.kind === 'shift' ? shift.by : undefined,
        borderOf(args),
      );
    },
  },
];

function borderOf(args: Arguments): Border | undefined {
  if (!args.has('border')) return undefined;
  const value: Value = args.value('border');
  if (value.kind === 'text' && (value.value === 'ignore' || value.value === 'exact')) return value.value;
  const scalar = scalarOf(value) ?? integer(-1);
  const width = isRational(scalar) ? safeInteger(scalar) : undefined;
  return width === undefined || width < 0
    ? args.expected('border', 'ignore, exact or a number of cells', value)
    : width;
}
