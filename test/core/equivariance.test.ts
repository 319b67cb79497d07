import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Tensor, valueText, type BooleanValue, type Value } from '../../src/core';
import { extentsOf, indexIn, places, products, spanOf, withChannel, type Slide } from './support/brute';
import {
  inputShape,
  layerOf,
  numbersFor,
  outputShape,
  sizeOf,
  slides,
  weightPosition,
  weightShape,
  type Laid,
} from './support/slides';
import { assertSentence, integers, refusal, tensorValue, valueOf } from './support/values';

type Border = 'ignore' | 'exact' | number;

/** A layer as plain numbers, and as a function of its input: both in row-major order. */
interface Model {
  readonly slide: Slide;
  readonly laid: Laid;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly f: (x: readonly number[]) => number[];
}

/** @param weight of a product: of its position in the weight tensor, and its output place. */
function modelOf(
  slide: Slide,
  laid: Laid,
  weight: (position: readonly number[], place: readonly number[]) => number,
  bias: (filter: number, place: readonly number[]) => number,
): Model {
  const { channels, convolution } = laid;
  const [input, output] = [inputShape(slide, channels), outputShape(slide, channels)];
  const [inputIndex, outputIndex] = [indexIn(input, 'row-major'), indexIn(output, 'row-major')];
  const terms = products(slide).map(({ filter, place, channel, source, inGroup, tap }) => {
    const read =
      convolution === 'flipped'
        ? tap.map((coordinate, axis) => (slide.kernel[axis] ?? 1) - 1 - coordinate)
        : tap;
    return {
      from: inputIndex(withChannel(channels, source, channel)),
      to: outputIndex(withChannel(channels, place, filter)),
      factor: weight(weightPosition(channels, filter, inGroup, read), place),
    };
  });
  const biases = new Array<number>(sizeOf(output)).fill(0);
  for (let filter = 0; filter < slide.filters; filter++)
    for (const place of places(extentsOf(slide)))
      biases[outputIndex(withChannel(channels, place, filter))] = bias(filter, place);
  const f = (x: readonly number[]): number[] => {
    const y = [...biases];
    for (const { from, to, factor } of terms) y[to] = (y[to] ?? 0) + factor * (x[from] ?? 0);
    return y;
  };
  return { slide, laid, input, output, f };
}

function shifted(
  x: readonly number[],
  shape: readonly number[],
  channelAxis: number,
  by: readonly number[],
): number[] {
  const values = new Map(places(shape).map((place, index) => [place.join(), x[index] ?? NaN]));
  return places(shape).map((place) => {
    const spatial = place
      .filter((_, axis) => axis !== channelAxis)
      .map((coordinate, axis) => coordinate - (by[axis] ?? 0));
    const source = channelAxis === 0 ? [place[0] ?? 0, ...spatial] : [...spatial, place.at(-1) ?? 0];
    return values.get(source.join()) ?? 0;
  });
}

function channelAxisOf({ slide, laid }: Model): number {
  return laid.channels === 'first' ? 0 : slide.spatial.length;
}

/** Whether an output cell counts under a shift of the output: it and the cell that it comes from. */
function counts(model: Model, border: Border, place: readonly number[], moved: readonly number[]): boolean {
  const { slide } = model;
  const extents = extentsOf(slide);
  const inside = (spatial: readonly number[]): boolean =>
    spatial.every((coordinate, axis) => {
      const extent = extents[axis] ?? 0;
      if (border !== 'ignore')
        return border === 'exact' || (coordinate >= border && coordinate < extent - border);
      const first = coordinate * (slide.stride[axis] ?? 1) - (slide.pads[axis]?.[0] ?? 0);
      const last = first + spanOf(slide.kernel[axis] ?? 1, slide.dilation[axis] ?? 1) - 1;
      return coordinate >= 0 && coordinate < extent && first >= 0 && last < (slide.spatial[axis] ?? 0);
    });
  const spatial = place.filter((_, axis) => axis !== channelAxisOf(model));
  return inside(spatial) && inside(spatial.map((coordinate, axis) => coordinate - (moved[axis] ?? 0)));
}

/** f(Tx) and T f(x) for one x, or undefined where the output can't be shifted as far. */
function both(
  model: Model,
  x: readonly number[],
  by: readonly number[],
): { moved: number[]; left: number[]; right: number[] } | undefined {
  const moved = by.map((cells, axis) => cells / (model.slide.stride[axis] ?? 1));
  if (!moved.every(Number.isInteger)) return undefined;
  const axis = channelAxisOf(model);
  return {
    moved,
    left: model.f(shifted(x, model.input, axis, by)),
    right: shifted(model.f(x), model.output, axis, moved),
  };
}

