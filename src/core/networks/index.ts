/** Layers that are applied to each other: networks, what they compute, and how far they see. */
export {
  Network,
  kindName,
  namedLayer,
  shapeOf,
  type NamedLayer,
  type NetworkOptions,
  type Published,
} from './network';
export { feedOf } from './feed';
export { outputOf } from './run';
export { receptiveFieldOf, type ReceptiveField } from './receptive-field';
export { computesAnew } from './activations';
