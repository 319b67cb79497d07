import type { Sym, Value } from '../../core';
import type { Scope } from '../../problem';
import type { Size } from './dots';

/** What sort of thing is asked for, which says how signs are meant: `20,110` is a place, or a number. */
export type WantedKind =
  | { readonly kind: 'number' | 'index' | 'formula' | 'truth' | 'shape' | 'vector' | 'place' | 'anything' }
  | { readonly kind: 'matrix'; readonly size: Size };

/** What an answer is read for. It holds nothing of what the key’s numbers are. */
export interface Wanted {
  readonly scope: Scope;
  /** Symbols of the key; where there are some, unknown names are symbols too. */
  readonly symbols: readonly Sym[];
  /** Whether it is a formula that is judged at points: then `max(n, m)` can be read, which symbols have no value for. */
  readonly atPoints: boolean;
  /** An answer as it could look, for messages. */
  readonly example: string;
  readonly kind: WantedKind;
  /** The unit of a bare number, where the question names one. */
  readonly units: string | undefined;
}

/** The kind of a key, and of a matrix the size; nothing else about it. */
export function wantedKindOf(key: Value | undefined): WantedKind {
  switch (key?.kind) {
    case 'number':
    case 'real':
      return { kind: 'number' };
    case 'formula':
      return { kind: 'formula' };
    case 'boolean':
      return { kind: 'truth' };
    case 'location':
      return { kind: key.value.length === 1 ? 'index' : 'place' };
    case 'shape':
    case 'placeholder':
      return { kind: 'shape' };
    case 'matrix':
      return { kind: 'matrix', size: { rows: key.matrix.rows, cols: key.matrix.cols } };
    case 'list':
      return { kind: 'vector' };
    case 'tensor': {
      const [rows = 0, cols = 0] = key.tensor.shape;
      if (key.tensor.rank === 2) return { kind: 'matrix', size: { rows, cols } };
      return { kind: key.tensor.rank === 1 ? 'vector' : key.tensor.rank === 0 ? 'number' : 'anything' };
    }
    default:
      return { kind: 'anything' };
  }
}
