import type { Conventions } from '../core';

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
