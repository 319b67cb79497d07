import {
  DenseEquivalent,
  entryLabel,
  isZero,
  Polynomial,
  scalarText,
  type Layer,
  type Matrix,
  type Provenance,
  type Scalar,
  type Sym,
} from '../../core';
import type { Cell, WeightCell } from '../../protocol';
import { hueOfTap, HUES } from '../../publish';
import { shortened } from '../words';

/** Sums of weights, and values that no layer made, have numbers beyond those of weights. */
const FIRST_INTERNED = 2 ** 46;
const LONGEST_LABEL = 60;
/** Hues of rows with weights of their own, and of values. */
const ROW_HUES = 9;
/** Values that are told apart; matrices hold mostly few. */
const MOST_INTERNED = 100_000;

/** What stands in the cells of a matrix: which weight, how it is called, how it is coloured. */
export class WeightCells {
  private readonly interned = new Map<string, number>();
  private readonly weightsOf = new Map<number, readonly number[]>();
  private readonly shared = new Map<number, WeightCell>();
  private readonly kernel: readonly number[] | undefined;
  /** Whether weights differ by their taps; else a tap says nothing of which weight stands in a cell. */
  private readonly tapped: boolean;
  /** Whether there is nothing where no weight stands, so that no such cell is looked at twice. */
  private readonly onlyWeights: boolean;

  /** @param base what coordinates of taps count from where they are said. */
  constructor(
    private readonly matrix: Matrix,
    layer: Layer | undefined,
    private readonly base: 0 | 1,
  ) {
    this.kernel = (layer instanceof DenseEquivalent ? layer.of : layer)?.sliding?.kernel;
    this.tapped = matrix.shared && matrix.cellsOf !== undefined;
    this.onlyWeights = matrix.cellsOf !== undefined;
  }

  /** Undefined for a cell in which there is nothing. */
  at(row: number, col: number): WeightCell | undefined {
    const provenance = this.matrix.provenance(row, col);
    if (!provenance) return this.onlyWeights ? undefined : this.plain(row, col);
    const weight = provenance.more ? this.sum(provenance, row, col) : provenance.weight;
    if (!this.matrix.shared) return this.made(weight, this.matrix.cell(row, col), provenance, row, col);
    const known = this.shared.get(weight);
    if (known) return known;
    const cell = this.made(weight, this.matrix.cell(row, col), provenance, row, col);
    if (this.shared.size < MOST_INTERNED) this.shared.set(weight, cell);
    return cell;
  }

  /** The weights that are added up in cells with this number. */
  partsOf(weight: number): readonly number[] {
    return weight < FIRST_INTERNED ? [weight] : (this.weightsOf.get(weight) ?? []);
  }

  /** The cell of a weight of a shared kernel. */
  ofTap(weight: number, value: Scalar, tap: readonly number[]): WeightCell {
    return this.made(weight, value, { weight, tap }, 0, 0);
  }

  private made(
    weight: number,
    value: Scalar,
    { tap, more }: Provenance,
    row: number,
    col: number,
  ): WeightCell {
    const { shared } = this.matrix;
    const tapped = this.tapped && tap.length > 0;
    const hued = tapped
      ? this.hueOf(tap)
      : { hue: shared ? (weight % HUES) + 1 : (row % ROW_HUES) + 1, depth: 1 };
    if (value instanceof Polynomial) {
      const symbol = symbolCell(value);
      // With channels and filters in its index a name is long; the tap is what a cell has room for.
      const long = tapped && tap.length > 1 && (symbol.symbol?.index.split(',').length ?? 0) > tap.length;
      return { weight, symbol, ...(long && { short: { text: this.tapLabel(tap) } }), ...hued };
    }
    const number = numberCell(value);
    if (tapped) {
      const taps = [tap, ...(more ?? []).map((other) => other.tap)];
      return { weight, symbol: { text: taps.map((one) => this.tapLabel(one)).join('+') }, number, ...hued };
    }
    if (shared) return { weight, number, ...hued };
    const index = `${row + 1},${col + 1}`;
    return { weight, symbol: { text: `w${index}`, symbol: { name: 'w', index } }, number, ...hued };
  }

  /** Where the kernel isn't known, by the tap's row alone. */
  private hueOf(tap: readonly number[]): Pick<WeightCell, 'hue' | 'depth'> {
    if (this.kernel?.length === tap.length) return hueOfTap(tap, this.kernel);
    return { hue: ((tap.at(-2) ?? tap.at(-1) ?? 0) % HUES) + 1, depth: 1 };
  }

  /** `k2` on one axis, `2,2` on more. */
  private tapLabel(tap: readonly number[]): string {
    const [only = 0] = tap;
    return tap.length === 1 ? `k${only + 1}` : tap.map((coordinate) => coordinate + this.base).join(',');
  }

  /** A value that no layer made. */
  private plain(row: number, col: number): WeightCell | undefined {
    const value = this.matrix.cell(row, col);
    if (isZero(value)) return undefined;
    if (!(value instanceof Polynomial)) {
      const number = numberCell(value);
      return { weight: this.intern(scalarText(value), [], row, col), number, hue: 0, depth: 1 };
    }
    const symbol = symbolCell(value);
    const weight = this.intern(scalarText(value), [], row, col);
    return { weight, symbol, hue: ((weight - FIRST_INTERNED) % HUES) + 1, depth: 1 };
  }

  private sum({ weight, more = [] }: Provenance, row: number, col: number): number {
    const weights = [weight, ...more.map((other) => other.weight)].sort((a, b) => a - b);
    return this.intern(weights.join('+'), weights, row, col);
  }

  /** The number of a value or sum; beyond those that are told apart, each cell has one of its own. */
  private intern(key: string, weights: readonly number[], row: number, col: number): number {
    const known = this.interned.get(key);
    if (known !== undefined) return known;
    if (this.interned.size >= MOST_INTERNED)
      return FIRST_INTERNED + MOST_INTERNED + row * this.matrix.cols + col;
    const number = FIRST_INTERNED + this.interned.size;
    this.interned.set(key, number);
    this.weightsOf.set(number, weights);
    return number;
  }
}

function symbolCell(value: Polynomial): Cell {
  const symbol: Sym | undefined = value.symbol;
  return symbol
    ? { text: symbol.short, symbol: { name: symbol.name, index: symbol.index.join(',') } }
    : { text: shortened(entryLabel(value), LONGEST_LABEL) };
}

function numberCell(value: Scalar): Cell {
  return { text: shortened(entryLabel(value), LONGEST_LABEL), ...(isZero(value) && { zero: true }) };
}
