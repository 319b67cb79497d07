import {
  linearPart,
  meetingsAtInput,
  sourceOf,
  spanOf,
  TransposedLayer,
  type Layer,
  type Meeting,
} from '../layers';
import { meshOf, type Mesh, type Spot, type Touch } from './mesh';

export type WalkKind = 'forward' | 'input-gradient' | 'kernel-gradient';

/**
 * How a walk goes over a mesh. `gather`: each place gets a sum over its window. `spread`: each place is added, times the
 * kernel, to the cells under its window. `taps`: each weight gets the sum, over all places, of what meets there: its gradient.
 */
export type WalkForm = 'gather' | 'spread' | 'taps';

/** Things by their number, made when they are asked for. */
export interface Sequence<T> {
  readonly length: number;
  readonly at: (index: number) => T;
}

export interface Step {
  /** The cell that comes about; of `spread`, the place that is spread; of `taps`, the weight (its plane: the channel). */
  readonly at: Spot;
  /** The cells that the window spans, on the grid that it moves over. */
  readonly reach: {
    readonly top: number;
    readonly left: number;
    readonly rows: number;
    readonly cols: number;
  };
  /** Of `gather`, channels first, then the kernel's rows and columns; of `taps`, place after place. */
  readonly touches: Sequence<Touch>;
}

/** Rows, columns and planes of a grid. */
export interface Extents {
  readonly rows: number;
  readonly cols: number;
  readonly planes: number;
}

/** The steps of a window, none of them made before it is asked for. Steps, channels, rows and columns count from 0. */
export class Walk {
  constructor(
    readonly kind: WalkKind,
    readonly form: WalkForm,
    readonly mesh: Mesh,
  ) {}

  get places(): Extents {
    const { rows, cols, placePlanes } = this.mesh;
    return { rows: rows.output, cols: cols.output, planes: placePlanes };
  }

  get under(): Extents {
    const { rows, cols, underPlanes } = this.mesh;
    return { rows: rows.input, cols: cols.input, planes: underPlanes };
  }

  /** Its planes: the channels of the source that its weights meet. */
  get kernel(): Extents {
    const { rows, cols } = this.mesh;
    return {
      rows: rows.kernel,
      cols: cols.kernel,
      planes: this.form === 'spread' ? this.places.planes : this.under.planes,
    };
  }

  get target(): Extents {
    return { gather: this.places, spread: this.under, taps: this.kernel }[this.form];
  }

  get source(): Extents {
    return this.form === 'spread' ? this.places : this.under;
  }

  /** Channels that can be chosen: those of the target; of `taps`, those of the places. */
  get channels(): number {
    return this.form === 'spread' ? this.under.planes : this.places.planes;
  }

  /** Steps that differ in the column alone. */
  get stepsPerRow(): number {
    return this.form === 'taps' ? this.kernel.cols : this.places.cols;
  }

  /** How many steps there are for a channel. */
  steps(channel: number): number {
    const { mesh, places, kernel } = this;
    const cells = places.rows * places.cols;
    switch (this.form) {
      case 'gather':
        return cells;
      case 'spread':
        return mesh.planesOf(channel).length * cells;
      case 'taps':
        return (mesh.unshared ? cells : 1) * mesh.channelsOf(channel).length * kernel.rows * kernel.cols;
    }
  }

  /** @param index below `steps(channel)`. */
  step(channel: number, index: number): Step {
    switch (this.form) {
      case 'gather':
        return this.gathering(this.placeOf(channel, index));
      case 'spread': {
        const cells = this.places.rows * this.places.cols;
        const plane = this.mesh.planesOf(channel)[Math.floor(index / cells)] ?? 0;
        return this.spreading(this.placeOf(plane, index % cells), channel);
      }
      case 'taps':
        return this.tapping(channel, index);
    }
  }

  /**
   * What steps up to `after` have added to a cell of the target, in their order.
   * @param channel of `taps`, the chosen one; of others it is the cell's plane.
   * @returns undefined where all that is added comes later.
   */
  added(channel: number, cell: Spot, after: number): Sequence<Touch> | undefined {
    switch (this.form) {
      case 'gather':
        return cell.row * this.places.cols + cell.col <= after ? this.gathering(cell).touches : undefined;
      case 'spread':
        return this.spreadOnto(cell, after);
      case 'taps':
        return this.tapped(channel, cell, after);
    }
  }

  private placeOf(plane: number, index: number): Spot {
    const { cols } = this.places;
    return { plane, row: Math.floor(index / cols), col: index % cols };
  }

  /** What the window spans at a place. */
  private reachAt({ row, col }: Spot): Step['reach'] {
    const { rows, cols } = this.mesh;
    return {
      top: sourceOf(rows, row, 0),
      left: sourceOf(cols, col, 0),
      rows: spanOf(rows),
      cols: spanOf(cols),
    };
  }

  private gathering(place: Spot): Step {
    const { mesh, kernel } = this;
    const channels = mesh.channelsOf(place.plane);
    const cells = kernel.rows * kernel.cols;
    return {
      at: place,
      reach: this.reachAt(place),
      touches: {
        length: channels.length * cells,
        at: (index) => {
          const within = index % cells;
          const channel = channels[Math.floor(index / cells)] ?? 0;
          return mesh.touch(place, channel, Math.floor(within / kernel.cols), within % kernel.cols);
        },
      },
    };
  }

