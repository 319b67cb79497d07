import { tensorOf, type Value } from '../../core';
import { substitute, visit, type CallArgument, type Expression, type Scope } from '../../problem';
import { told, type Candidate, type Diagnosis } from './diagnose';
import { valueOf } from './reading';

type Call = Expression & { readonly kind: 'call' };

/** A wrong idea of where a detector responds most: the key in which something else is computed, or its place moved. */
interface PlaceMistake {
  readonly id: string;
  readonly title: string;
  readonly credit: number;
  readonly say: string;
  readonly wrong: (asked: AskedPlace) => Value | undefined;
}

interface AskedPlace {
  readonly key: Expression;
  readonly place: readonly number[];
  readonly scope: Scope;
  /** What places are counted from. */
  readonly base: number;
}

/** The ids are those of the catalogue that courses share. */
export const PLACE_MISTAKES: readonly PlaceMistake[] = [
  {
    id: 'E01',
    title: 'raw response taken for likeness',
    credit: 0.3,
    say: 'A plain sum of products also rewards bright windows: the response is highest where the window is bright, not where it is most like the kernel. Compute the responses and look.',
    wrong: (asked) =>
      rewritten(asked, 'correlate', (call) => withNormalize(call, isNormalized(call) ? undefined : true)),
  },
  {
    id: 'E02',
    title: 'only the mean taken away',
    credit: 0.5,
    say: 'Taking the mean away removes brightness, not contrast: a steeper edge still wins. Divide by the lengths, too.',
    wrong: (asked) =>
      rewritten(asked, 'correlate', (call) => (isNormalized(call) ? withNormalize(call, 'zero-mean') : call)),
  },
  {
    id: 'V04',
    title: 'kernel flipped',
    credit: 0.75,
    say: 'This is the place for the flipped kernel; the kernel is laid on the image as it is.',
    wrong: (asked) => rewritten(asked, 'correlate', (call) => renamed(call, 'convolve')),
  },
  {
    id: 'E09',
    title: 'part detectors added without shifting',
    credit: 0.5,
    say: 'Adding two response maps looks for both parts at the same place; one map has to be moved by the distance between the parts first.',
    wrong: (asked) => rewritten(asked, 'shift', (call) => call.args[0]?.value ?? call),
  },
  {
    id: 'E15',
    title: 'lowest taken for highest',
    credit: 0.3,
    say: 'This is the other end of the responses: the lowest one and the highest one are exchanged.',
    wrong: (asked) => exchanged(asked),
  },
  {
    id: 'E07',
    title: 'first cell and centre of the window exchanged',
    credit: 0.7,
    say: 'The place says where the window begins, not where its middle is.',
    wrong: ({ key, place, scope }) => {
      const sizes = kernelSizes(key, scope);
      return sizes?.length === place.length && sizes.some((size) => size > 1)
        ? location(place.map((at, axis) => at + Math.floor(((sizes[axis] ?? 1) - 1) / 2)))
        : undefined;
    },
  },
  {
    id: 'E08',
    title: 'place not taken apart into row and column',
    credit: 0.6,
    say: 'This counts all cells one after the other; a place is a row and a column: divide by the width of the map that was searched.',
    wrong: ({ key, place, scope, base }) => {
      const width = searchedShape(key, scope)?.at(-1);
      const [row, col] = place;
      if (place.length !== 2 || width === undefined || row === undefined || col === undefined)
        return undefined;
      return location([(row - base) * width + col]);
    },
  },
  {
    id: 'E16',
    title: 'row and column exchanged',
    credit: 0.6,
    say: 'A place is its row, then its column: first how far down, then how far to the right.',
    wrong: ({ place }) => (place.length === 2 ? location(place.toReversed()) : undefined),
  },
];

/** Which mistake leads to a wrong place; undefined where none does. */
export function diagnosePlace(
  key: Expression,
  keyValue: Value & { readonly kind: 'location' },
  answer: Value,
  scope: Scope,
): Diagnosis | undefined {
  const given = coordinates(answer);
  if (!given) return undefined;
  const asked = { key, place: keyValue.value, scope, base: scope.conventions.index };
  const right = keyValue.value.join();
  return told(
    PLACE_MISTAKES.flatMap(({ id, title, credit, say, wrong }): Candidate[] => {
      const value = wrong(asked);
      const place = value && coordinates(value)?.join();
      return value && place !== right && place === given.join()
        ? [{ id, title, credit, say: () => say, value }]
        : [];
    }),
  );
}

function location(value: readonly number[]): Value {
  return { kind: 'location', value };
}

/** A place as numbers, however it is written. */
function coordinates(value: Value): readonly number[] | undefined {
  if (value.kind === 'location') return value.value;
  if (value.kind === 'shape') return value.value.map(Number);
  const tensor = tensorOf(value);
  return tensor && tensor.rank <= 1 && tensor.size <= 3 ? tensor.entries().map(Number) : undefined;
}

/** The value of the key with every call of a function replaced; undefined where there is none to replace. */
function rewritten(
  { key, scope }: AskedPlace,
  name: string,
  change: (call: Call) => Expression,
): Value | undefined {
  const changes: Call[] = [];
  const other = substitute(key, (node) => {
    if (!isCall(node, name)) return undefined;
    const next = change(node);
    if (next !== node) changes.push(node);
    return next;
  });
  return changes.length > 0 ? valueOf(other, scope) : undefined;
}

function exchanged({ key, scope }: AskedPlace): Value | undefined {
  if (!isCall(key, 'argmax') && !isCall(key, 'argmin')) return undefined;
  return valueOf(renamed(key, isCall(key, 'argmax') ? 'argmin' : 'argmax'), scope);
}

function isCall(node: Expression, name: string): node is Call {
  return node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === name;
}

function renamed(call: Call, name: string): Call {
  return { ...call, callee: { kind: 'name', name, start: call.callee.start, end: call.callee.end } };
}

function isNormalized(call: Call): boolean {
  return call.args.some(({ name }) => name === 'normalize');
}

function withNormalize(call: Call, value: true | 'zero-mean' | undefined): Call {
  const args = call.args.filter(({ name }) => name !== 'normalize');
  if (value === undefined) return { ...call, args };
  const { start, end } = call;
  const given: Expression =
    value === true ? { kind: 'constant', value, start, end } : { kind: 'text', value, start, end };
  const option: CallArgument = { name: 'normalize', value: given, start, end };
  return { ...call, args: [...args, option] };
}

/** The extents of the kernel that a key correlates with, where it is one. */
function kernelSizes(key: Expression, scope: Scope): readonly number[] | undefined {
  const sizes = new Set<string>();
  visit(key, (node) => {
    const kernel = isCall(node, 'correlate') ? node.args[1]?.value : undefined;
    const value = valueOf(kernel, scope);
    const tensor = value && tensorOf(value);
    if (tensor) sizes.add(tensor.shape.join());
  });
  const [only, ...more] = sizes;
  return only === undefined || more.length > 0 ? undefined : only.split(',').map(Number);
}

/** The shape of the map whose highest or lowest entry is asked for. */
function searchedShape(key: Expression, scope: Scope): readonly number[] | undefined {
  if (!isCall(key, 'argmax') && !isCall(key, 'argmin')) return undefined;
  const value = valueOf(key.args[0]?.value, scope);
  return value && tensorOf(value)?.shape;
}
