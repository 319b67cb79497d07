import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { Network, type Published } from '../networks';
import { shapeText, type Shape } from '../tensors/shape';
import type { TensorFeed } from '../values/value';
import { NetworkBuilder } from './builder';

/** A published network. Its edition says what is left out, and the published total. */
export interface ZooModel extends Published {
  /** The published input. */
  readonly input: { readonly extents: readonly [height: number, width: number]; readonly channels: number };
  /** Of the published head. */
  readonly classes: number;
  /** Puts the layers one after the other. */
  readonly build: (net: NetworkBuilder, classes: number) => void;
}

export interface ZooOptions {
  readonly input: TensorFeed;
  readonly classes: number;
  readonly conventions: Conventions;
}

/** The published input in the order of a convention. */
export function publishedShape({ input }: ZooModel, channels: Conventions['channels']): Shape {
  return channels === 'first' ? [input.channels, ...input.extents] : [...input.extents, input.channels];
}

/**
 * A model over an input.
 * @throws MathError where the input has no rows, columns and channels, or leaves the head other cells than it takes;
 * UndefinedError where it is too small.
 */
export function zooNetwork(model: ZooModel, { input, classes, conventions }: ZooOptions): Network {
  if (input.shape.length !== 3)
    throw new MathError(
      `${model.name} takes rows, columns and channels, as ${shapeText(publishedShape(model, conventions.channels))}; this input is ${shapeText(input.shape)}.`,
      'input',
    );
  const builder = new NetworkBuilder(model.name, input, conventions);
  model.build(builder, classes);
  return new Network({
    input,
    nodes: builder.nodes,
    channels: conventions.channels,
    published: model,
  });
}