  private spreading(place: Spot, channel: number): Step {
    const { mesh, kernel } = this;
    return {
      at: place,
      reach: this.reachAt(place),
      touches: {
        length: kernel.rows * kernel.cols,
        at: (index) => mesh.touch(place, channel, Math.floor(index / kernel.cols), index % kernel.cols),
      },
    };
  }

  private tapping(channel: number, index: number): Step {
    const { mesh, kernel, places } = this;
    const channels = mesh.channelsOf(channel);
    const cells = kernel.rows * kernel.cols;
    const within = index % (cells * channels.length);
    const at = {
      plane: channels[Math.floor(within / cells)] ?? 0,
      row: Math.floor((within % cells) / kernel.cols),
      col: within % kernel.cols,
    };
    const own = mesh.unshared
      ? this.placeOf(channel, Math.floor(index / (cells * channels.length)))
      : undefined;
    const { rows, cols } = mesh;
    return {
      at,
      reach: {
        top: sourceOf(rows, own?.row ?? 0, mesh.turned(rows, at.row)),
        left: sourceOf(cols, own?.col ?? 0, mesh.turned(cols, at.col)),
        rows: own ? 1 : (places.rows - 1) * rows.stride + 1,
        cols: own ? 1 : (places.cols - 1) * cols.stride + 1,
      },
      touches: {
        length: own ? 1 : places.rows * places.cols,
        at: (place) => mesh.touch(own ?? this.placeOf(channel, place), at.plane, at.row, at.col),
      },
    };
  }

  private tapped(channel: number, { plane, row, col }: Spot, after: number): Sequence<Touch> | undefined {
    const { mesh, kernel } = this;
    const channels = mesh.channelsOf(channel);
    const which = channels.indexOf(plane);
    if (which < 0) return NOTHING;
    const cells = kernel.rows * kernel.cols;
    const all = cells * channels.length;
    // Of a layer whose places have their own kernels, that of the step's place is looked at.
    const first = mesh.unshared ? after - (after % all) : 0;
    const index = first + which * cells + row * kernel.cols + col;
    return index <= after ? this.tapping(channel, index).touches : undefined;
  }

  private spreadOnto({ plane: channel, row, col }: Spot, after: number): Sequence<Touch> | undefined {
    const { mesh, places } = this;
    const [down, right] = [this.meetings('rows', row), this.meetings('cols', col)];
    const planes = mesh.planesOf(channel);
    const cells = places.rows * places.cols;
    const pairs = down.flatMap((y) => right.map((x): readonly [Meeting, Meeting] => [y, x]));
    // Where padding repeats a cell, several taps of one place meet it.
    if (mesh.repeats)
      pairs.sort(([a, b], [y, x]) => a.cell * places.cols + b.cell - (y.cell * places.cols + x.cell));
    if (pairs.length === 0 || planes.length === 0) return NOTHING;
    // Planes before that of the step are done; of its own, the places up to the step's.
    const done = Math.floor(after / cells);
    const left = pairs.filter(([y, x]) => y.cell * places.cols + x.cell <= after % cells).length;
    const length = done >= planes.length ? planes.length * pairs.length : done * pairs.length + left;
    if (length === 0) return undefined;
    return {
      length,
      at: (index) => {
        const [y, x] = pairs[index % pairs.length] ?? [NOWHERE, NOWHERE];
        const plane = planes[Math.floor(index / pairs.length)] ?? 0;
        return mesh.touch(
          { plane, row: y.cell, col: x.cell },
          channel,
          mesh.turned(mesh.rows, y.tap),
          mesh.turned(mesh.cols, x.tap),
        );
      },
    };
  }

  /** A patch asks for the cells of a few rows and columns again and again: those of the last ones are kept. */
  private readonly kept = { rows: new Map<number, Meeting[]>(), cols: new Map<number, Meeting[]>() };

  private meetings(axis: 'rows' | 'cols', cell: number): Meeting[] {
    const known = this.kept[axis];
    const found = known.get(cell) ?? meetingsAtInput(this.mesh[axis], cell);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(cell, found);
    return found;
  }
}

const MOST_KEPT = 1024;
const NOWHERE: Meeting = { tap: 0, cell: 0 };
const NOTHING: Sequence<Touch> = {
  length: 0,
  at: () => {
    throw new RangeError('Nothing is added to this cell.');
  },
};

/**
 * The walks of a layer, forward first; none for layers without a window, and for those over three axes. Of a maximum, which
 * cells have a gradient depends on values, so it has no walk back.
 * @throws MathError for a layer without an input, UndefinedError where its window doesn't fit.
 */
export function walksOf(layer: Layer): readonly Walk[] {
  const linear = linearPart(layer);
  const mesh = meshOf(linear);
  if (!mesh) return [];
  const [forward, back]: [WalkForm, WalkForm] =
    linear instanceof TransposedLayer ? ['spread', 'gather'] : ['gather', 'spread'];
  return [
    new Walk('forward', forward, mesh),
    ...(mesh.combines === 'max' ? [] : [new Walk('input-gradient', back, mesh)]),
    ...(mesh.fixed ? [] : [new Walk('kernel-gradient', 'taps', mesh)]),
  ];
}
