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

/** Approximations, for fast loops over images and what was measured. */
interface RealStore {
  readonly kind: 'reals';
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
  readonly owner: string | undefined;
}

type Store = IntegerStore | RealStore | ScalarStore | SymbolStore;

/** A tensor that can be sent to another thread. */
export interface PackedTensor {
  readonly shape: Shape;
  readonly store:
    | IntegerStore
    | RealStore
    | SymbolStore
    | { readonly kind: 'scalars'; readonly data: readonly PackedScalar[] };
}

/** Symbols of a tensor that are kept once they are made. */
const MAX_KEPT = 100_000;

/** A flat array in row-major order with a shape. Immutable, though entries may be made only when they are asked for. */
export class Tensor {
  readonly size: number;
  /** Symbols that were made already: a kernel's are asked for at every place. */
  private readonly made: Polynomial[] | undefined;

  private constructor(
    readonly shape: Shape,
    private entriesFrom: Store | (() => Tensor),
  ) {
    this.size = sizeOf(shape);
    const symbols = typeof entriesFrom !== 'function' && entriesFrom.kind === 'symbols';
    if (symbols && this.size <= MAX_KEPT) this.made = [];
  }

  /** A tensor whose entries are made when the first of them is asked for: its shape alone costs nothing. */
  static deferred(shape: Shape, make: () => Tensor): Tensor {
    return new Tensor(shape, make);
  }

  /** Makes the entries, where that is still to be done. @throws what making them throws. */
  settle(): void {
    if (typeof this.entriesFrom === 'function') this.entriesFrom = this.entriesFrom().store;
  }

  private get store(): Store {
    const { entriesFrom } = this;
    if (typeof entriesFrom !== 'function') return entriesFrom;
    const { store } = entriesFrom();
    this.entriesFrom = store;
    return store;
  }

  /** @param data one safe integer per entry; taken over, not copied. */
  static integers(shape: Shape, data: Float64Array | readonly number[]): Tensor {
    return new Tensor(shape, { kind: 'integers', data: Float64Array.from(data) });
  }

  /** @param data one finite real per entry; taken over, not copied. @throws MathError where one isn't finite. */
  static reals(shape: Shape, data: Float64Array): Tensor {
    if (data.length !== sizeOf(shape))
      throw new MathError(`${data.length} entries don’t fill the shape ${shape.join(' × ')}.`);
    if (!data.every(Number.isFinite)) throw new MathError('The entries of a tensor are finite numbers.');
    return new Tensor(shape, { kind: 'reals', data });
  }

  /** Entries of any kind; kept as plain numbers where all are integers, or all reals. @throws MathError where the count doesn't fit. */
  static of(shape: Shape, entries: readonly Scalar[]): Tensor {
    if (entries.length !== sizeOf(shape))
      throw new MathError(`${entries.length} entries don’t fill the shape ${shape.join(' × ')}.`);
    const data = new Float64Array(entries.length);
    const kind = typeof entries[0] === 'number' ? 'reals' : 'integers';
    for (const [index, entry] of entries.entries()) {
      const plain = kind === 'reals' ? realOf(entry) : isRational(entry) ? safeInteger(entry) : undefined;
      if (plain === undefined) return new Tensor(shape, { kind: 'scalars', data: entries });
      data[index] = plain;
    }
    return new Tensor(shape, { kind, data });
  }

  /**
   * A symbolic tensor: its entries are `name` with their indices, counted from `base`.
   * @param owner the layer whose weights they are, for weights that are known by their size alone.
   */
  static symbols(name: string, shape: Shape, base = 1, owner?: string): Tensor {
    return new Tensor(shape, { kind: 'symbols', name, base, owner });
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

  /** The entries as doubles where all are approximations, else undefined. */
  get reals(): Float64Array | undefined {
    return this.store.kind === 'reals' ? this.store.data : undefined;
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
      case 'reals':
        return store.data[flat] ?? 0;
      case 'scalars':
        return store.data[flat] ?? integer(0);
      case 'symbols': {
        const known = this.made?.[flat];
        if (known) return known;
        const { name, base, owner } = store;
        const index = positionOf(flat, this.shape).map((coordinate) => coordinate + base);
        const symbol = Polynomial.symbol(sym(name, index, index.length === 0, owner));
        if (this.made) this.made[flat] = symbol;
        return symbol;
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

function realOf(entry: Scalar): number | undefined {
  return typeof entry === 'number' ? entry : undefined;
}
