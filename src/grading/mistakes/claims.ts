import { visit, type Expression } from '../../problem';

/** A false claim that people believe. */
export interface ClaimMistake {
  readonly id: string;
  readonly title: string;
  readonly credit: number;
  /** Whether the key's expression is this claim. */
  readonly matches: (key: Expression) => boolean;
}

/** Claims whose key is false and that were answered with true. The ids are those of the catalogue that courses share. */
export const CLAIM_MISTAKES: readonly ClaimMistake[] = [
  {
    id: 'E01',
    title: 'raw response is highest at the pattern',
    credit: 0.3,
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
    matches: (key) =>
      key.kind === 'binary' &&
      key.operator === '==' &&
      calls(key, 'argmax') &&
      hasOption(key, 'correlate', 'normalize'),
  },
  {
    id: 'E04',
    title: 'strides and pooling keep equivariance',
    credit: 0.5,
    matches: (key) => calls(key, 'equivariant') && namesOption(key, 'stride'),
  },
  {
    id: 'E05',
    title: 'zero padding does not matter',
    credit: 0.6,
    matches: (key) => calls(key, 'equivariant') && hasOption(key, 'equivariant', 'border'),
  },
];

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
