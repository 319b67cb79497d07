import {
  entriesOf,
  inputOf,
  integerEntries,
  integer,
  linearPart,
  Polynomial,
  SlidingLayer,
  sizeOf,
  Tensor,
  TransposedLayer,
  walksOf,
  type Entries,
  type LayerValue,
  type Operands,
  type Scalar,
  type Shape,
  type Spot,
  type Walk,
} from '../../core';
import type { Notation } from '../../protocol';

/** What a layer's walks are about: the tensors, by what they are to the layer. */
type Role = 'input' | 'kernel' | 'upstream' | 'bias';

/** Where a file gives no numbers, examples stand in: from 0 to 9 for inputs, from −2 to 2 for others. */
const SPANS: Readonly<Record<Role, readonly [from: number, to: number]>> = {
  input: [0, 9],
  kernel: [-2, 2],
  upstream: [-2, 2],
  bias: [-2, 2],
};

/** Products of one step that are added up within a frame of the editor. */
const MOST_ADDED = 4096;

/** Whether a step goes over more places than can be added up at once: each weight of a shared kernel meets all of them. */
function isLong({ form, mesh, places }: Walk): boolean {
  return form === 'taps' && !mesh.unshared && places.rows * places.cols > MOST_ADDED;
}

/** A layer with all that its walks take, each made once. */
export class Walked {
  readonly walks: readonly Walk[];
  /** Whether the gradient of the kernel is missing, since each of its steps would add up too much. */
  private readonly leftOut: boolean;
  /** In symbols: names of weights where they are numbers, of the input where it has none. */
  readonly kernelName: string;
  private readonly transposed: boolean;
  private readonly made = new Map<string, Operands>();
  private readonly gradients = new Map<string, Scalar>();
  private readonly input: Tensor;
  private readonly kernel: Tensor | undefined;

  /** @throws MathError for a layer without an input, UndefinedError where its window doesn't fit. */
  constructor(readonly value: LayerValue) {
    const layer = linearPart(value.layer);
    const all = walksOf(layer);
    this.walks = all.filter((walk) => !isLong(walk));
    this.leftOut = all.some(isLong);
    this.transposed = layer instanceof TransposedLayer;
    this.kernel =
      layer instanceof SlidingLayer
        ? layer.allWeights
        : layer instanceof TransposedLayer
          ? layer.weightTensor
          : undefined;
    const [feed] = value.feeds;
    this.input =
      feed?.kind === 'tensor-feed'
        ? inputOf(layer, [feed.values()])
        : Tensor.symbols('x', layer.inputShape ?? []);
    this.kernelName = this.kernel?.symbolName ?? (layer.sharing === 'unshared' ? 'w' : 'k');
  }

  /** Whether the places are the layer's inputs. */
  get spreads(): boolean {
    return this.transposed;
  }

  /** The entries that meet. Those of the target are those of the upstream gradient; nobody reads them. */
  operands(walk: Walk, notation: Notation): Operands {
    const key = `${walk.kind} ${notation}`;
    const found = this.made.get(key) ?? this.make(walk, notation);
    this.made.set(key, found);
    return found;
  }

  /** What is added to a cell of the output. */
  bias(walk: Walk, cell: Spot, notation: Notation): Scalar | undefined {
    if (walk.kind !== 'forward') return undefined;
    const value = walk.mesh.bias(cell);
    return value instanceof Polynomial && notation === 'numbers' ? exampleOf(value, 'bias') : value;
  }

  /** What a cell of the target is called: `y` of the output, `dx` and `dk` of the gradients of input and kernel. */
  targetSymbol({ kind }: Walk, channel: number, { plane, row, col }: Spot): { name: string; index: string } {
    const layer = linearPart(this.value.layer);
    const flat = (layer.inputShape?.length ?? 0) > 0 && layer.sliding?.kernel.length === 1;
    const place = (flat ? [col] : [row, col]).map((coordinate) => coordinate + 1);
    const planes = kind === 'kernel-gradient' ? [channel, plane] : [plane];
    const several = this.walks.some(({ source, target }) => source.planes > 1 || target.planes > 1);
    const index = [...(several ? planes.map((one) => one + 1) : []), ...place].join(',');
    return {
      name: { forward: 'y', 'input-gradient': 'dx', 'kernel-gradient': `d${this.kernelName}` }[kind],
      index,
    };
  }

