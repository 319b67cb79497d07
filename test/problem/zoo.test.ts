import assert from 'node:assert/strict';
import { openProblemSet } from '../../src/problem';
import { problemSet, said, valueOf } from '../support/texts';

/** What is found in a network that is given as `net`. */
function findings(definition: string, parts: readonly string[] = []): readonly string[] {
  const text = problemSet({ given: [`net: ${definition}`], parts });
  return openProblemSet(text).findings.map((one) => said(text, one));
}

function only(definition: string): string {
  const found = findings(definition);
  assert.equal(found.length, 1, found.join('\n'));
  return found[0] ?? '';
}

/** What is said instead of a value. */
function refused(expression: string, given: readonly string[] = []): string {
  const value = valueOf(expression, given);
  return typeof value === 'string' ? value : assert.fail(`${expression} is of kind ${value.kind}.`);
}

describe('a network by its model', () => {
  it('has the published input and classes unless others are given', () => {
    assert.deepEqual(findings('{ type: network, model: resnet-50 }'), []);
    const given = ['net: { type: network, model: resnet-50, classes: 10 }'];
    // 25,557,032 less 990 classes of 2,048 weights and a bias
    assert.deepEqual(valueOf('params(net)', given), { kind: 'number', value: 25_557_032 - 990 * 2049 });
    assert.deepEqual(valueOf('outputShape(net)', given), { kind: 'shape', value: [10] });
    assert.deepEqual(valueOf('net.inputShape', given), { kind: 'shape', value: [224, 224, 3] });
  });

  it('follows the convention of channels', () => {
    const given = ['net: { type: network, model: vgg-16, channels: first }'];
    assert.deepEqual(valueOf('net.inputShape', given), { kind: 'shape', value: [3, 224, 224] });
    assert.deepEqual(valueOf('net.pool5.outputShape', given), { kind: 'shape', value: [512, 7, 7] });
  });

  it('takes an input of its own, classes as an expression, and layers by name', () => {
    const given = [
      'k: 4',
      'x: { type: input, shape: [64, 64, 3] }',
      'net: { type: network, model: mobilenet-v2, input: x, classes: k + 1 }',
    ];
    assert.deepEqual(valueOf('outputShape(net)', given), { kind: 'shape', value: [5] });
    assert.deepEqual(valueOf('outputShape(net.conv2)', given), { kind: 'shape', value: [2, 2, 1280] });
    assert.deepEqual(valueOf('params(net["fc"])', given), { kind: 'number', value: 5 * 1281 });
  });

  it('says which edition it is', () => {
    const value = valueOf('net.edition', ['net: { type: network, model: googlenet }']);
    assert.ok(typeof value === 'object' && value.kind === 'text');
    assert.match(value.value, /torchvision.*without auxiliary heads.*6,624,904/);
    const net = valueOf('net', ['net: { type: network, model: lenet-5 }']);
    assert.ok(typeof net === 'object' && net.kind === 'network');
    assert.match(net.edition ?? '', /61,706/);
    assert.equal(net.layers.length, 7);
  });

  it('has no edition where its layers are written', () => {
    assert.match(
      refused('net.edition', ['net: { type: network, input: { shape: [4] }, layers: [{ type: relu }] }']),
      /no layer “edition”/,
    );
  });

  it('is called in an expression, with its name as a bare word', () => {
    for (const [model, params] of [
      ['vgg-16', 138_357_544],
      ['squeezenet-1.0', 1_248_424],
      ['squeezenet-1.1', 1_235_496],
      ['u-net', 31_030_658],
      ['efficientnet-b0', 5_288_548],
    ] as const) {
      assert.deepEqual(valueOf(`params(network(model=${model}))`), { kind: 'number', value: params });
      assert.deepEqual(valueOf(`params(network(model="${model}"))`), { kind: 'number', value: params });
    }
    assert.match(
      refused('network(model=vgg-17)'),
      /no model “vgg-17”. Did you mean “vgg-1\d”\? There are lenet-5, /,
    );
    assert.match(refused('network(model="inception")'), /no model “inception”. There are lenet-5, /);
    assert.match(refused('network(model=3)'), /name of a published network; this is the number 3/);
  });

  it('is part of another network as a layer', () => {
    const given = [
      'x: { shape: [32, 32, 3] }',
      'net: { type: network, input: x, layers: [{ type: conv2d, filters: 1, kernel: 1 }, { type: network, model: lenet-5 }] }',
    ];
    assert.deepEqual(valueOf('params(net)', given), { kind: 'number', value: 4 + 61_706 });
  });
});

describe('what is found in a network', () => {
  it('that is not in the zoo: the nearest name, and which there are', () => {
    const text = problemSet({ given: ['net: { type: network, model: resnet50 }'] });
    const [found] = openProblemSet(text).findings;
    assert.ok(found);
    assert.match(
      said(text, found),
      /^expected “resnet50” Expected one of lenet-5, .*efficientnet-b0 .*Did you mean “resnet-50”\?$/,
    );
    assert.deepEqual(
      found.fix?.edits.map((edit) => edit.text),
      ['resnet-50'],
    );
  });

  it('without layers and model', () => {
    assert.equal(
      only('{ type: network, input: { shape: [8, 8, 3] } }'),
      'value “network” A network needs `layers`, or `model`: a published network by its name.',
    );
  });

  it('with both', () => {
    assert.equal(
      only('{ type: network, model: vgg-16, layers: [{ type: flatten }] }'),
      'value “[{ type: flatten }]” A network has `layers` or a `model`, not both: the model brings its own layers.',
    );
  });

  it('with classes for layers that are written', () => {
    assert.match(
      only('{ type: network, input: { shape: [8] }, layers: [{ type: relu }], classes: 3 }'),
      /^value “3” `classes` sets the head of a `model`/,
    );
  });

  it('with no classes', () => {
    assert.match(
      only('{ type: network, model: vgg-16, classes: 0 }'),
      /^value “0” `classes` takes a whole number from 1/,
    );
  });

  it('whose head doesn’t take what the input leaves: at the input', () => {
    assert.equal(
      only('{ type: network, model: vgg-16, input: { shape: [256, 256, 3] } }'),
      'value “{ shape: [256, 256, 3] }” The head of vgg-16 takes 7 × 7 cells, which an input of 224 × 224 leaves; this input leaves 8 × 8.',
    );
  });

  it('whose input is too small: no finding, but undefined, with the layer', () => {
    // conv1 leaves ⌊(32 + 4 − 11)/4⌋ + 1 = 7, pool1 3, pool2 1: nothing for pool5.
    const value = valueOf('net', ['net: { type: network, model: alexnet, input: { shape: [32, 32, 3] } }']);
    assert.deepEqual(value, {
      kind: 'undefined',
      reason: 'in pool5, a window of 3 doesn’t fit into 1 cell',
    });
  });
});
