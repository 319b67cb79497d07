import {
  ACTIVATIONS,
  add,
  mapEntries,
  Pool,
  shapeText,
  sizeOf,
  SlidingLayer,
  ZERO,
  type Scalar,
  type Tensor,
} from '../../core';
import {
  activationName,
  biasText,
  eachPlace,
  edgePadded,
  exchanged,
  exchangeable,
  forward,
  means,
  ordinal,
  otherKind,
  sampled,
  spatialAxes,
  starts,
  through,
} from './map-ideas';
import type { MapSite } from './map-site';
import { channelsSeen, firstChannelOnly, flippedAlong, otherwise, reweighted } from './other-layers';
import { sizeText, type Idea, type TransformMistake } from './transform';

type MapMistake = TransformMistake<MapSite, Tensor>;

/** A mistake about a layer whose window has weights. */
function ofConvolution(
  id: string,
  title: string,
  credit: number,
  wrong: (layer: SlidingLayer, site: MapSite) => readonly Idea<Tensor>[],
): MapMistake {
  return {
    id,
    title,
    credit,
    wrong: (site) =>
      site.layer instanceof SlidingLayer && site.layer.sharing === 'shared' ? wrong(site.layer, site) : [],
  };
}

/** A mistake about a pool. */
function ofPool(
  id: string,
  title: string,
  credit: number,
  wrong: (pool: Pool, site: MapSite) => readonly Idea<Tensor>[],
): MapMistake {
  return {
    id,
    title,
    credit,
    wrong: (site) => (site.layer instanceof Pool ? wrong(site.layer, site) : []),
  };
}

