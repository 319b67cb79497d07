import * as Type from 'typebox';
import { integer, Random, requireEntries, sizeOf, Tensor, type Shape } from '../../core';
import { quantity, word } from '../schema/fields';
import type { Options } from './options';

const DISTRIBUTIONS = ['integers', 'uniform'] as const;
/** Parts of 1 that `uniform` draws: two decimals. */
const PARTS = 100;
/** How far from 0 what is drawn may be. */
const FURTHEST = 1_000_000;

export const RANDOM = Type.Object(
  {
    seed: Type.Optional(quantity('what they are drawn from, with the name of the tensor; 0')),
    distribution: Type.Optional(
      word(DISTRIBUTIONS, 'whole numbers (integers), or numbers with two decimals (uniform); integers'),
    ),
    from: Type.Optional(quantity('the smallest, a whole number; 0')),
    to: Type.Optional(quantity('the largest, a whole number, counted; 9 for integers, 1 for uniform')),
  },
  {
    additionalProperties: false,
    expected: 'seed, distribution, from and to',
    description:
      'entries that are drawn: each number from `from` to `to` as likely as another, exact, the same on every machine; a seed that is a parameter draws others in every variant',
  },
);

/** A tensor whose entries are drawn. @param name of the tensor: with one seed two tensors have nothing in common. */
export function randomTensor(options: Options, shape: Shape, name: string | undefined): Tensor {
  const inner = options.within('random', RANDOM);
  const uniform = inner.word('distribution', DISTRIBUTIONS, 'integers') === 'uniform';
  const [from, to] = [inner.whole('from', -FURTHEST) ?? 0, inner.whole('to', -FURTHEST) ?? (uniform ? 1 : 9)];
  if (from > to || to > FURTHEST)
    inner.fail('to', `\`to\` is at least \`from\`, ${from}, and at most ${FURTHEST}; this is ${to}.`);
  requireEntries(sizeOf(shape), 'A random tensor');
  const random = Random.named(`${inner.whole('seed', 0) ?? 0}\n${name ?? ''}`);
  const parts = uniform ? PARTS : 1;
  const drawn = Float64Array.from({ length: sizeOf(shape) }, () => random.integer(from * parts, to * parts));
  return uniform
    ? Tensor.of(
        shape,
        Array.from(drawn, (part) => integer(part).div(parts)),
      )
    : Tensor.integers(shape, drawn);
}
