/**
 * Published networks by their names, each as readable as the table of its paper. Totals are met to the last parameter; each
 * model says which edition of the network it is. Activations are folded into the layer before them and dropout is left out,
 * so that a network has the rows of the paper's table.
 */
import { ALEXNETS } from './alexnet';
import { DENSENET } from './densenet';
import { EFFICIENTNET } from './efficientnet';
import { GOOGLENET } from './googlenet';
import { LENET } from './lenet';
import { MOBILENETS } from './mobilenet';
import type { ZooModel } from './model';
import { RESNETS } from './resnet';
import { SQUEEZENETS } from './squeezenet';
import { UNET } from './u-net';
import { VGGS } from './vgg';

export { publishedShape, zooNetwork, type ZooModel, type ZooOptions } from './model';

/** All models, in the order in which they were published. */
export const ZOO: ReadonlyMap<string, ZooModel> = new Map(
  [
    LENET,
    ...ALEXNETS,
    ...VGGS,
    GOOGLENET,
    UNET,
    ...RESNETS,
    ...SQUEEZENETS,
    DENSENET,
    ...MOBILENETS,
    EFFICIENTNET,
  ].map((model) => [model.name, model]),
);
