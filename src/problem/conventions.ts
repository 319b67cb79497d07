import { DEFAULT_CONVENTIONS, type Conventions } from '../core';
import { get, type Node } from './text/node';

/**
 * Conventions with what was written over them. The schema has already held each word against what is allowed; anything
 * else is passed over here.
 * @param read the text at a key, or undefined.
 */
export function withConventions(
  base: Conventions,
  read: (key: keyof Conventions) => string | undefined,
): Conventions {
  const pick = <Word extends string>(key: keyof Conventions, words: readonly Word[], fallback: Word): Word =>
    words.find((word) => word === read(key)) ?? fallback;
  const flops = Number(read('flops'));
  const index = read('index');
  const bias = read('bias');
  return {
    convolution: pick('convolution', ['cross-correlation', 'flipped'], base.convolution),
    channels: pick('channels', ['last', 'first'], base.channels),
    flatten: pick('flatten', ['row-major', 'column-major'], base.flatten),
    bias: bias === 'true' ? true : bias === 'false' ? false : base.bias,
    index: index === '1' ? 1 : index === '0' ? 0 : base.index,
    flops: Number.isSafeInteger(flops) && flops > 0 ? flops : base.flops,
  };
}

const KEYS = Object.keys(DEFAULT_CONVENTIONS) as readonly (keyof Conventions)[];

/** The conventions that a file or a problem states, under `conventions` or as keys of its own. */
export function statedConventions(node: Node): ReadonlySet<keyof Conventions> {
  return new Set(KEYS.filter((key) => get(get(node, 'conventions'), key) ?? get(node, key)));
}
