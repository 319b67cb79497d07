import { MathError } from '../failure';
import { requireEntries } from '../limits';
import { Polynomial, sym } from '../numbers/polynomial';
import { integer, isRational, safeInteger } from '../numbers/rational';
import { packScalar, unpackScalar, type PackedScalar, type Scalar } from '../numbers/scalar';
import { positionOf, sizeOf, type Shape } from './shape';

/** Entries that are all integers below 2^53, for fast loops. */
interface IntegerStore {
  readonly kind: 'integers';
  readonly data: Float64Array;
}

interface ScalarStore {
  readonly kind: 'scalars';
  readonly data: readonly Scalar[];
}

/** Entries named by their position: `x1`, `k2_3`. Made one by one when asked for, so any shape costs nothing. */
interface SymbolStore {
  readonly kind: 'symbols';
  readonly name: string;
  readonly base: number;
}

type Store = IntegerStore | ScalarStore | SymbolStore;

/** A tensor that can be sent to another thread. */
export interface PackedTensor {
  readonly shape: Shape;
  readonly store:
    IntegerStore | SymbolStore | { readonly kind: 'scalars'; readonly data: readonly PackedScalar[] };
}

/** A flat array in row-major order with a shape. Immutable. */
export class Tensor {
  readonly size: number;

  private constructor(
    readonly shape: Shape,
    private readonly store: Store,
  ) {
    this.size = sizeOf(shape);
  }

  /** @param data one safe integer per entry; taken over, not copied. */
  static integers(shape: Shape, data: Float64Array | readonly number[]): Tensor {
    return new Tensor(shape, { kind: 'integers', data: Float64Array.from(data) });
  }

  /** Entries of any kind; kept as plain integers where all are. @throws MathError where the count doesn't fit. */
  static of(shape: Shape, entries: readonly Scalar[]): Tensor {
    if (entries.length !== sizeOf(shape))
      throw new MathError(`${entries.length} entries don’t fill the shape ${shape.join(' × ')}.`);
    const data = new Float64Array(entries.length);
    for (const [index, entry] of entries.entries()) {
      const whole = isRational(entry) ? safeInteger(entry) : undefined;
      if (whole === undefined) return new Tensor(shape, { kind: 'scalars', data: entries });
      data[index] = whole;
    }
    return new Tensor(shape, { kind: 'integers', data });
  }

  /** A symbolic tensor: its entries are `name` with their indices, counted from `base`. */
  static symbols(name: string, shape: Shape, base = 1): Tensor {
    return new Tensor(shape, { kind: 'symbols', name, base });
  }

  static generate(shape: Shape, entry: (flat: number) => Scalar, what = 'This tensor'): Tensor {
    requireEntries(sizeOf(shape), what);
    return Tensor.of(
      shape,
      Array.from({ length: sizeOf(shape) }, (_, flat) => entry(flat)),
    );
  }

  /** The tensor as plain data, and back: for sending it elsewhere. */
  pack(): PackedTensor {
    const { shape, store } = this;
    return {
      shape,
      store: store.kind === 'scalars' ? { kind: 'scalars', data: store.data.map(packScalar) } : store,
    };
  }

  static unpack({ shape, store }: PackedTensor): Tensor {
    return new Tensor(
      shape,
      store.kind === 'scalars' ? { kind: 'scalars', data: store.data.map(unpackScalar) } : store,
    );
  }

  /** The entries as safe integers where all are, else undefined. */
  get integers(): Float64Array | undefined {
    return this.store.kind === 'integers' ? this.store.data : undefined;
  }

  /** The name of a symbolic tensor whose entries are named by position, else undefined. */
  get symbolName(): string | undefined {
    return this.store.kind === 'symbols' ? this.store.name : undefined;
  }

  get rank(): number {
    return this.shape.length;
  }

  entry(flat: number): Scalar {
    const { store } = this;
    switch (store.kind) {
      case 'integers':
        return integer(store.data[flat] ?? 0);
      case 'scalars':
        return store.data[flat] ?? integer(0);
      case 'symbols': {
        const { name, base } = store;
        return Polynomial.symbol(
          sym(
            name,
            positionOf(flat, this.shape).map((coordinate) => coordinate + base),
          ),
        );
      }
    }
  }

  /** All entries in row-major order. @throws MathError where there are too many to make. */
  entries(): Scalar[] {
    requireEntries(this.size, 'This tensor');
    return Array.from({ length: this.size }, (_, flat) => this.entry(flat));
  }

  /** The same entries in another shape of the same size. */
  reshape(shape: Shape): Tensor {
    if (this.store.kind === 'symbols') return Tensor.of(shape, this.entries());
    return new Tensor(shape, this.store);
  }

  map(change: (entry: Scalar, flat: number) => Scalar): Tensor {
    return Tensor.generate(this.shape, (flat) => change(this.entry(flat), flat));
  }
}
