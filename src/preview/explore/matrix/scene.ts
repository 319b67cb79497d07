import type { AxisSheet, Pick, Tile, WeightCell } from '../../../protocol';
import type { Palette } from '../../colours/palette';
import type { Extent, HeaderRoom, Viewport } from './viewport';

/** What stands in the cells: labels, or nothing but colour. */
export type Lettering = 'symbols' | 'numbers' | 'structure';

/** Rows from `top` and columns from `left`; `bottom` and `right` are the first beyond. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** All that one drawing of a matrix is made from. */
export interface Scene {
  readonly viewport: Viewport;
  readonly extent: Extent;
  readonly room: HeaderRoom;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** The rows and columns that are seen. */
  readonly area: Area;
  readonly rowAxis: AxisSheet;
  readonly colAxis: AxisSheet;
  readonly hues: 'taps' | 'rows' | 'none';
  readonly lettering: Lettering;
  readonly palette: Palette;
  readonly tile: (level: number, row: number, col: number) => Tile | undefined;
  readonly pick: Pick | undefined;
  /** The weight whose cells light up. */
  readonly weight: number | undefined;
  /** The rows and columns that meet what is picked. */
  readonly linked: { readonly rows: ReadonlySet<number>; readonly cols: ReadonlySet<number> };
}

/** What is written of a weight. */
export function labelOf(weight: WeightCell, lettering: Lettering): WeightCell['symbol'] {
  if (lettering === 'structure') return undefined;
  return lettering === 'symbols' ? (weight.symbol ?? weight.number) : (weight.number ?? weight.symbol);
}

/** The same, where there is the room of a cell. */
export function shortLabelOf(weight: WeightCell, lettering: Lettering): WeightCell['symbol'] {
  return lettering === 'symbols' && weight.short ? weight.short : labelOf(weight, lettering);
}
