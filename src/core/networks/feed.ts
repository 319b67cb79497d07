import type { Tensor } from '../tensors/tensor';
import type { TensorFeed } from '../values/value';

const feeds = new WeakMap<Tensor, TensorFeed>();

/** A tensor as what layers are applied to: one feed for each tensor, so that a network knows its own input again. */
export function feedOf(tensor: Tensor): TensorFeed {
  const known = feeds.get(tensor);
  if (known) return known;
  const feed: TensorFeed = { kind: 'tensor-feed', shape: tensor.shape, values: () => tensor };
  feeds.set(tensor, feed);
  return feed;
}
