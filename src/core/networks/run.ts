import { MathError } from '../failure';
import type { Feed, LayerValue } from '../values/value';
import type { Tensor } from '../tensors/tensor';

/**
 * What a layer gives where it stands: its inputs are computed first, each once.
 * @param given tensors that stand for feeds.
 * @throws MathError where the work is too much, or a layer has no values to compute with.
 */
export function outputOf(node: LayerValue, given: ReadonlyMap<Feed, Tensor> = new Map()): Tensor {
  const known = new Map(given);
  // Deep networks would exhaust the call stack: what is waited for stands on a stack of its own.
  const waiting: LayerValue[] = [node];
  for (;;) {
    const current = waiting.at(-1);
    if (!current) break;
    const missing = current.feeds.find((feed) => feed.kind === 'layer' && !known.has(feed));
    if (missing?.kind === 'layer') {
      waiting.push(missing);
      continue;
    }
    const inputs = current.feeds.map((feed) => {
      const tensor = known.get(feed) ?? (feed.kind === 'layer' ? undefined : valuesOf(feed));
      if (tensor) known.set(feed, tensor);
      return tensor;
    });
    known.set(current, current.layer.forward(inputs.filter((input) => input !== undefined)));
    waiting.pop();
  }
  return known.get(node) ?? node.layer.forward([]);
}

/** The values of a tensor that is given. @throws MathError where its sizes are symbols. */
export function valuesOf(feed: Exclude<Feed, LayerValue>): Tensor {
  if (feed.kind === 'tensor-feed') return feed.values();
  throw new MathError(
    'The sizes of the input are symbols, so nothing can be computed from it. Give them values.',
  );
}