function agrees(model: Model, x: readonly number[], by: readonly number[], border: Border): boolean {
  const sides = both(model, x, by);
  if (!sides) return false;
  return places(model.output).every(
    (place, index) => !counts(model, border, place, sides.moved) || sides.left[index] === sides.right[index],
  );
}

/** Zeros, a single one at each place, and some numbers everywhere: f is affine, so these are enough. */
function inputsOf(model: Model): number[][] {
  const size = sizeOf(model.input);
  const ones = Array.from({ length: size }, (_, at) =>
    Array.from({ length: size }, (__, index) => (index === at ? 1 : 0)),
  );
  return [new Array<number>(size).fill(0), ...ones, numbersFor(size, 77)];
}

/** Every shift that moves something, and one that moves all out. */
function allShifts(spatial: readonly number[]): number[][] {
  return places(spatial.map((extent) => 2 * extent + 1)).map((place) =>
    place.map((coordinate, axis) => coordinate - (spatial[axis] ?? 0)),
  );
}

function holds(model: Model, by: readonly number[] | undefined, border: Border): boolean {
  const shifts = by ? [by] : allShifts(model.slide.spatial);
  return shifts.every((shift) => inputsOf(model).every((x) => agrees(model, x, shift, border)));
}

function claim(layer: Value, by: readonly number[] | undefined, border: Border | undefined): BooleanValue {
  const shift = by ? `shift(by=${by.length === 1 ? String(by[0]) : `[${by.join(', ')}]`})` : 'shift';
  const value = valueOf(`equivariant(f, ${shift}${border === undefined ? '' : `, border=${border}`})`, {
    f: layer,
  });
  if (value.kind !== 'boolean') throw new Error(`The claim is of kind ${value.kind}.`);
  // A claim says why.
  const [why, other] = value.value
    ? [value.proof, value.counterexample]
    : [value.counterexample, value.proof];
  assert.equal(other, undefined);
  assert.ok(why);
  assertSentence(why);
  return value;
}

/** All sentences that are true counterexamples, worked out without the layer. */
function sentences(model: Model, shifts: readonly (readonly number[])[], border: Border): Set<string> {
  const text = (shape: readonly number[], entries: readonly number[]): string =>
    valueText(tensorValue(integers(shape, entries)));
  const found = new Set<string>();
  for (const by of shifts)
    for (const x of inputsOf(model)) {
      if (agrees(model, x, by, border)) continue;
      const sides = both(model, x, by);
      const name = by.length === 1 ? String(by[0]) : `[${by.join(', ')}]`;
      if (!sides) continue;
      found.add(
        `x = ${text(model.input, x)} shifted by ${name} is ${text(model.input, shifted(x, model.input, channelAxisOf(model), by))}; ` +
          `f gives ${text(model.output, sides.left)}, but f(x) = ${text(model.output, model.f(x))} shifted is ${text(model.output, sides.right)}.`,
      );
    }
  return found;
}

const borders: fc.Arbitrary<Border> = fc.constantFrom<Border>('ignore', 'exact', 0, 1, 2);

function shiftsFor(axes: number): fc.Arbitrary<number[] | undefined> {
  return fc.option(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: axes, maxLength: axes }), {
    nil: undefined,
  });
}

