import { shapeText, sizeOf, transpose, type Matrix, type SlidingLayer } from '../../core';
import {
  axesOf,
  axisName,
  blockPlans,
  bordered,
  dilatedRows,
  fromTo,
  otherChannelOrders,
  otherPaddings,
  otherPlaneOrders,
  paddingsOf,
  paddingText,
  properSubsets,
  reorderings,
  shiftedBands,
} from './matrix-ideas';
import { asOneLine, everyNthColumn, rearrangedBlocks, repeatsNothing, strips } from './matrix-layouts';
import { flatteningOf, type Rows } from './matrix-views';
import { atEveryPlace, flippedAlong } from './other-layers';
import { sizeText, type Idea, type TransformMistake } from './transform';

/** The matrix that is asked for, and the convolution that it belongs to. */
export interface MatrixSite {
  readonly wanted: Matrix;
  readonly layer: SlidingLayer | undefined;
}

/** A mistake about the matrix of a convolution. */
function ofConvolution(
  id: string,
  title: string,
  credit: number,
  wrong: (layer: SlidingLayer) => readonly Idea<Rows>[],
  last = false,
): TransformMistake<MatrixSite, Rows> {
  return { id, title, credit, last, wrong: ({ layer }) => (layer ? wrong(layer) : []) };
}

/** To add a mistake, add an entry. They are told in this order where several give the same matrix. */
export const MATRIX_MISTAKES: readonly TransformMistake<MatrixSite, Rows>[] = [
  ofConvolution('T01', 'kernel reversed', 0.75, (layer) => [
    {
      gives: () => flippedAlong(layer, axesOf(layer.axes)).matrix,
      say: layer.sliding.flipped
        ? `The kernel stands in each row as it is written; under the convention of this sheet (true convolution) it is turned round first${fromTo(layer)}.`
        : `The kernel is reversed in your rows; here a layer slides it without turning it round (cross-correlation), so each row holds it in reading order${fromTo(layer)}.`,
    },
  ]),
  {
    id: 'T02',
    title: 'matrix transposed',
    credit: 0.5,
    wrong: ({ wanted }) => [
      {
        gives: () => transpose(wanted),
        say: `This is the transpose. Each of the ${wanted.rows} outputs has a row, and each of the ${wanted.cols} inputs a column; the transpose belongs to the transposed convolution, which backpropagation computes.`,
      },
    ],
  },
  ofConvolution('T03', 'band shifted', 0.5, shiftedBands),
  ofConvolution('T04', 'corners wrapped round', 0.6, (layer) =>
    bordered(layer, 'circular').map((gives) => ({
      gives,
      say: `Your entries in the corners join the last cell to the first, as if the input went round in a circle. Around it stand zeros (${paddingText(layer)}), so those cells are 0.`,
    })),
  ),
  ofConvolution('T05', 'matrix of another padding', 0.5, otherPaddings),
  ofConvolution('T06', 'stride applied to the columns', 0.4, (layer) => {
    const { stride } = layer.sliding;
    if (stride.every((step) => step === 1)) return [];
    return paddingsOf(layer).map((padding) => ({
      gives: () => everyNthColumn(atEveryPlace(layer, padding), stride),
      say: `The stride ${sizeText(stride)} has thinned out your columns. It leaves out outputs, so rows: there are ${layer.matrix.rows} of them, and all ${layer.matrix.cols} inputs keep their columns.`,
    }));
  }),
  ofConvolution('T07', 'flattened column by column', 0.75, (layer) => {
    if (layer.axes.length < 2) return [];
    const rowMajor = layer.layouts.input.order === 'row-major';
    const [is, was] = rowMajor ? ['row by row', 'column by column'] : ['column by column', 'row by row'];
    return reorderings(
      layer,
      otherPlaneOrders,
      (which) =>
        `This is right where ${which} ${which === 'input and output' ? 'are' : 'is'} read ${was}; here an image of ${shapeText(layer.layouts.input.extents)} is flattened ${is}.`,
    );
  }),
  ofConvolution('T08', 'channels flattened in another order', 0.75, (layer) => {
    const { input, output } = layer.layouts;
    if (input.channels === undefined && output.channels === undefined) return [];
    const blocks = [input, output].some((layout) => flatteningOf(layout).order[0] === 'channels');
    const [is, was] = blocks
      ? ['one whole channel comes after the other', 'the channels of a place stand side by side']
      : ['the channels of a place stand side by side', 'one whole channel comes after the other'];
    return reorderings(
      layer,
      otherChannelOrders,
      (which) =>
        `In the ${which} of your matrix ${was}; here, with ${input.channels ?? 1} in and ${output.channels ?? 1} out, ${is}.`,
    );
  }),
  ofConvolution('T09', 'dilation between rows', 0.3, dilatedRows),
  ofConvolution('T11', 'kernel flipped along one axis only', 0.6, (layer) =>
    properSubsets(layer.axes.length).map((axes) => ({
      gives: () => flippedAlong(layer, axes).matrix,
      say: `The kernel is mirrored along ${axes.map((axis) => axisName(axis, layer.axes.length)).join(' and ')} only. ${
        axes.includes(layer.axes.length - 1)
          ? 'Check the order inside a block: it is that of the cells in a row of the kernel.'
          : 'Check the order of the blocks: it is that of the rows of the kernel.'
      }`,
    })),
  ),
  ofConvolution('T12', 'kernel laid out as one strip', 0.2, (layer) => {
    if (layer.axes.length < 2) return [];
    const [width = 1] = layer.layouts.input.extents.slice(-1);
    const say = `Your rows hold the ${sizeText(layer.sliding.kernel)} kernel in ${sizeOf(layer.sliding.kernel)} neighbouring columns. The next row of the image begins ${width} entries later, so the rows of the kernel stand ${width} columns apart.`;
    return [
      { gives: () => strips(layer, 'middle'), say },
      { gives: () => strips(layer, 'first'), say },
      { gives: () => asOneLine(layer), say },
    ];
  }),
  ofConvolution('T13', 'border cells counted more than once', 0.6, (layer) =>
    (['replicate', 'reflect', 'symmetric'] as const).flatMap((mode) =>
      bordered(layer, mode).map((gives) => ({
        gives,
        say: `At the border your taps fold back onto the input (${mode} padding). Outside of it stand zeros (${paddingText(layer)}), so taps that reach over the border add nothing.`,
      })),
    ),
  ),
  ofConvolution('T17', 'filters side by side instead of stacked', 0.5, (layer) => {
    const { filters, inChannels } = layer.sliding;
    const say = `The blocks of your matrix are put together the other way. Each filter adds rows (${filters} × ${sizeOf(layer.layouts.output.extents)} outputs) and each input channel adds columns (${inChannels} × ${sizeOf(layer.layouts.input.extents)} inputs).`;
    return blockPlans(filters, inChannels).flatMap((plan) =>
      [true, false].map((first) => ({ gives: () => rearrangedBlocks(layer, plan, first), say })),
    );
  }),
  ofConvolution(
    'T10',
    'weights not shared',
    0.3,
    (layer) => [
      {
        fits: (answer) => repeatsNothing(layer, answer),
        say: `Each of your rows has weights of its own: that is a layer without weight sharing. A convolution repeats the same ${sizeOf(layer.sliding.kernel)} weights at all ${sizeOf(layer.layouts.output.extents)} places.`,
      },
    ],
    true,
  ),
];
