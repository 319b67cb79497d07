import type { Layer } from '../layers';

/** Whether a layer computes something new, rather than changing entries one by one or putting them elsewhere. */
export function computesAnew({ type }: Layer): boolean {
  switch (type) {
    case 'relu':
    case 'relu6':
    case 'leaky-relu':
    case 'sigmoid':
    case 'silu':
    case 'tanh':
    case 'softmax':
    case 'step':
    case 'dropout':
    case 'flatten':
    case 'reshape':
    case 'crop':
    case 'upsample':
      return false;
    default:
      return true;
  }
}
