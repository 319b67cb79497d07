import type { Conventions, Layer, Matrix, PositionOf } from '../../core';
import type { AxisSheet, Digit } from '../../protocol';

/** What the rows of a matrix stand for: the cells of its layer's output. */
export function rowAxisOf(matrix: Matrix, layer: Layer | undefined, conventions: Conventions): AxisSheet {
  const filters = layer?.sliding !== undefined && layer.sharing !== 'none' && layer.type !== 'subsample2d';
  return axisOf(matrix.outputPosition, matrix.rows, conventions, {
    symbol: 'x′',
    tensor: 'output',
    channel: filters ? 'filter' : 'channel',
    plain: 'row',
    spatial: layer?.sliding?.kernel.length,
  });
}

/** What the columns stand for: the cells of its layer's input. */
export function colAxisOf(matrix: Matrix, layer: Layer | undefined, conventions: Conventions): AxisSheet {
  return axisOf(matrix.inputPosition, matrix.cols, conventions, {
    symbol: 'x',
    tensor: 'input',
    channel: 'channel',
    plain: 'column',
    spatial: layer?.sliding?.kernel.length,
  });
}

interface Names {
  readonly symbol: string;
  readonly tensor: string;
  readonly channel: string;
  readonly plain: string;
  /** Axes that a window moves along, where one does. */
  readonly spatial: number | undefined;
}

function axisOf(
  position: PositionOf | undefined,
  count: number,
  { channels, flatten, index }: Conventions,
  names: Names,
): AxisSheet {
  if (!position || count === 0)
    return { symbol: '', base: index, digits: [{ name: names.plain, extent: count, stride: 1 }] };
  const extents = position(count - 1).map((last) => last + 1);
  if (extents.length < 2)
    return { symbol: names.symbol, base: index, digits: [{ name: 'place', extent: count, stride: 1 }] };
  const called = namesOf(extents.length, channels, names);
  // The axis that changes fastest comes last.
  const order = extents.map((_, axis) => axis);
  if (flatten === 'column-major') order.reverse();
  let stride = count;
  const digits = order.map((axis): Digit => {
    const extent = extents[axis] ?? 1;
    stride /= extent;
    return { name: called[axis] ?? '', extent, stride };
  });
  return { symbol: names.tensor, base: index, digits };
}

/** How the axes of a tensor are called; without a window, three axes are taken for an image with channels. */
function namesOf(rank: number, channels: Conventions['channels'], names: Names): readonly string[] {
  const spatial = Math.min(rank, names.spatial ?? (rank > 2 ? rank - 1 : rank));
  const places =
    [[], ['place'], ['row', 'column'], ['depth', 'row', 'column']][spatial] ??
    new Array<string>(spatial).fill('dimension');
  if (rank === spatial) return places;
  return channels === 'first' ? [names.channel, ...places] : [...places, names.channel];
}
