import { linearPart, shapeText, type Conventions, type Layer } from '../../core';
import type { Expression } from '../../problem';
import type { Idea } from './ideas';
import { ideasAbout } from './ideas';
import { axisOf, depthOf, type Counted } from './layer-numbers';
import { literal, literals } from './literal';

/** The order of the axes is another one. */
export const CHANNELS_ELSEWHERE = { id: 'T08', title: 'channels on the other side', credit: 0.75 } as const;
/** A shape without its channels. */
export const CHANNELS_LEFT_OUT = { id: 'X04', title: 'channels left out', credit: 0.5 } as const;

/** The mistakes that can be made about the shape of a layer’s output: along its axes, in its depth, in their order. */
export function shapeIdeas(layer: Layer, channels: Conventions['channels']): readonly Idea[] {
  const rank = linearPart(layer).sliding?.kernel.length ?? 0;
  const { outputShape } = layer;
  if (rank === 0 || outputShape.length > rank + 1) return [];
  const deep = outputShape.length === rank + 1;
  const depthAt = channels === 'first' ? 0 : rank;
  const depth = deep ? outputShape[depthAt] : undefined;
  const places = deep ? outputShape.filter((_, axis) => axis !== depthAt) : outputShape;
  const shape = (sizes: readonly Expression[], last: Expression | undefined): Expression =>
    list(last === undefined ? sizes : channels === 'first' ? [last, ...sizes] : [...sizes, last]);
  const right = places.map(literal);
  const rightDepth = depth === undefined ? undefined : literal(depth);

  const perAxis = right.map((_, axis) => about(axisOf(layer, axis)));
  const sizes = sameMistakes(perAxis, right);
  const depths = deep ? about(depthOf(layer)) : [];
  const ideas: Idea[] = [
    ...sizes.map(({ idea, sizes: wrong }) => ({ ...plain(idea), put: shape(wrong, rightDepth) })),
    ...depths.map((idea) => ({ ...plain(idea), put: shape(right, idea.put) })),
  ];
  if (depth !== undefined) {
    const [other, where] =
      channels === 'first' ? [[...places, depth], 'first'] : ([[depth, ...places], 'last'] as const);
    ideas.push(
      {
        ...CHANNELS_ELSEWHERE,
        put: list(other.map(literal)),
        say: () => `Channels come ${where} here: ${shapeText(outputShape)}.`,
      },
      {
        ...CHANNELS_LEFT_OUT,
        put: list(right),
        say: () =>
          `The output has ${depth} ${depth === 1 ? 'channel' : 'channels'}, too: ${shapeText(outputShape)}.`,
      },
    );
  }
  for (const { idea: size, sizes: wrong } of sizes)
    for (const deeper of depths)
      ideas.push({
        id: size.id,
        title: `${size.title}; ${deeper.title}`,
        credit: size.credit * deeper.credit,
        put: shape(wrong, deeper.put),
        say: () => `${size.say()} ${deeper.say()}`,
        with: deeper.id,
      });
  return ideas;
}

interface WrongSizes {
  readonly idea: Idea;
  readonly sizes: readonly Expression[];
}

/** Each mistake on all axes where it can be made, and on one of several. */
function sameMistakes(
  perAxis: readonly (readonly Idea[])[],
  right: readonly Expression[],
): readonly WrongSizes[] {
  const ids = new Map(perAxis.flat().map((idea) => [idea.id, idea]));
  const found: WrongSizes[] = [];
  for (const [id, idea] of ids) {
    const wrong = perAxis.map((ideas) => ideas.find((one) => one.id === id)?.put);
    found.push({ idea, sizes: right.map((size, axis) => wrong[axis] ?? size) });
    if (right.length > 1)
      for (const axis of right.keys()) {
        const only = wrong[axis];
        if (only)
          found.push({
            idea: { ...idea, title: `${idea.title}, along one axis` },
            sizes: right.map((size, other) => (other === axis ? only : size)),
          });
      }
  }
  return found;
}

function about(counted: Counted | undefined): readonly Idea[] {
  return counted ? ideasAbout(counted.quantity, literals(counted)) : [];
}

/** An idea about a number within a shape can’t be put together with others as formulas are. */
function plain({ id, title, credit, say }: Idea): Omit<Idea, 'put'> {
  return { id, title, credit, say };
}

function list(items: readonly Expression[]): Expression {
  return { kind: 'list', items, start: 0, end: 0 };
}