  /** The gradient of a weight is a sum over all places, and stays the same from step to step: it is added up once. */
  kept(
    { form, mesh }: Walk,
    channel: number,
    { plane, row, col }: Spot,
    make: () => Scalar | undefined,
  ): Scalar | undefined {
    if (form !== 'taps' || mesh.unshared) return make();
    const key = `${channel} ${plane} ${row} ${col}`;
    const found = this.gradients.get(key) ?? make();
    if (found !== undefined && this.gradients.size < MOST_KEPT) this.gradients.set(key, found);
    return found;
  }

  /** Says which numbers of a walk are not given in the file. */
  note({ kind, mesh }: Walk): string | undefined {
    const bias = kind === 'forward' ? mesh.bias({ plane: 0, row: 0, col: 0 }) : undefined;
    const examples = [
      ...(kind !== 'input-gradient' && hasSymbols(this.input) ? ['input'] : []),
      ...(kind !== 'kernel-gradient' && this.kernel && hasSymbols(this.kernel) ? ['kernel'] : []),
      ...(bias instanceof Polynomial ? ['bias'] : []),
      ...(kind === 'forward' ? [] : ['upstream gradient']),
    ];
    const last = examples.pop();
    const list = examples.length > 0 ? `${examples.join(', ')} and ${last ?? ''}` : last;
    const said = [
      ...(list === undefined ? [] : [`The values of the ${list} are examples.`]),
      ...(this.leftOut && kind === 'forward'
        ? ['The gradient of its kernel adds up all places of the output; there are too many to step through.']
        : []),
    ];
    return said.length > 0 ? said.join(' ') : undefined;
  }

  private make({ mesh, kind }: Walk, notation: Notation): Operands {
    const input = entriesIn(this.input, 'input', 'x', notation);
    const upstream = entriesIn(Tensor.symbols('g', this.value.layer.outputShape), 'upstream', 'g', notation);
    const other = kind === 'forward' ? NONE : upstream;
    const weights =
      mesh.fixed ?? (this.kernel ? entriesIn(this.kernel, 'kernel', this.kernelName, notation) : NONE);
    return this.transposed
      ? { weights, places: input, under: other }
      : { weights, places: other, under: input };
  }
}

/** Gradients of weights that are kept. */
const MOST_KEPT = 10_000;

const NONE: Entries = integerEntries(0, 0, () => 0);

/** @param name what numbers are called in symbols. */
function entriesIn(tensor: Tensor, role: Role, name: string, notation: Notation): Entries {
  const symbolic = hasSymbols(tensor);
  if (notation === 'symbols') return entriesOf(symbolic ? tensor : Tensor.symbols(name, tensor.shape));
  if (!symbolic) return entriesOf(tensor);
  if (tensor.symbolName !== undefined) return examples(tensor.shape, role);
  return {
    size: tensor.size,
    at: (flat) => {
      const entry = tensor.entry(flat);
      return entry instanceof Polynomial ? exampleOf(entry, role) : entry;
    },
  };
}

function hasSymbols(tensor: Tensor): boolean {
  if (tensor.symbolName !== undefined) return true;
  if (tensor.integers || tensor.reals) return false;
  for (let flat = 0; flat < tensor.size; flat++) if (tensor.entry(flat) instanceof Polynomial) return true;
  return false;
}

function examples(shape: Shape, role: Role): Entries {
  return integerEntries(sizeOf(shape), 9, (flat) => example(flat, role));
}

/** A formula with an example for each of its symbols. */
function exampleOf(formula: Polynomial, role: Role): Scalar {
  return formula.evaluateAt(
    new Map(formula.symbols().map((symbol) => [symbol.text, integer(example(hash(symbol.text), role))])),
  );
}

/** The same number for the same seed, without a pattern that could be seen. */
function example(seed: number, role: Role): number {
  const [from, to] = SPANS[role];
  let bits = Math.imul(seed + 1, 0x9e3779b1) ^ role.length;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits ^= bits >>> 13;
  return from + ((bits >>> 0) % (to - from + 1));
}

function hash(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits = (Math.imul(bits, 31) + text.charCodeAt(at)) | 0;
  return bits;
}
