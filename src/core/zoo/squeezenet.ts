import type { NetworkBuilder } from './builder';
import type { ZooModel } from './model';

/** Squeezed channels and expanded channels of each kind, from fire2 on: table 1 of the paper. */
const FIRES = [
  [16, 64],
  [16, 64],
  [32, 128],
  [32, 128],
  [48, 192],
  [48, 192],
  [64, 256],
  [64, 256],
] as const;

interface Edition {
  readonly version: string;
  readonly edition: string;
  /** Filters and kernel of conv1. */
  readonly first: readonly [filters: number, kernel: number];
  /** The numbers of the layers that a pool follows. */
  readonly pooled: readonly number[];
}

/**
 * fire2 has the convolutions fire2_squeeze1x1, fire2_expand1x1 and fire2_expand3x3, and gives fire2_concat. Around the fires
 * stand conv1, maxpool1, … and conv10, avgpool10; a pool bears the number of the layer before it, as in the paper.
 */
function squeezenet({ version, edition, first, pooled }: Edition): ZooModel {
  return {
    name: `squeezenet-${version}`,
    edition,
    source: 'Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters, 2016',
    input: { extents: [224, 224], channels: 3 },
    classes: 1000,
    build(net, classes) {
      const poolAfter = (layer: number): void => {
        if (pooled.includes(layer)) net.maxPool(`maxpool${layer}`, 3, { stride: 2, ceil: true });
      };
      net.conv('conv1', ...first, { stride: 2, activation: 'relu' });
      poolAfter(1);
      for (const [index, [squeezed, expanded]] of FIRES.entries()) {
        fire(net, `fire${index + 2}`, squeezed, expanded);
        poolAfter(index + 2);
      }
      net.conv('conv10', classes, 1, { activation: 'relu' });
      net.globalPool('avgpool10');
    },
  };
}

function fire(net: NetworkBuilder, name: string, squeezed: number, expanded: number): void {
  const squeeze = net.conv(`${name}_squeeze1x1`, squeezed, 1, { activation: 'relu' });
  const narrow = net.conv(`${name}_expand1x1`, expanded, 1, { activation: 'relu' });
  net.last = squeeze;
  const wide = net.conv(`${name}_expand3x3`, expanded, 3, { padding: 1, activation: 'relu' });
  net.concat(`${name}_concat`, [narrow, wide]);
}

export const SQUEEZENETS: readonly ZooModel[] = [
  squeezenet({
    version: '1.0',
    edition:
      'the paper’s SqueezeNet without bypass, as torchvision’s; 1,248,424 parameters with 1,000 classes',
    first: [96, 7],
    pooled: [1, 4, 8],
  }),
  squeezenet({
    version: '1.1',
    edition:
      'the authors’ SqueezeNet 1.1 with a smaller conv1 and earlier pools, as torchvision’s; 1,235,496 parameters with 1,000 classes',
    first: [64, 3],
    pooled: [1, 3, 5],
  }),
];
