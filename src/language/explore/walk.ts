import {
  attempt,
  compute,
  groupDigits,
  isFailure,
  Network,
  numberValue,
  type LayerValue,
  type Walk,
} from '../../core';
import type {
  Frame,
  FrameAsk,
  GridSheet,
  Patch,
  PatchAsk,
  Refused,
  WalkKind,
  WalkSheet,
} from '../../protocol';
import type { Explored } from './subject';
import { formulaOf } from './walk-formula';
import { frameOf } from './walk-frame';
import { patchOf } from './walk-patch';
import { Walked } from './walk-values';
import { factsOf, kernelCaption, plainGrid, sizeText, titleOf, underGrid } from './walk-words';

/** What was made for a layer, as long as it is the same object: over edits elsewhere. */
const known = new WeakMap<LayerValue, Walked | Refused>();

function walkedOf({ value, name }: Explored): Walked | Refused {
  if (value.kind !== 'layer') return { refused: `${name} is not a layer: no window moves over anything.` };
  const found = known.get(value) ?? make(value, name);
  known.set(value, found);
  return found;
}

function make(value: LayerValue, name: string): Walked | Refused {
  const { layer } = value;
  if (layer instanceof Network)
    return { refused: `${name} is a network; the window of one of its layers can be stepped through.` };
  if (layer.sizes) return { refused: `The sizes of ${name} are symbols, so its window has no places yet.` };
  if (!layer.sliding) return { refused: `A ${layer.type} layer has no window that moves.` };
  if (layer.sliding.kernel.length > 2)
    return { refused: `The window of ${name} moves along three axes; one or two can be stepped through.` };
  let made: Walked | undefined;
  const done = compute(() => {
    made = new Walked(value);
    return numberValue(0);
  });
  if (isFailure(done)) return { refused: done.message };
  if (done.kind === 'undefined') return { refused: `${name} has no output: ${done.reason}.` };
  return made && made.walks.length > 0
    ? made
    : { refused: `A ${layer.type} layer can’t be stepped through.` };
}

/** Why there is no window to move; undefined where there is one. */
export function noWalk(explored: Explored): string | undefined {
  const walked = walkedOf(explored);
  return 'refused' in walked ? walked.refused : undefined;
}

/** The walks of a layer, forward first; none where `noWalk` says why. */
export function walksOf(explored: Explored): readonly WalkSheet[] {
  const walked = walkedOf(explored);
  if ('refused' in walked) return [];
  return walked.walks.map((walk) => sheetOf(walked, walk, explored.conventions.index));
}

/** One step: which cells meet, and what comes of it. */
export function frame(explored: Explored, ask: FrameAsk): Frame | Refused {
  const found = walkOf(explored, ask);
  if ('refused' in found) return found;
  const { walked, walk } = found;
  const made = attempt(() => frameOf(walked, walk, ask, explored.conventions.index));
  return isFailure(made) ? { refused: made.message } : made;
}

/** What stands in a rectangle of a grid of a walk, at a step. */
export function patch(explored: Explored, ask: PatchAsk): Patch | Refused {
  const found = walkOf(explored, ask);
  if ('refused' in found) return found;
  const { walked, walk } = found;
  if (ask.plane >= walk[ask.grid].planes) return { refused: `This grid has no channel ${ask.plane}.` };
  const made = attempt(() => patchOf(walked, walk, ask));
  return isFailure(made) ? { refused: made.message } : made;
}

function walkOf(
  explored: Explored,
  { walk: kind, channel, step }: FrameAsk | PatchAsk,
): { walked: Walked; walk: Walk } | Refused {
  const walked = walkedOf(explored);
  if ('refused' in walked) return walked;
  const walk = walked.walks.find((one) => one.kind === kind);
  if (!walk) return { refused: `${explored.name} has no ${NAMES[kind].toLowerCase()} to step through.` };
  if (channel >= walk.channels)
    return {
      refused: `${explored.name} has ${groupDigits(walk.channels)} channels here; there is no ${channel}.`,
    };
  const steps = walk.steps(channel);
  if (step >= steps)
    return { refused: `There are ${groupDigits(steps)} steps; there is no step ${groupDigits(step + 1)}.` };
  return { walked, walk };
}

const NAMES: Readonly<Record<WalkKind, string>> = {
  forward: 'Forward',
  'input-gradient': 'Gradient of the input',
  'kernel-gradient': 'Gradient of the kernel',
};

function sheetOf(walked: Walked, walk: Walk, base: 0 | 1): WalkSheet {
  const { layer } = walked.value;
  const { sliding } = layer;
  if (!sliding) throw new Error('A layer with a walk has a window.');
  const note = walked.note(walk);
  const each = Array.from({ length: walk.channels }, (_, channel) => walk.steps(channel));
  const steps = Math.max(...each);
  return {
    kind: walk.kind,
    name: NAMES[walk.kind],
    title: titleOf(layer, walk, sliding),
    facts: factsOf(layer, walk, sliding, walked.spreads),
    formula: formulaOf(layer, walk, sliding, walked.kernelName, walked.spreads, base),
    moves: walk.form === 'spread' ? 'spread' : 'gather',
    combines: walk.form === 'gather' ? walk.mesh.combines : 'sum',
    steps,
    ...(each.some((one) => one !== steps) && { stepsOf: each }),
    stepsPerRow: walk.stepsPerRow,
    channels: walk.channels,
    channelName: channelName(walked, walk),
    ...gridsOf(walked, walk),
    base,
    notations: ['numbers', 'symbols'],
    ...(note !== undefined && { valuesNote: note }),
  };
}

/** The layer's inputs are channels, its outputs filters, unless every channel stays by itself. */
function channelName({ spreads }: Walked, { form, mesh }: Walk): string {
  if (mesh.combines !== 'sum') return 'channel';
  return (form === 'spread') === spreads ? 'filter' : 'input channel';
}

function gridsOf(walked: Walked, walk: Walk): { source: GridSheet; kernel: GridSheet; target: GridSheet } {
  const { layer } = walked.value;
  const { kind, form, mesh } = walk;
  const { sliding } = layer;
  if (!sliding) throw new Error('A layer with a walk has a window.');
  const other = kind === 'forward' ? 'Output' : 'Upstream gradient';
  const [places, under] = walked.spreads ? ['Input', other] : [other, 'Input'];
  const gradient = NAMES['input-gradient'];
  const window = mesh.combines === 'sum' ? 'Kernel' : 'Window';
  const plain = (name: string): GridSheet => plainGrid(name, walk.places, sizeText(walk.places, sliding));
  const kernel = plainGrid(window, walk.kernel, kernelCaption(walk, sliding));
  switch (form) {
    case 'gather':
      return {
        source: underGrid(under, walk, sliding, false),
        kernel,
        target: plain(kind === 'forward' ? places : gradient),
      };
    case 'spread':
      return {
        source: plain(places),
        kernel,
        target: underGrid(kind === 'forward' ? under : gradient, walk, sliding, true),
      };
    case 'taps': {
      const planes = walk.under.planes;
      return {
        source: underGrid(under, walk, sliding, false),
        kernel: { ...plainGrid(places, walk.places, kernelCaption(walk, sliding)), planes },
        target: plainGrid(NAMES['kernel-gradient'], walk.kernel, sizeText(walk.kernel, sliding)),
      };
    }
  }
}
