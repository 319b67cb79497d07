import type { ConvOptions } from './builder';
import type { ZooModel } from './model';

interface Edition {
  readonly name: string;
  readonly edition: string;
  readonly source: string;
  /** Rows and columns of the input. */
  readonly extent: number;
  readonly filters: readonly [number, number, number, number, number];
  /** Zeros around the input of conv1. */
  readonly padding: number;
  /** Of conv2, conv4 and conv5, which were divided between two processors. */
  readonly groups: number;
}

/** Layers bear Caffe's names for the paper's: conv1, pool1, conv2, pool2, conv3, conv4, conv5, pool5, fc6, fc7, fc8. */
function alexnet({ name, edition, source, extent, filters, padding, groups }: Edition): ZooModel {
  return {
    name,
    edition,
    source,
    input: { extents: [extent, extent], channels: 3 },
    classes: 1000,
    build(net, classes) {
      const [first, second, third, fourth, fifth] = filters;
      const relu: ConvOptions = { activation: 'relu' };
      net.conv('conv1', first, 11, { ...relu, stride: 4, padding });
      net.maxPool('pool1', 3, { stride: 2 });
      net.conv('conv2', second, 5, { ...relu, padding: 2, groups });
      net.maxPool('pool2', 3, { stride: 2 });
      net.conv('conv3', third, 3, { ...relu, padding: 1 });
      net.conv('conv4', fourth, 3, { ...relu, padding: 1, groups });
      net.conv('conv5', fifth, 3, { ...relu, padding: 1, groups });
      net.maxPool('pool5', 3, { stride: 2 });
      net.requirePlaces(6, extent);
      net.dense('fc6', 4096, 'relu');
      net.dense('fc7', 4096, 'relu');
      net.dense('fc8', classes);
    },
  };
}

export const ALEXNETS: readonly ZooModel[] = [
  alexnet({
    name: 'alexnet-2012',
    edition:
      'AlexNet of 2012 with its two groups, for the input of 227 × 227 that its stride fits (the paper says 224), without local response normalisation, which learns nothing; 60,965,224 parameters with 1,000 classes',
    source: 'Krizhevsky, Sutskever & Hinton, ImageNet classification with deep convolutional networks, 2012',
    extent: 227,
    filters: [96, 256, 384, 384, 256],
    padding: 0,
    groups: 2,
  }),
  alexnet({
    name: 'alexnet',
    edition:
      'torchvision’s AlexNet, on one processor: no groups, fewer filters, no local response normalisation; 61,100,840 parameters with 1,000 classes',
    source: 'Krizhevsky, One weird trick for parallelizing convolutional neural networks, 2014',
    extent: 224,
    filters: [64, 192, 384, 256, 256],
    padding: 2,
    groups: 1,
  }),
];