describe('whether a layer with an input is equivariant under shifts', () => {
  for (const axes of [1, 2] as const)
    it(`is what trying every shift of every input says, over ${axes === 1 ? 'one axis' : 'two axes'}`, () => {
      let [yes, no, shown] = [0, 0, 0];
      fc.assert(
        fc.property(
          slides({ axes: [axes], groups: 1 }).filter(({ slide }) =>
            slide.spatial.every((extent) => extent <= (axes === 1 ? 7 : 3)),
          ),
          fc.boolean(),
          fc.nat({ max: 999 }),
          borders,
          shiftsFor(axes),
          (random, biased, seed, border, by) => {
            const { slide, laid } = random;
            const shape = weightShape(slide, laid.channels);
            const [weights, biases] = [numbersFor(sizeOf(shape), seed), numbersFor(slide.filters, seed + 1)];
            const index = indexIn(shape, 'row-major');
            const model = modelOf(
              slide,
              laid,
              (position) => weights[index(position)] ?? NaN,
              (filter) => (biased ? (biases[filter] ?? NaN) : 0),
            );
            const layer = layerOf({
              ...random,
              weights,
              bias: biased ? Tensor.integers([slide.filters], biases) : false,
            });
            const said = claim({ kind: 'layer', layer, feeds: [] }, by, border);
            assert.equal(said.value, holds(model, by, border));
            if (said.value) yes++;
            else no++;
            if (!said.counterexample?.startsWith('x = ')) return;
            shown++;
            const units = places(slide.spatial.map(() => 3)).map((place) =>
              place.map((coordinate) => coordinate - 1),
            );
            assert.ok(
              sentences(model, by ? [by] : units, border).has(said.counterexample),
              said.counterexample,
            );
          },
        ),
        { numRuns: axes === 1 ? 250 : 120 },
      );
      // The runs are not all of one kind: of about a fifth of them the claim is true.
      assert.ok(yes > 0 && no > 0 && (axes === 2 || shown > 0), `${yes} true, ${no} false, ${shown} shown`);
    });

  it('is, for layers without shared weights, what it is for weights that have nothing in common', () => {
    fc.assert(
      fc.property(
        slides({ axes: [1], groups: 1 }).filter(({ slide }) => (slide.spatial[0] ?? 0) <= 6),
        fc.boolean(),
        borders,
        shiftsFor(1),
        (random, biased, border, by) => {
          const { slide, laid } = random;
          const known = new Map<string, number>();
          // Numbers of 44 bits without a pattern: two sums of a few of them are the same only where their terms are.
          const number = (key: string): number => {
            const next = Math.imul(known.size + 1, 0x9e3779b1);
            const value =
              known.get(key) ?? ((next ^ (next >>> 15)) >>> 0) * 4096 + (Math.imul(next, 0x85ebca6b) >>> 20);
            known.set(key, value);
            return value;
          };
          const model = modelOf(
            slide,
            laid,
            (position, place) => number(`w ${place.join()} ${position.join()}`),
            (filter, place) => (biased ? number(`b ${place.join()} ${filter}`) : 0),
          );
          const layer = layerOf({ ...random, local: true, bias: biased });
          assert.equal(
            claim({ kind: 'layer', layer, feeds: [] }, by, border).value,
            holds(model, by, border),
          );
        },
      ),
      { numRuns: 120 },
    );
  });

  it('counts every output where nothing is said of the border', () => {
    const said = claim(valueOf('conv1d([1, 2, 3, 4], kernel=[1, 2, 3], padding=same)'), undefined, undefined);
    assert.equal(said.value, false);
    assert.equal(
      said.counterexample,
      'x = [1, 0, 0, 0] shifted by 1 is [0, 1, 0, 0]; f gives [3, 2, 1, 0], but f(x) = [2, 1, 0, 0] shifted is [0, 2, 1, 0].',
    );
  });

  it('shows images, whatever the order in which the matrix flattens', () => {
    for (const flatten of ['row-major', 'column-major'])
      assert.equal(
        claim(
          valueOf(`conv2d([[1, 2, 3], [4, 5, 6]], kernel=[[1, 2]], padding=full, flatten=${flatten})`),
          [0, 1],
          undefined,
        ).counterexample,
        'x = [[0, 0, 1], [0, 0, 0]] shifted by [0, 1] is [[0, 0, 0], [0, 0, 0]]; f gives [[0, 0, 0, 0], [0, 0, 0, 0]], ' +
          'but f(x) = [[0, 0, 2, 1], [0, 0, 0, 0]] shifted is [[0, 0, 0, 2], [0, 0, 0, 0]].',
      );
  });

  it('of a dense layer that equals a convolution is that of the convolution', () => {
    for (const layer of [
      'conv1d(1..7, kernel=[1, 2, 3], stride=2)',
      'conv2d([[1, 2], [3, 4], [5, 6]], kernel=[[1, 2]], padding=same)',
    ])
      for (const border of ['ignore', 'exact', 1] as const)
        for (const by of [undefined, layer.startsWith('conv1d') ? [2] : [2, 0]])
          assert.equal(
            claim(valueOf(`denseEquivalent(${layer})`), by, border).value,
            claim(valueOf(layer), by, border).value,
            `${layer} ${border}`,
          );
  });

  it('is a question for dense layers only from a vector to a vector', () => {
    assert.equal(claim(valueOf('dense([1, 2, 3], units=3)'), undefined, undefined).value, false);
    assert.equal(claim(valueOf('dense([1, 2], weights=[[2, 0], [0, 2]])'), undefined, undefined).value, true);
    assert.match(refusal('equivariant(dense([[1, 2]], units=3), shift)'), /2 axes, the output 1/);
    assert.match(refusal('equivariant(dense(inFeatures=3, units=3), shift)'), /give it an `input`/);
  });

  it('says where, for larger inputs', () => {
    const said = claim(
      valueOf('conv2d(list(i in 1..6, [1, 2, 3, 4, 5, 6]), kernel=[[0, 1], [1, 0]], padding=same)'),
      undefined,
      undefined,
    );
    // A one in the last column and first row is seen by the place left of it; shifted down, by the place above as well.
    assert.equal(said.value, false);
    assert.match(
      said.counterexample ?? '',
      /^With a single one at \[0, \d\], shifted by \[1, 0\], the output at \[0, \d\] is 1, but the shifted output has 0 there\.$/,
    );
  });
});

