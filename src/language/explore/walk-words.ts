import {
  counted,
  extentFormulas,
  groupDigits,
  linearPart,
  type Extents,
  type Layer,
  type Sliding,
  type Walk,
  type WindowAxis,
} from '../../core';
import type { GridSheet } from '../../protocol';
import { spokenCount } from './walk-text';

/** Axes that the layer has: of one, grids are a single row. */
function axesOf({ mesh: { rows, cols } }: Walk, { kernel }: Sliding): readonly WindowAxis[] {
  return kernel.length === 1 ? [cols] : [rows, cols];
}

/** `7 × 7`; of one axis `7`. */
export function sizeText({ rows, cols }: Extents, { kernel }: Sliding): string {
  return (kernel.length === 1 ? [cols] : [rows, cols]).map((extent) => groupDigits(extent)).join(' × ');
}

/** One number where all axes have the same: `2`, `2 × 1`. */
function perAxis(sizes: readonly number[]): string {
  return new Set(sizes).size === 1 ? String(sizes[0]) : sizes.join(' × ');
}

/** `Stride 2, dilation 2, padding 2`. */
export function titleOf(layer: Layer, walk: Walk, sliding: Sliding): string {
  const { stride, dilation, padding, groups, inChannels, flipped, mode } = sliding;
  const pool = walk.mesh.combines !== 'sum';
  return [
    `Stride ${perAxis(stride)}`,
    ...(dilation.some((distance) => distance > 1) ? [`dilation ${perAxis(dilation)}`] : []),
    (typeof padding === 'string' && padding !== 'valid'
      ? `${padding} padding`
      : sidesText(axesOf(walk, sliding))) + (mode === 'zeros' ? '' : ` (${mode})`),
    ...(groups > 1 && !pool ? [groups === inChannels ? 'depthwise' : `${groups} groups`] : []),
    ...(layer.sharing === 'unshared' ? ['other weights at every place'] : []),
    ...(flipped ? ['flipped kernel'] : []),
  ].join(', ');
}

function sidesText(axes: readonly WindowAxis[]): string {
  if (axes.every(({ before, after }) => before === 0 && after === 0)) return 'no padding';
  if (axes.every(({ before, after }) => before === after))
    return `padding ${perAxis(axes.map(({ before }) => before))}`;
  return `padding ${axes.map(({ before, after }) => `${before} before and ${after} after`).join(' × ')}`;
}

/** `input 7 × 7, kernel 3 × 3, output ⌊(7 + 2·2 − (2·(3 − 1) + 1))/2⌋ + 1 = 4 on each side`. */
export function factsOf(layer: Layer, walk: Walk, sliding: Sliding, spreads: boolean): string {
  const [input, output] = spreads ? [walk.places, walk.under] : [walk.under, walk.places];
  const formulas = extentFormulas(linearPart(layer));
  const [first = '', second] = formulas;
  const extents =
    second === undefined
      ? first
      : first === second
        ? `${first} on each side`
        : `${first} rows and ${second} columns`;
  const window = { ...walk.kernel, rows: walk.mesh.rows.kernel, cols: walk.mesh.cols.kernel };
  const channels = [
    ...(input.planes > 1 ? [counted(input.planes, 'channel')] : []),
    ...(output.planes > 1 && walk.mesh.combines === 'sum' ? [counted(output.planes, 'filter')] : []),
  ];
  return [
    `input ${sizeText(input, sliding)}`,
    `${walk.mesh.combines === 'sum' ? 'kernel' : 'window'} ${sizeText(window, sliding)}`,
    ...channels,
    `output ${extents}`,
  ].join(', ');
}

const NO_PADDING = { top: 0, bottom: 0, left: 0, right: 0 };

/** The grid under the window, with the cells around it that the window reaches or that were asked for. */
export function underGrid(name: string, walk: Walk, sliding: Sliding, isTarget: boolean): GridSheet {
  const { rows, cols } = walk.mesh;
  const [down, right] = [paddingOf(rows), paddingOf(cols)];
  const padding = { top: down[0], bottom: down[1], left: right[0], right: right[1] };
  const sides = axesOf(walk, sliding).flatMap(paddingOf);
  const [most = 0] = sides;
  const even = sides.every((side) => side === most);
  const { mode } = sliding;
  const kind =
    mode === 'zeros' ? (walk.mesh.combines === 'max' ? 'padding' : 'zero padding') : `${mode} padding`;
  const amount = !even
    ? `${kind} ${axesOf(walk, sliding)
        .map((axis) => paddingOf(axis).join(' and '))
        .join(' × ')}`
    : sliding.kernel.length === 1
      ? `${spokenCount(most)} ${most === 1 ? 'cell' : 'cells'} of ${kind} on each side`
      : `${spokenCount(most)} ${most === 1 ? 'ring' : 'rings'} of ${kind}`;
  const around = isTarget
    ? mode === 'zeros'
      ? ', what falls around it is cut off'
      : ', what falls around it goes to the cell that is repeated there'
    : `, ${amount}`;
  return {
    name,
    caption: sizeText(walk.under, sliding) + (sides.some((side) => side > 0) ? around : ''),
    ...walk.under,
    padding,
  };
}

/** The padding, or where the last window ends: it may overhang. */
function paddingOf(axis: WindowAxis): readonly [before: number, after: number] {
  const { input, before, after, output, stride, kernel, dilation } = axis;
  const end = (output - 1) * stride - before + dilation * (kernel - 1) + 1;
  return [before, Math.max(0, after, end - input)];
}

/** A grid without anything around it. */
export function plainGrid(name: string, extents: Extents, caption: string): GridSheet {
  return { name, caption, ...extents, padding: NO_PADDING };
}

/** `taps 2 apart`; the size where they touch. */
export function kernelCaption(walk: Walk, sliding: Sliding): string {
  const { form, mesh } = walk;
  const distances = form === 'taps' ? sliding.stride : sliding.dilation;
  if (form === 'taps' ? mesh.unshared : distances.every((distance) => distance === 1))
    return sizeText(walk.form === 'taps' ? walk.places : walk.kernel, sliding);
  const apart = distances.every((distance) => distance === 1)
    ? ''
    : `${form === 'taps' ? 'cells' : 'taps'} ${perAxis(distances)} apart`;
  return apart === '' ? sizeText(walk.places, sliding) : apart;
}