/** To add a mistake, add an entry. They are told in this order where several give the same map. */
export const MAP_MISTAKES: readonly MapMistake[] = [
  {
    id: 'V01',
    title: 'bias not added',
    credit: 0.75,
    wrong: (site) => {
      const { layer } = site;
      const say = `The bias${biasText(layer)} is missing: it is added to every output once.`;
      const own =
        layer instanceof SlidingLayer && layer.sharing === 'shared' && layer.biases > 0n
          ? [{ gives: () => through(site, otherwise(layer, { bias: false })), say }]
          : [];
      return [...own, { gives: () => site.withoutAddend(), say }];
    },
  },
  ofConvolution('V02', 'only the first channel', 0.4, (layer, site) => {
    const channels = channelsSeen(layer);
    if (channels < 2) return [];
    return [
      {
        gives: () => through(site, firstChannelOnly(layer)),
        say: `This is what the first channel gives alone. A filter sees all ${channels} channels: their ${channels} results are added up.`,
      },
    ];
  }),
  ofConvolution('V03', 'mean instead of sum', 0.4, means),
  ofConvolution('V04', 'kernel flipped', 0.75, (layer, site) => [
    {
      gives: () =>
        through(
          site,
          flippedAlong(
            layer,
            layer.sliding.kernel.map((_, axis) => axis),
          ),
        ),
      say: layer.sliding.flipped
        ? `The kernel has been slid over the input as it is; a true convolution turns it round first.`
        : `These are the values of a true convolution, with the kernel turned ${layer.axes.length === 2 ? 'by 180°' : 'round'}. Here it slides over the input as it is (cross-correlation).`,
    },
  ]),
  ofConvolution('V05', 'matrix product of window and kernel', 0.2, (layer, site) => {
    const [rows = 1, cols] = layer.sliding.kernel;
    if (layer.axes.length !== 2 || rows !== cols || rows === 1) return [];
    const say = `You took the matrix product of each ${rows}×${rows} window and the kernel. Multiply cell by cell instead, and add up the ${rows * rows} products.`;
    const line = (at: (index: number) => readonly number[]): readonly (readonly number[])[] =>
      Array.from({ length: rows }, (_, index) => at(index));
    const sums: readonly ((tap: readonly number[]) => readonly (readonly number[])[])[] = [
      ([row = 0, col = 0]) => [[col, row]],
      ([, col = 0]) => line((index) => [col, index]),
      ([row = 0]) => line((index) => [index, row]),
    ];
    return sums.map((taps) => ({
      gives: () =>
        through(
          site,
          reweighted(layer, (place, weight) =>
            taps(place.tap)
              .map((tap) => weight({ ...place, tap }))
              .reduce<Scalar>(add, ZERO),
          ),
        ),
      say,
    }));
  }),
  {
    id: 'V06',
    title: 'ReLU applied or left out',
    credit: 0.7,
    wrong: (site) =>
      site.activation?.type.includes('relu') === true
        ? [
            {
              gives: () => site.withoutActivation(forward(site, site.layer)),
              say: `These are the values before ${activationName(site.activation.type)}; the question is about those after it, where negative ones ${site.activation.type === 'leaky-relu' ? 'are scaled down' : 'have become 0'}.`,
            },
          ]
        : [
            {
              gives: () => mapEntries(site.wanted, ACTIVATIONS.relu),
              say: `You have set the negative values to 0, as ReLU does; the question is about the values before that.`,
            },
          ],
  },
  ofPool('V07', 'average and maximum exchanged', 0.4, (pool, site) => {
    const size = sizeText(pool.sliding.kernel);
    // Who averages where the maximum is asked for may count the padding, or not.
    const counts = pool.isMax ? [true, false] : [true];
    return counts.map((countPadding) => ({
      gives: () => through(site, otherKind(pool, countPadding)),
      say: pool.isMax
        ? `You took the average of each ${size} window; this layer takes its maximum.`
        : `You took the maximum of each ${size} window; this layer takes its average.`,
    }));
  }),
  {
    id: 'V08',
    title: 'padding with the edge value',
    credit: 0.6,
    wrong: edgePadded,
  },
  ofPool('V09', 'padding counted the other way in an average', 0.7, (pool, site) => {
    if (pool.isMax || pool.declared.sums === true) return [];
    const { countPadding, kernel } = pool.declared;
    const other = new Pool(pool.type, { ...pool.declared, countPadding: !countPadding });
    return [
      {
        gives: () => through(site, other),
        say: countPadding
          ? `At the border you divided by the cells inside the input; this layer counts the padded zeros, too, and divides by ${sizeOf(kernel)} everywhere.`
          : `At the border you divided by all ${sizeOf(kernel)} cells of the window; this layer counts those inside the input only.`,
      },
    ];
  }),
  {
    id: 'V10',
    title: 'result transposed',
    credit: 0.7,
    wrong: ({ wanted, layer }) =>
      exchangeable(wanted, layer).map((swapped) => ({
        gives: () => exchanged(wanted, swapped),
        say: `Rows and columns are exchanged: the map is ${shapeText(wanted.shape)}, and the first index says which row.`,
      })),
  },
  {
    id: 'V11',
    title: 'map for stride 1 given',
    credit: 0.5,
    wrong: (site) => {
      const stride = site.layer.sliding?.stride ?? [];
      return eachPlace(site.layer).map((every) => ({
        gives: () => through(site, every),
        say: `You have listed every place of the window. It moves by ${sizeText(stride)} cells, so only every ${ordinal(Math.max(...stride))} place counts, the first one included: ${shapeText(site.layer.outputShape)} values in all.`,
      }));
    },
  },
  {
    id: 'V12',
    title: 'sampling starts at the wrong cell',
    credit: 0.5,
    wrong: (site) => {
      const stride = site.layer.sliding?.stride ?? [];
      return eachPlace(site.layer).flatMap((every) =>
        starts(stride).map((from) => ({
          gives: () => {
            const map = sampled(forward(site, every), spatialAxes(site.layer), from, stride);
            return map && site.keyFrom(map);
          },
          say: `Your first window stands ${sizeText(from)} cells further on. The first one begins at the first cell, padding counted; from there the window moves by ${sizeText(stride)}.`,
        })),
      );
    },
  },
];