describe('whether a layer without an input is equivariant under shifts', () => {
  const LINE = 'kernel=[1, 2, 3]';
  const cases: readonly (readonly [
    layer: string,
    by: readonly number[] | undefined,
    border: Border | undefined,
    value: boolean,
  ])[] = [
    [`conv1d(${LINE})`, undefined, undefined, true],
    [`conv1d(${LINE}, padding=same)`, undefined, undefined, true],
    [`conv1d(${LINE}, bias=5)`, undefined, 'ignore', true],
    [`conv1d(${LINE}, dilation=4)`, undefined, 'ignore', true],
    [`conv1d(${LINE}, stride=2)`, undefined, undefined, false],
    [`conv1d(${LINE}, stride=2)`, [1], undefined, false],
    [`conv1d(${LINE}, stride=2)`, [4], undefined, true],
    [`conv1d(${LINE}, stride=2)`, [-6], undefined, true],
    ['conv2d(kernel=3, inChannels=3, stride=[1, 2])', undefined, undefined, false],
    ['conv2d(kernel=3, inChannels=3, stride=[1, 2])', [1, 2], undefined, true],
    ['conv2d(kernel=3, inChannels=3, stride=[1, 2])', [2, 1], undefined, false],
    [`conv1d(${LINE}, padding=same)`, undefined, 'exact', false],
    [`conv1d(${LINE})`, undefined, 'exact', false],
    ['conv1d(kernel=[7], bias=false)', undefined, 'exact', true],
    ['conv1d(kernel=[7], bias=true)', undefined, 'exact', false],
    ['conv1d(kernel=[0, 7, 0], padding=same)', undefined, 'exact', true],
    [`conv1d(${LINE}, padding=causal)`, [1], 'exact', true],
    [`conv1d(${LINE}, padding=causal)`, [-1], 'exact', false],
    [`conv1d(${LINE}, padding=same)`, undefined, 0, false],
    [`conv1d(${LINE}, padding=same)`, undefined, 1, true],
    [`conv1d(${LINE}, padding=same)`, [2], 1, true],
    ['conv1d(kernel=[1, 2, 3, 4, 5], padding=same)', undefined, 1, false],
    ['conv1d(kernel=[1, 2, 3, 4, 5], padding=same)', undefined, 2, true],
    [`conv1d(${LINE}, padding=same, dilation=2)`, undefined, 1, false],
    [`conv1d(${LINE}, padding=same, dilation=2)`, undefined, 2, true],
    ['conv2d(kernel=[[1, 2, 3], [4, 5, 6], [7, 8, 9]], padding=same)', undefined, 1, true],
    ['conv2d(kernel=[[1, 2, 3], [4, 5, 6], [7, 8, 9]], padding=same)', undefined, 'exact', false],
    ['conv2d(kernel=3, inChannels=2, filters=2, bias=false, padding=same)', undefined, 1, true],
    ['conv2d(kernel=1, inChannels=2, filters=2, bias=false)', undefined, 'exact', true],
  ];
  for (const [layer, by, border, value] of cases)
    it(`${layer}, ${by ? `by ${by.join(', ')}` : 'every shift'}, border ${border ?? 'not said'}: ${value}`, () => {
      assert.equal(claim(valueOf(layer), by, border).value, value);
    });

  it('shows the smallest input that refutes it', () => {
    const said = claim(valueOf(`conv1d(${LINE}, padding=same)`), undefined, 'exact');
    assert.equal(
      said.counterexample,
      'x = [1, 0] shifted by 1 is [0, 1]; f gives [3, 2], but f(x) = [2, 1] shifted is [0, 2].',
    );
  });

  it('is no question for local layers', () => {
    assert.match(refusal('equivariant(local1d(kernel=3), shift)'), /give it an `input`/);
  });

  it('is refused where it would take too long', () => {
    for (const source of [
      `equivariant(conv1d(${LINE}, padding=same), shift(by=10^9), border=exact)`,
      `equivariant(conv1d(${LINE}, padding=same), shift, border=10^9)`,
      'equivariant(conv1d(kernel=10^6, bias=false), shift, border=exact)',
      'equivariant(conv1d(x, kernel=3, padding=1, stride=1000, bias=false), shift(by=1000))',
    ])
      assert.match(refusal(source, { x: tensorValue(Tensor.symbols('x', [1e9])) }), /multiply-adds; up to/);
  });
});
