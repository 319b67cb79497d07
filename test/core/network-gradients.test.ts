import assert from 'node:assert/strict';
import fc from 'fast-check';
import { feedOf, Network, scalarText, valueText, type Feed, type NamedLayer } from '../../src/core';
import { numbersFor } from './support/slides';
import { refusal, tensor, tensorOf, valueOf, wholes } from './support/values';

/** What layers a chain can have, as functions of a seed: all of them piecewise linear. */
const LAYERS: readonly ((seed: number) => string)[] = [
  (seed) => `conv1d(kernel=[${numbersFor(2, seed).join(', ')}], padding=same)`,
  (seed) => `conv1d(kernel=[${numbersFor(3, seed).join(', ')}], bias=${seed % 5}, activation=relu)`,
  (seed) => `transposedConv1d(kernel=[${numbersFor(2, seed).join(', ')}], stride=2)`,
  (seed) => `dense(units=3, weights=W, bias=[${numbersFor(3, seed).join(', ')}])`,
  () => 'relu()',
  () => 'leakyRelu()',
  () => 'maxPool1d(kernel=2)',
  () => 'avgPool1d(kernel=2, stride=1)',
  () => 'upsample(scale=[2])',
];

interface Chain {
  readonly picks: readonly (readonly [which: number, seed: number])[];
  readonly size: number;
  readonly seed: number;
}

const chains: fc.Arbitrary<Chain> = fc.record({
  picks: fc.array(fc.tuple(fc.nat({ max: LAYERS.length - 1 }), fc.nat({ max: 999 })), {
    minLength: 1,
    maxLength: 4,
  }),
  size: fc.integer({ min: 4, max: 7 }),
  seed: fc.nat({ max: 999 }),
});

/** Fractions of different denominators, so that no two sums are the same by chance. */
function inputText(size: number, seed: number): string {
  return `[${numbersFor(size, seed)
    .map((number, at) => `${number} + ${at + 1}/${[101, 103, 107, 109, 113, 127, 131][at] ?? 137}`)
    .join(', ')}]`;
}

/** Dense weights fit what comes before them: as many as there are. */
function networkText({ picks, size, seed }: Chain): string | undefined {
  const layers: string[] = [];
  const text = (): string => `network(${inputText(size, seed)}, layers=[${layers.join(', ')}])`;
  for (const [which, own] of picks) {
    const before = layers.length === 0 ? size : tensorOf(valueOf(`output(${text()})`)).size;
    if (before < 3 || before > 12) return undefined;
    const rows = Array.from({ length: 3 }, (_, unit) => `[${numbersFor(before, own + unit).join(', ')}]`);
    layers.push(LAYERS[which]?.(own).replace('W', `[${rows.join(', ')}]`) ?? '');
  }
  return text();
}

describe('the gradient of the input of a network', () => {
  it('is what a small step along each axis changes, exactly, between the kinks', () => {
    let [compared, kinked] = [0, 0];
    fc.assert(
      fc.property(chains, (chain) => {
        const network = networkText(chain);
        fc.pre(network !== undefined);
        const names = { net: valueOf(network), x: valueOf(inputText(chain.size, chain.seed)) };
        const size = tensorOf(valueOf('output(net)', names)).size;
        const upstream = `[${numbersFor(size, chain.seed + 1).join(', ')}]`;
        const gradient = tensorOf(valueOf(`gradInput(net, ${upstream})`, names));
        const sums = tensorOf(valueOf('gradInput(net)', names));
        assert.deepEqual(gradient.shape, [chain.size]);
        for (let axis = 0; axis < chain.size; axis++) {
          const unit = `[${Array.from({ length: chain.size }, (_, at) => (at === axis ? 1 : 0)).join(', ')}]`;
          const change = (step: string, weights: string): string =>
            valueText(
              valueOf(
                `(sum(${weights} .* net(x + ${step} * ${unit})) - sum(${weights} .* net(x))) / (${step})`,
                names,
              ),
            );
          const [ahead, back] = [change('1/10^9', upstream), change('-1/10^9', upstream)];
          if (ahead !== back) {
            kinked++;
            continue;
          }
          compared++;
          assert.equal(
            scalarText(gradient.entry(axis)),
            ahead.replaceAll(',', '').replace('−', '-'),
            network,
          );
          assert.equal(
            scalarText(sums.entry(axis)),
            change('1/10^9', '1').replaceAll(',', '').replace('−', '-'),
          );
        }
      }),
      { numRuns: 60 },
    );
    assert.ok(compared > 100 && kinked < compared / 10, `${compared} compared, ${kinked} at kinks`);
  });

  it('is, for linear layers, the product of their transposed matrices', () => {
    const names = { x: valueOf('[1, 2, 3, 4, 5]') };
    assert.equal(
      valueText(
        valueOf(
          'gradInput(network(x, layers=[conv1d(kernel=[1, -2], padding=same), avgPool1d(kernel=2, stride=1), dense(units=2, weights=[[1, 2, 3, 4], [0, 1, 0, 5]])]), [3, -7])' +
            ' == transpose(matrix(conv1d(x, kernel=[1, -2], padding=same))) * (transpose(matrix(avgPool1d(x, kernel=2, stride=1))) * (transpose([[1, 2, 3, 4], [0, 1, 0, 5]]) * [3, -7]))',
          names,
        ),
      ),
      'true',
    );
  });

  it('adds up over branches, each input counted as often as it is used', () => {
    const x = tensor([1, -1]);
    const input = feedOf(x);
    const node = (name: string, source: string, ...feeds: readonly Feed[]): NamedLayer => {
      const value = valueOf(source);
      assert.ok(value.kind === 'layer');
      return { kind: 'layer', name, layer: value.layer, feeds };
    };
    // y = (2x + relu(2x)) · x, so y′ = 2x + relu(2x) + (2 + 2·[x > 0])·x.
    const double = node('double', 'conv1d([0, 0], kernel=[2])', input);
    const relu = node('relu', 'relu(input=[0, 0])', double);
    const sum = node('sum', 'add(input=[[0, 0], [0, 0]])', double, relu);
    const unused = node('unused', 'step(input=[0, 0])', relu);
    const product = node('product', 'multiply(input=[[0, 0], [0, 0]])', sum, input);
    const net = new Network({ input, nodes: [double, relu, sum, unused, product], channels: 'last' });
    assert.deepEqual(wholes(net.gradInputs(tensor([1, 10]), [x])[0]?.entries() ?? []), [8, -40]);
  });

  it('is in symbols where no layer asks for an order', () => {
    assert.equal(
      valueText(
        valueOf(
          'gradInput(network(input(shape=[3]), layers=[conv1d(kernel=2, bias=false), conv1d(kernel=[3, 5])]))',
        ),
      ),
      '[3·w1, 5·w1 + 3·w2, 5·w2]',
    );
  });

  it('at ties is what the layers have: none of a relu at 0, the first of several largest', () => {
    assert.equal(
      valueText(valueOf('gradInput(network([0, 2, 2, -1], layers=[relu(), maxPool1d(kernel=2, stride=1)]))')),
      '[0, 2, 1, 0]',
    );
  });

  it('is refused where a layer has none, by its name', () => {
    assert.match(
      refusal('gradInput(network([1, 2], layers=[relu()]), [1, 1, 1])'),
      /upstream gradient has the shape of the output, 2/,
    );
    assert.match(refusal('gradInput(network([1, 2], layers=[relu(), step()]))'), /^In step1: .*no gradient/);
  });
});
