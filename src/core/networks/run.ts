import { MathError } from '../failure';
import { add, ZERO } from '../numbers/scalar';
import { broadcast } from '../tensors/operations';
import type { Tensor } from '../tensors/tensor';
import type { Feed, LayerValue } from '../values/value';

/**
 * What a layer gives where it stands: its inputs are computed first, each once.
 * @param given tensors that stand for feeds.
 * @throws MathError where the work is too much, or a layer has no values to compute with.
 */
export function outputOf(node: LayerValue, given?: ReadonlyMap<Feed, Tensor>): Tensor {
  return valuesOf(node, given).get(node) ?? node.layer.forward([]);
}

/** As `outputOf`, with all that it was computed from: each after its inputs. */
function valuesOf(node: LayerValue, given: ReadonlyMap<Feed, Tensor> = new Map()): Map<Feed, Tensor> {
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
      const tensor = known.get(feed) ?? (feed.kind === 'layer' ? undefined : givenTensor(feed));
      if (tensor) known.set(feed, tensor);
      return tensor;
    });
    known.set(current, current.layer.forward(inputs.filter((input) => input !== undefined)));
    waiting.pop();
  }
  return known;
}

/**
 * The gradient of what is fed in at one place, by the chain rule: from the last layer back, what arrives over several
 * branches added up. At kinks it is what the layers have.
 * @throws MathError that names the layer where one has no gradient.
 */
export function gradientOf(node: LayerValue, upstream: Tensor, feed: Feed, x: Tensor): Tensor {
  const known = valuesOf(node, new Map([[feed, x]]));
  const gradients = new Map<Feed, Tensor>([[node, upstream]]);
  for (const current of [...known.keys()].reverse()) {
    const gradient = gradients.get(current);
    if (current.kind !== 'layer' || !gradient) continue;
    const inputs = current.feeds.flatMap((source) => known.get(source) ?? []);
    for (const [index, share] of gradInputs(current, gradient, inputs).entries()) {
      const source = current.feeds[index];
      if (!source) continue;
      const others = gradients.get(source);
      gradients.set(source, others ? broadcast(others, share, add, 'gradInput') : share);
    }
  }
  return gradients.get(feed) ?? x.map(() => ZERO);
}

function gradInputs(
  { layer, name }: LayerValue,
  upstream: Tensor,
  inputs: readonly Tensor[],
): readonly Tensor[] {
  try {
    return layer.gradInputs(upstream, inputs);
  } catch (error) {
    if (!(error instanceof MathError) || name === undefined) throw error;
    throw new MathError(`In ${name}: ${error.message}`, error.option);
  }
}

/** The values of a tensor that is given. @throws MathError where its sizes are symbols. */
export function givenTensor(feed: Exclude<Feed, LayerValue>): Tensor {
  if (feed.kind === 'tensor-feed') return feed.values();
  throw new MathError(
    'The sizes of the input are symbols, so nothing can be computed from it. Give them values.',
  );
}
