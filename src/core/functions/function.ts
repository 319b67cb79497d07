import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import type { Layer, Padding, PaddingWord } from '../layers';
import { LiteralMatrix } from '../matrices/literal';
import type { Matrix } from '../matrices/matrix';
import { Network } from '../networks/network';
import type { Scalar } from '../numbers/scalar';
import type { Tensor } from '../tensors/tensor';
import { scalarOf, tensorOf, wholeNumberOf } from '../values/make';
import { describe } from '../values/text';
import type { LayerValue, Value } from '../values/value';

export type FunctionGroup = 'counts' | 'shapes' | 'matrices' | 'tensors' | 'learning' | 'claims';

export interface Parameter {
  readonly name: string;
  readonly doc: string;
  /** May be left out. */
  readonly optional?: boolean;
  /** Takes all positional arguments from here on; what follows is given by name. */
  readonly rest?: boolean;
  /** Bare words that are words here, even where a name is spelled the same. */
  readonly words?: readonly string[];
}

/** A function of the expression language. Hover, completion and the reference are made from this. */
export interface FunctionEntry {
  readonly name: string;
  readonly group: FunctionGroup;
  /** What it gives: shapes, units, errors and, for a formula, its source. */
  readonly doc: string;
  readonly parameters: readonly Parameter[];
  /** Each is evaluated by a test and must print what is written here. */
  readonly examples: readonly (readonly [expression: string, prints: string])[];
  /** Whether it takes `undefined` as a value rather than passing it on. */
  readonly takesUndefined?: boolean;
  readonly call: (args: Arguments, conventions: Conventions) => Value;
}

/** `correlate(x, k, stride=…, padding=…, normalize=…)`. */
export function signatureOf(entry: Pick<FunctionEntry, 'name' | 'parameters'>): string {
  const written = entry.parameters.map(({ name, optional, rest }) =>
    rest ? `${name}, …` : optional ? `${name}=…` : name,
  );
  return `${entry.name}(${written.join(', ')})`;
}

/** The arguments of one call, by parameter. Each reader throws a `MathError` that says what was expected. */
export class Arguments {
  constructor(
    private readonly callee: string,
    private readonly values: ReadonlyMap<string, Value>,
    /** Positional arguments of a `rest` parameter. */
    readonly rest: readonly Value[] = [],
  ) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  value(name: string): Value {
    const value = this.values.get(name);
    if (!value) throw new MathError(`${this.callee} needs \`${name}\`.`);
    return value;
  }

  layer(name: string): Layer {
    return this.layerValue(name).layer;
  }

  layerValue(name: string): LayerValue {
    const value = this.value(name);
    return value.kind === 'layer' ? value : this.expected(name, 'a layer', value);
  }

  /** @throws MathError where it is no network. */
  network(name: string): Network {
    const value = this.value(name);
    return value.kind === 'layer' && value.layer instanceof Network
      ? value.layer
      : this.expected(name, 'a network', value);
  }

  tensor(name: string): Tensor {
    const value = this.value(name);
    const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
    return tensor ?? this.expected(name, 'a tensor', value);
  }

  matrix(name: string): Matrix {
    const value = this.value(name);
    if (value.kind === 'matrix') return value.matrix;
    const tensor = tensorOf(value);
    return tensor?.rank === 2 ? new LiteralMatrix(tensor) : this.expected(name, 'a matrix', value);
  }

  scalar(name: string): Scalar {
    const value = this.value(name);
    return scalarOf(value) ?? this.expected(name, 'a number', value);
  }

  /** @param least the smallest that makes sense. */
  whole(name: string, least: number, fallback?: number): number {
    if (fallback !== undefined && !this.has(name)) return fallback;
    const value = this.value(name);
    const whole = wholeNumberOf(value);
    return whole === undefined || whole < least
      ? this.expected(name, `a whole number from ${least}`, value)
      : whole;
  }

  /** One number for all axes, or one for each. */
  perAxis(name: string, axes: number, least: number, fallback: number): number[] {
    if (!this.has(name)) return new Array<number>(axes).fill(fallback);
    const value = this.value(name);
    const whole = wholeNumberOf(value);
    const list = whole === undefined ? tensorOf(value)?.integers : new Array<number>(axes).fill(whole);
    if (list?.length !== axes || [...list].some((entry) => entry < least))
      return this.expected(
        name,
        `a whole number from ${least}${axes > 1 ? `, or a list of ${axes}` : ''}`,
        value,
      );
    return [...list];
  }

  word<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word {
    if (!this.has(name)) return fallback;
    const value = this.value(name);
    const found = value.kind === 'text' ? words.find((word) => word === value.value) : undefined;
    return found ?? this.expected(name, `one of ${words.join(', ')}`, value);
  }

  flag(name: string, fallback: boolean): boolean {
    if (!this.has(name)) return fallback;
    const value = this.value(name);
    return value.kind === 'boolean' ? value.value : this.expected(name, 'true or false', value);
  }

  /** A padding word, one number for all sides, one number per axis for both sides, or [[before, after], …]. */
  padding(name: string, axes: number): Padding {
    if (!this.has(name)) return 'valid';
    const value = this.value(name);
    const word = value.kind === 'text' ? PADDING_WORDS.find((known) => known === value.value) : undefined;
    if (word) return word;
    if (value.kind === 'text')
      return this.expected(name, `a number or one of ${PADDING_WORDS.join(', ')}`, value);
    const sides = tensorOf(value);
    const cells = sides?.integers;
    if (cells && sides.rank === 2 && sides.shape[0] === axes && sides.shape[1] === 2 && cells.every(isCount))
      return Array.from(
        { length: axes },
        (_, axis) => [cells[2 * axis] ?? 0, cells[2 * axis + 1] ?? 0] as const,
      );
    return this.perAxis(name, axes, 0, 0).map((cells) => [cells, cells] as const);
  }

  expected(name: string, what: string, found: Value): never {
    const hint =
      found.kind === 'layer' && (what.includes('tensor') || what.includes('matrix'))
        ? ` (output(…) is what a layer gives, matrix(…) its matrix)`
        : '';
    throw new MathError(
      `${this.callee} takes ${what} as \`${name}\`; this is ${describe(found)}${hint}.`,
      name,
    );
  }
}

function isCount(cells: number): boolean {
  return cells >= 0;
}

export const PADDING_WORDS: readonly PaddingWord[] = ['valid', 'same', 'full', 'causal'];
