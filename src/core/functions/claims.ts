import { equivariantUnderShift, type Border } from '../claims/equivariance';
import { invariantUnderShift, shiftPeriodOf } from '../claims/invariance';
import { equivariantUnderSymmetry, invariantUnderSymmetry } from '../claims/symmetry';
import { requireEntries } from '../limits';
import { integer, isRational, safeInteger } from '../numbers/rational';
import { redrawScene } from '../scenes/scene';
import { scalarOf } from '../values/make';
import type { ShiftValue, SymmetryValue, Value } from '../values/value';
import type { Arguments, FunctionEntry, Parameter } from './function';

const F: Parameter = { name: 'f', doc: 'a layer or a network' };
const TRANSFORMATION: Parameter = {
  name: 'transformation',
  doc: 'shift, flip or rotate for every one; shift(by=3), flip(axis=1), rotate(turns=2) for that one',
  words: ['shift', 'flip', 'rotate'],
};

/** A network whose output doesn't depend on where things are, for the examples. */
const AVERAGED =
  'network(input(shape=[8]), layers=[conv1d(kernel=[1, 2, 1], padding=same, paddingMode=circular), relu(), globalAvgPool()])';

export const CLAIMS: readonly FunctionEntry[] = [
  {
    name: 'equivariant',
    group: 'claims',
    doc: 'Whether moving the input moves the output as far: f(Tx) = T f(x) for every x; whether flipping or rotating it does the same to the output. A layer without an input is judged on an endless line, flipped about the centre of a window; with border=exact on the smallest input where each border case occurs. With an input that input counts; a shift wraps where the padding is circular, elsewhere zeros come in. False comes with a counterexample, true with a proof; where neither is found it says so.',
    parameters: [
      F,
      TRANSFORMATION,
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
      ['equivariant(conv1d([1, 2, 3, 4], kernel=3, padding=same, paddingMode=circular), shift)', 'true'],
      ['equivariant(maxPool1d(kernel=2), shift(by=2))', 'true'],
      ['equivariant(conv2d(kernel=[[1, 2, 1], [0, 0, 0], [-1, -2, -1]]), flip(axis=1))', 'true'],
      ['equivariant(conv2d(kernel=[[1, 2, 1], [0, 0, 0], [-1, -2, -1]]), rotate)', 'false'],
    ],
    call(args, { channels }) {
      const by = transformationOf(args);
      const [f, border] = [args.layer('f'), borderOf(args)];
      return by.kind === 'shift'
        ? equivariantUnderShift(f, by.by, border, channels)
        : equivariantUnderSymmetry(f, by, border, channels);
    },
  },
  {
    name: 'invariant',
    group: 'claims',
    doc: 'Whether moving, flipping or rotating the input leaves the output as it is: f(Tx) = f(x) for every x, as global average pooling does. A layer without an input is judged on an endless line, and so is one with border=ignore. A shift wraps where the padding is circular, elsewhere zeros come in. False comes with a counterexample, true with a proof.',
    parameters: [
      F,
      TRANSFORMATION,
      {
        name: 'border',
        doc: 'ignore for a line without ends, exact for the input as it is',
        optional: true,
        words: ['ignore', 'exact'],
      },
    ],
    examples: [
      ['invariant(globalAvgPool(), shift)', 'true'],
      ['invariant(conv1d(kernel=[1, 2, 3]), shift)', 'false'],
      [`invariant(${AVERAGED}, shift)`, 'true'],
      ['invariant(globalAvgPool(), rotate)', 'true'],
    ],
    call(args, { channels }) {
      const by = transformationOf(args);
      const f = args.layer('f');
      const border = args.has('border')
        ? args.word<'ignore' | 'exact'>('border', ['ignore', 'exact'], 'exact')
        : undefined;
      return by.kind === 'shift'
        ? invariantUnderShift(f, by.by, border, channels)
        : invariantUnderSymmetry(f, by, border, channels);
    },
  },
  {
    name: 'shiftPeriod',
    group: 'claims',
    doc: 'The smallest shift whose multiples f passes on as shifts, whatever its weights, on an endless line: the strides of convolutions and pools multiply, upsampling in front of them divides. One number where all axes agree. Undefined, with the reason, where shifts are no shifts any more, as behind a dense layer.',
    parameters: [F],
    examples: [
      ['shiftPeriod(conv1d(kernel=3))', '1'],
      ['shiftPeriod(maxPool2d(kernel=3, stride=2))', '2'],
      [
        'shiftPeriod(network(input(shape=[9, 9, 1]), layers=[conv2d(kernel=3, stride=2), maxPool2d(kernel=2)]))',
        '4',
      ],
    ],
    call: (args, conventions) => shiftPeriodOf(args.layer('f'), conventions.channels),
  },
  {
    name: 'scenes',
    group: 'claims',
    doc: 'A list of scenes of the same kind as a synthetic image, drawn anew with the seeds 1, 2, …, the pattern at a place drawn from each: what a claim is to hold for, as in forall(s in scenes(image, 20), …).',
    parameters: [
      { name: 'image', doc: 'a scene' },
      { name: 'n', doc: 'how many' },
    ],
    examples: [
      ['count(s in scenes(scene(size=[8, 8], place=[[1, 1], [1, 1]], at=random), 5), max(s) == 1)', '5'],
    ],
    call(args) {
      const image = args.value('image');
      const scene = image.kind === 'tensor' ? image.scene : undefined;
      if (image.kind !== 'tensor' || !scene) return args.expected('image', 'a scene', image);
      const n = args.whole('n', 0);
      requireEntries(n * image.tensor.size, `A list of ${n} scenes`);
      return { kind: 'list', items: Array.from({ length: n }, (_, index) => redrawScene(scene, index + 1)) };
    },
  },
];

function transformationOf(args: Arguments): ShiftValue | SymmetryValue {
  const value = args.value('transformation');
  if (value.kind === 'shift' || value.kind === 'symmetry') return value;
  const word = value.kind === 'text' ? value.value : '';
  if (word === 'shift') return { kind: 'shift', by: undefined };
  if (word === 'flip' || word === 'rotate') return { kind: 'symmetry', of: word, which: undefined };
  return args.expected('transformation', 'shift, flip or rotate, or shift(by=…),', value);
}

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
