import type { NetworkBuilder } from './builder';
import type { ZooModel } from './model';

/** Expansion, kernel, stride of the first block, channels and blocks of the stages 2 to 8: table 1 of the paper. */
const STAGES = [
  [1, 3, 1, 16, 1],
  [6, 3, 2, 24, 2],
  [6, 5, 2, 40, 2],
  [6, 3, 2, 80, 3],
  [6, 5, 1, 112, 3],
  [6, 5, 2, 192, 4],
  [6, 3, 1, 320, 1],
] as const;

/**
 * The second block of stage 3 has the convolutions stage3_2_expand, stage3_2_depthwise and stage3_2_project, each with its
 * batch norm stage3_2_expand_norm; between the last two stands squeeze and excitation, stage3_2_squeeze (the pool),
 * stage3_2_reduce, stage3_2_excite and stage3_2_scale (the product); stage3_2_add where there is a shortcut. Around them stand
 * stage1_conv, stage9_conv, stage9_pool and stage9_fc.
 */
export const EFFICIENTNET: ZooModel = {
  name: 'efficientnet-b0',
  edition: 'torchvision’s EfficientNet-B0; 5,288,548 parameters with 1,000 classes',
  source: 'Tan & Le, EfficientNet: Rethinking model scaling for convolutional neural networks, 2019',
  input: { extents: [224, 224], channels: 3 },
  classes: 1000,
  build(net, classes) {
    net.convNorm('stage1_conv', 32, 3, { stride: 2, padding: 1, activation: 'silu' });
    for (const [index, [expansion, kernel, first, filters, count]] of STAGES.entries())
      for (let number = 1; number <= count; number++)
        block(net, `stage${index + 2}_${number}`, {
          expansion,
          kernel,
          stride: number === 1 ? first : 1,
          filters,
        });
    net.convNorm('stage9_conv', 1280, 1, { activation: 'silu' });
    net.globalPool('stage9_pool');
    net.dense('stage9_fc', classes);
  },
};

interface MBConv {
  readonly expansion: number;
  readonly kernel: number;
  readonly stride: number;
  readonly filters: number;
}

/** An inverted residual with squeeze and excitation, the squeezed channels a quarter of the block's input's. */
function block(net: NetworkBuilder, name: string, { expansion, kernel, stride, filters }: MBConv): void {
  const { last: input, channels } = net;
  if (expansion > 1) net.convNorm(`${name}_expand`, expansion * channels, 1, { activation: 'silu' });
  const padding = (kernel - 1) / 2;
  const wide = net.depthwise(`${name}_depthwise`, kernel, { stride, padding, activation: 'silu' });
  const { channels: width } = net;
  net.globalPool(`${name}_squeeze`, true);
  net.conv(`${name}_reduce`, Math.max(1, Math.floor(channels / 4)), 1, { activation: 'silu' });
  const gate = net.conv(`${name}_excite`, width, 1, { activation: 'sigmoid' });
  net.multiply(`${name}_scale`, [wide, gate]);
  const output = net.convNorm(`${name}_project`, filters, 1);
  if (stride === 1 && channels === filters) net.add(`${name}_add`, [output, input]);
}
