import { linearPart, Network, type Layer } from '../../core';
import { visit, type Expression, type Scope } from '../../problem';
import { valueOf } from './reading';

/** A false claim that people believe. */
export interface ClaimMistake {
  readonly id: string;
  readonly title: string;
  readonly credit: number;
  readonly say: string;
  /** Whether the key's expression is this claim. */
  readonly matches: (key: Expression, scope: Scope) => boolean;
}

/**
 * Claims whose key is false and that were answered with true; of several that match, the first counts. The ids are those of
 * the catalogue that courses share.
 */
export const CLAIM_MISTAKES: readonly ClaimMistake[] = [
  {
    id: 'E01',
    title: 'raw response is highest at the pattern',
    credit: 0.3,
    say: 'A plain sum of products also rewards bright windows.',
    matches: (key) =>
      key.kind === 'binary' &&
      key.operator === '==' &&
      calls(key, 'argmax') &&
      calls(key, 'correlate') &&
      !hasOption(key, 'correlate', 'normalize'),
  },
  {
    id: 'E02',
    title: 'a zero-mean kernel is enough',
    credit: 0.5,
    say: 'Taking the mean away removes brightness, not contrast.',
    matches: (key) =>
      key.kind === 'binary' &&
      key.operator === '==' &&
      calls(key, 'argmax') &&
      hasOption(key, 'correlate', 'normalize'),
  },
  {
    id: 'E11',
    title: 'flatten and dense keep invariance',
    credit: 0.4,
    say: 'After flattening, each place has weights of its own, so the classifier can tell places apart.',
    matches: (key, scope) =>
      (calls(key, 'invariant') || calls(key, 'equivariant')) &&
      layersIn(key, scope).some((layer) => layer.sharing === 'dense' && layer.reach.kind === 'all'),
  },
  {
    id: 'E10',
    title: 'equivariant to rotation and scale',
    credit: 0.3,
    say: 'Only shifts are built into a convolution; a turn or a mirror image needs a kernel that has that symmetry.',
    matches: (key) => calls(key, 'equivariant') && (names(key, 'rotate') || names(key, 'flip')),
  },
  {
    id: 'E03',
    title: 'invariance said where equivariance is meant',
    credit: 0.5,
    say: 'The map moves with the input: it is equivariant. It would be invariant only after something like global pooling.',
    matches: (key) => calls(key, 'invariant'),
  },
  {
    id: 'E04',
    title: 'strides and pooling keep equivariance',
    credit: 0.5,
    say: 'Only shifts by multiples of the total stride move the output by whole cells.',
    matches: (key, scope) =>
      calls(key, 'equivariant') &&
      (namesOption(key, 'stride') ||
        layersIn(key, scope).some(({ sliding }) => sliding?.stride.some((cells) => cells > 1) === true)),
  },
  {
    id: 'E05',
    title: 'zero padding does not matter',
    credit: 0.6,
    say: 'Near the border the padding shows.',
    matches: (key, scope) =>
      calls(key, 'equivariant') &&
      (hasOption(key, 'equivariant', 'border') || layersIn(key, scope).some(isPadded)),
  },
];

function isPadded({ sliding }: Layer): boolean {
  if (!sliding) return false;
  return typeof sliding.padding === 'string'
    ? sliding.padding !== 'valid'
    : sliding.padding.flat().some((cells) => cells > 0);
}

/** The layers that a claim is about: those that are named, and those within a network. */
function layersIn(key: Expression, scope: Scope): readonly Layer[] {
  const found: Layer[] = [];
  visit(key, (node) => {
    if (node.kind !== 'call' || node.callee.kind !== 'name') return;
    if (node.callee.name !== 'equivariant' && node.callee.name !== 'invariant') return;
    const value = valueOf(node.args[0]?.value, scope);
    if (value?.kind !== 'layer') return;
    const { layer } = value;
    found.push(...(layer instanceof Network ? layer.nodes.map((one) => one.layer) : [layer]).map(linearPart));
  });
  return found;
}

function names(key: Expression, word: string): boolean {
  let found = false;
  visit(key, (node) => {
    if (node.kind === 'name' && node.name === word) found = true;
  });
  return found;
}

function calls(key: Expression, callee: string): boolean {
  return callsOf(key, callee).length > 0;
}

function callsOf(key: Expression, callee: string): (Expression & { readonly kind: 'call' })[] {
  const found: (Expression & { readonly kind: 'call' })[] = [];
  visit(key, (node) => {
    if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === callee) found.push(node);
  });
  return found;
}

function hasOption(key: Expression, callee: string, option: string): boolean {
  return callsOf(key, callee).some((call) => call.args.some(({ name }) => name === option));
}

function namesOption(key: Expression, option: string): boolean {
  let found = false;
  visit(key, (node) => {
    if (node.kind === 'call' && node.args.some(({ name }) => name === option)) found = true;
  });
  return found;
}
