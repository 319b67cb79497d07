import type { NamedLayer } from '../networks';
import type { NetworkBuilder } from './builder';
import type { ZooModel } from './model';

/** Filters on the way down, where a pool follows each pair of convolutions; 1024 at the bottom. */
const DOWN = [64, 128, 256, 512] as const;

/**
 * On the way down stand conv1_1, conv1_2, pool1, … conv4_2, pool4, at the bottom conv5_1, conv5_2; on the way up up6, crop6,
 * concat6, conv6_1, conv6_2, … conv9_2, and conv10 at the end.
 */
export const UNET: ZooModel = {
  name: 'u-net',
  edition:
    'the U-Net of 2015: convolutions without padding (572 → 388), up-convolutions with bias, no batch norm; 31,030,658 parameters with 2 classes',
  source:
    'Ronneberger, Fischer & Brox, U-Net: Convolutional networks for biomedical image segmentation, 2015',
  input: { extents: [572, 572], channels: 1 },
  classes: 2,
  build(net, classes) {
    const copied = DOWN.map((filters, index) => {
      const output = twice(net, `conv${index + 1}`, filters);
      net.maxPool(`pool${index + 1}`, 2);
      return { filters, output };
    });
    twice(net, 'conv5', 1024);
    for (const [index, { filters, output }] of copied.reverse().entries()) {
      const number = index + 6;
      const up = net.upConv(`up${number}`, filters, 2);
      const crop = net.cropTo(`crop${number}`, output, up);
      net.concat(`concat${number}`, [crop, up]);
      twice(net, `conv${number}`, filters);
    }
    net.conv('conv10', classes, 1);
  },
};

function twice(net: NetworkBuilder, name: string, filters: number): NamedLayer {
  net.conv(`${name}_1`, filters, 3, { activation: 'relu' });
  return net.conv(`${name}_2`, filters, 3, { activation: 'relu' });
}
