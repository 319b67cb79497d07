import { linearPart, Network, sizesOf, toReal, isRational, type LayerValue } from '../../core';
import type { Idea } from './ideas';
import { literal } from './literal';

/** A window on the way from the input, along an axis. */
interface Stage {
  readonly k: number;
  readonly s: number;
  readonly d: number;
}

interface FieldMistake {
  readonly id: string;
  readonly title: string;
  readonly credit: number;
  /** Whether it can be made at all; always, unless given. */
  readonly when?: (stages: readonly Stage[]) => boolean;
  readonly wrong: (stages: readonly Stage[]) => number;
  readonly say: (stages: readonly Stage[]) => string;
}

/** The receptive field: 1 + Σ (kᵢ − 1)·dᵢ·s₁⋯sᵢ₋₁, with a step of its own for each stage. */
function field(stages: readonly Stage[], step: (index: number) => number, dilated = true): number {
  return stages.reduce((sum, { k, d }, index) => sum + (k - 1) * (dilated ? d : 1) * step(index), 1);
}

function product(values: readonly number[]): number {
  return values.reduce((all, value) => all * value, 1);
}

/** The steps of all stages before one. */
function before(stages: readonly Stage[]): (index: number) => number {
  return (index) => product(stages.slice(0, index).map(({ s }) => s));
}

function strides(stages: readonly Stage[]): boolean {
  return stages.some(({ s }) => s > 1);
}

const kernels = (stages: readonly Stage[]): string => stages.map(({ k }) => k).join(', ');

/** Mistakes about receptive fields. The ids are those of the catalogue that courses share. */
export const FIELD_MISTAKES: readonly FieldMistake[] = [
  {
    id: 'R01',
    title: 'kernels multiplied',
    credit: 0.1,
    when: (stages) => stages.length > 1,
    wrong: (stages) => product(stages.map(({ k }) => k)),
    say: (stages) =>
      `This multiplies the kernels (${kernels(stages)}); each layer adds k − 1 cells, times the strides before it.`,
  },
  {
    id: 'R02',
    title: 'kernels added',
    credit: 0.4,
    when: (stages) => stages.length > 1,
    wrong: (stages) => stages.reduce((sum, { k }) => sum + k, 0),
    say: (stages) =>
      `This adds the kernels (${kernels(stages)}); neighbouring windows overlap, so each layer adds k − 1 cells, times the strides before it, to the one cell that one starts from.`,
  },
  {
    id: 'R03',
    title: 'strides ignored',
    credit: 0.5,
    when: strides,
    wrong: (stages) => field(stages, () => 1),
    say: (stages) =>
      `A step after a layer with stride s is s steps before it: the last layer’s cells are ${before(stages)(stages.length - 1)} input cells apart.`,
  },
  {
    id: 'R04',
    title: 'own stride used instead of the earlier ones',
    credit: 0.6,
    when: strides,
    wrong: (stages) => field(stages, (index) => product(stages.slice(0, index + 1).map(({ s }) => s))),
    say: () =>
      'A layer’s own stride moves its window apart from the next one; within the window only the strides before it count.',
  },
  {
    id: 'R05',
    title: 'dilation ignored',
    credit: 0.6,
    when: (stages) => stages.some(({ d }) => d > 1),
    wrong: (stages) => field(stages, before(stages), false),
    say: () => 'Dilation spreads the taps: a kernel of k with dilation d reaches over d·(k − 1) + 1 cells.',
  },
  {
    id: 'R06',
    title: 'only the last layer',
    credit: 0.1,
    when: (stages) => stages.length > 1,
    wrong: (stages) => field(stages.slice(-1), () => 1),
    say: () =>
      'This is what the last layer sees of the one before it; that one sees more of the input itself.',
  },
  {
    id: 'R07',
    title: 'layers in the wrong order',
    credit: 0.5,
    when: (stages) => stages.length > 1 && strides(stages),
    wrong: (stages) => field(stages.toReversed(), before(stages.toReversed())),
    say: () =>
      'The layers are taken from the output to the input; the strides that count for a layer are those between it and the input.',
  },
  {
    id: 'R08',
    title: 'product of the strides only',
    credit: 0.1,
    wrong: (stages) => product(stages.map(({ s }) => s)),
    say: () => 'This is how far the field moves from one output cell to the next, not how much it holds.',
  },
  {
    id: 'R09',
    title: 'the one cell to start from is missing',
    credit: 0.6,
    wrong: (stages) => field(stages, before(stages)) - 1,
    say: () => 'One is added at the end: without any layer a cell sees itself.',
  },
];

/** The mistakes that can be made about the receptive field of a chain of layers whose axes are alike. */
export function fieldIdeas(value: LayerValue): readonly Idea[] {
  const stages = stagesOf(value);
  if (!stages || stages.length === 0) return [];
  return FIELD_MISTAKES.filter(({ when }) => when?.(stages) ?? true).map(
    ({ id, title, credit, wrong, say }) => ({
      id,
      title,
      credit,
      put: literal(wrong(stages)),
      say: () => say(stages),
    }),
  );
}

/** The windows from the input on; undefined where branches meet, axes differ, or a layer sees everything. */
function stagesOf(value: LayerValue): readonly Stage[] | undefined {
  const stages: Stage[] = [];
  let node: LayerValue | undefined = value.layer instanceof Network ? value.layer.last : value;
  while (node) {
    const { layer, feeds }: LayerValue = node;
    if (feeds.length > 1 || layer instanceof Network) return undefined;
    const { reach } = sizesOf(layer);
    if (reach.kind === 'all') return undefined;
    if (reach.kind === 'window') {
      const sliding = linearPart(layer).sliding;
      const [axis] = reach.axes;
      const numbers = [sliding?.kernel, sliding?.stride, sliding?.dilation];
      if (numbers.some((values) => values?.some((one) => one !== values[0]) ?? false)) return undefined;
      if (!axis || !isRational(axis.span) || !isRational(axis.step)) return undefined;
      const [span, s] = [toReal(axis.span), toReal(axis.step)];
      const d = sliding?.dilation[0] ?? 1;
      stages.unshift({ k: (span - 1) / d + 1, s, d });
    }
    const [feed]: LayerValue['feeds'] = feeds;
    node = feed?.kind === 'layer' ? feed : undefined;
  }
  return stages;
}
