import assert from 'node:assert/strict';
import { openProblemSet } from '../../src/problem';
import { keyOf, sample } from '../support/texts';

/** Keys of the sample on published networks, from the papers or worked out by hand. */
describe('the keys of the sample on published networks', () => {
  const sheet = openProblemSet(sample('networks.cnn.yaml'));
  const number = (value: number | string): object => ({ kind: 'number', value });
  const fields = (values: Readonly<Record<string, number>>): object => ({
    kind: 'fields',
    fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, number(value)])),
  });

  it('has no findings', () => {
    assert.deepEqual(sheet.findings, []);
  });

  for (const [address, wanted] of Object.entries({
    'vgg.total': number(138_357_544),
    // Keras's VGG16 without its top has 14,714,688; 4096·25089 + 4096·4097 + 1000·4097
    'vgg.split': fields({ convolutions: 14_714_688, dense: 102_764_544 + 16_781_312 + 4_097_000 }),
    'vgg.largest': number(102_764_544),
    // 25088·4096 + 4096·4096 + 4096·1000
    'vgg.work': fields({ convolutions: 15_346_630_656, dense: 123_633_664 }),
    'vgg.field': number(212),
    'fine-tuning.head': fields({ vgg: 10 * 4097, resnet: 10 * 2049 }),
    'fine-tuning.total': fields({ vgg: 134_301_514, resnet: 23_528_522 }),
    'resnet.convolutions': fields({ a: 64 * 64, b: 9 * 64 * 64, c: 64 * 256, shortcut: 64 * 256 }),
    'resnet.plain': number(2 * 9 * 256 * 256),
    'resnet.field': number(427),
    'resnet.statistics': number(53_120),
    // 14·14·512·(9 + 512) against 14·14·512·9·512
    'mobilenet.separable': number(52_283_392),
    'mobilenet.full': number(462_422_016),
    // 1/512 + 1/9
    'mobilenet.ratio': number('521/4608'),
    // 34,112 running statistics: 17,056 channels are normed
    'memory.parameters': fields({ vgg: 4 * 138_357_544, mobilenet: 4 * (3_504_872 + 34_112) }),
    'memory.first': number(2 * 4 * 224 * 224 * 64),
    'memory.unet': number(388),
    // 568 rows to 392
    'memory.crop': number(176),
  }))
    it(address, () => {
      const [problem = '', part = ''] = address.split('.');
      assert.deepEqual(keyOf(sheet, problem, part), wanted);
    });

  it('vgg.most', () => {
    const key = keyOf(sheet, 'vgg', 'most');
    assert.ok(typeof key === 'object' && key.kind === 'boolean' && key.value);
  });

  it('resnet.stages', () => {
    const key = keyOf(sheet, 'resnet', 'stages');
    assert.ok(typeof key === 'object' && key.kind === 'fields');
    assert.deepEqual(
      Object.values(key.fields).map((field) => field.kind === 'shape' && field.value),
      [
        [56, 56, 256],
        [28, 28, 512],
        [14, 14, 1024],
        [7, 7, 2048],
      ],
    );
  });
});
