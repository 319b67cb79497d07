import { describe, groupDigits, type Value } from '../core';
import { ofLayer, shapeWords } from './words';

/** `the 9×9 matrix`: what a value is, never what it holds, as keys may be hidden. */
export function whatIs(value: Value): string {
  switch (value.kind) {
    case 'matrix':
      return `the ${shapeWords([value.matrix.rows, value.matrix.cols])} matrix`;
    case 'layer':
      return (
        ofLayer(() => `the ${shapeWords([value.layer.matrix.rows, value.layer.matrix.cols])} matrix`) ??
        describe(value)
      );
    case 'tensor': {
      const { rank, shape, size } = value.tensor;
      if (rank === 1) return size === 1 ? 'the vector' : `the ${groupDigits(size)}-entry vector`;
      return `the ${shapeWords(shape)} ${rank === 2 ? 'matrix' : 'tensor'}`;
    }
    case 'boolean':
      return 'the truth value';
    case 'fields':
      return `the ${value.fields.size} values`;
    default:
      return `the ${value.kind}`;
  }
}
