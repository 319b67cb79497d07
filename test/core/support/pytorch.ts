import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFAULT_CONVENTIONS,
  Pool,
  SlidingLayer,
  TransposedLayer,
  type Layer,
  type Padding,
  type PaddingMode,
  type PaddingWord,
  type Tensor,
} from '../../../src/core';
import { flat, type Nested, type Sides } from './brute';
import { integers } from './values';

/** What all layers that PyTorch 2 computed in float64 have in common; channels first, row-major. */
interface Computed {
  readonly id: string;
  readonly size: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly pads: readonly Sides[];
  readonly input: Nested;
  readonly outputShape: readonly number[];
  readonly output: Nested;
  readonly params: number;
}

interface Weighted extends Computed {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly weight: Nested;
  readonly bias: boolean;
  readonly biasValues?: readonly number[] | null;
}

export interface ConvCase extends Weighted {
  readonly op: 'conv1d' | 'conv2d' | 'conv3d';
  readonly padding: string;
  readonly paddingMode: PaddingMode;
  readonly macs: number;
  readonly upstream: Nested;
  readonly gradInput: Nested;
  readonly gradKernel: Nested;
  readonly matrix?: readonly (readonly number[])[];
}

export interface TransposedCase extends Weighted {
  readonly op: 'transposed-conv1d' | 'transposed-conv2d' | 'transposed-conv3d';
  readonly outputPadding: readonly number[];
}

export interface PoolCase extends Computed {
  readonly op: `${'max' | 'avg'}-pool${1 | 2 | 3}d`;
  readonly channels: number;
  readonly ceilMode: boolean;
  /** Null for a maximum. */
  readonly countIncludePad: boolean | null;
}

export type Case = ConvCase | TransposedCase | PoolCase;

const FILE = join(__dirname, '../../fixtures/convolution/pytorch.jsonl');

export const CASES = readFileSync(FILE, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

export function isPool(one: Case): one is PoolCase {
  return one.op.includes('pool');
}

export function isTransposed(one: Case): one is TransposedCase {
  return one.op.startsWith('transposed');
}

export function isConv(one: Case): one is ConvCase {
  return one.op.startsWith('conv');
}

export function inputTensor(one: Case): Tensor {
  return integers([isPool(one) ? one.channels : one.inChannels, ...one.size], flat(one.input));
}

/** [filters, inputs per group, …], of a transposed layer [inputs, filters per group, …]. */
export function kernelTensor(one: ConvCase | TransposedCase): Tensor {
  const { inChannels, outChannels, groups, kernel, weight } = one;
  const lead = isTransposed(one) ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
  return integers([...lead, ...kernel], flat(weight));
}

/** The sides, and the word that says them where there is one. */
export function paddingsOf(one: Case): Padding[] {
  const words: readonly PaddingWord[] = ['valid', 'same', 'full'];
  const word = isConv(one) ? words.find((known) => known === one.padding) : undefined;
  return [one.pads, ...(word ? [word] : [])];
}

/** @param symbolic whether the kernel is known by its size alone. */
export function layerOf(one: Case, padding: Padding, symbolic = false): Layer {
  const conventions = { ...DEFAULT_CONVENTIONS, channels: 'first' } as const;
  const shared = {
    axes: one.size.length as 1 | 2 | 3,
    input: inputTensor(one).shape,
    stride: one.stride,
    padding,
    conventions,
  };
  if (isPool(one))
    return new Pool(one.op, {
      ...shared,
      kernel: one.kernel,
      ceilMode: one.ceilMode,
      countPadding: one.countIncludePad ?? true,
    });
  const weighted = {
    ...shared,
    kernel: symbolic ? { sizes: one.kernel } : { tensor: kernelTensor(one) },
    filters: one.outChannels,
    inChannels: one.inChannels,
    dilation: one.dilation,
    groups: one.groups,
    bias: one.bias && one.biasValues ? integers([one.biasValues.length], one.biasValues) : false,
  };
  return isTransposed(one)
    ? new TransposedLayer(one.op, { ...weighted, outputPadding: one.outputPadding })
    : new SlidingLayer(one.op, { ...weighted, mode: one.paddingMode, fit: 'floor' });
}
