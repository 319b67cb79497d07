import {
  attempt,
  isFailure,
  PADDING_WORDS,
  Polynomial,
  Tensor,
  describe,
  scalarValue,
  tensorOf,
  wholeNumberOf,
  type Conventions,
  type Padding,
  type PaddingWord,
  type Value,
  type BiasOption,
  type Scalar,
  type Shape,
} from '../../core';
import type { TObject, TSchema } from 'typebox';
import { refusedName, tensorFrom } from '../files';
import { isSize, not } from './sizes';
import { BeingRead, type Scope } from '../expression/scope';
import { annotation, propertyOf } from '../schema/check';

/** One item of a list that was written as an option. */
export interface ListItem {
  readonly value: Value;
  /** Written out as a list of its own rather than by a name. */
  readonly literal: boolean;
}

/** A layer of a network as it was written, or several that stand there more than once. */
export interface LayerEntry {
  readonly name: string | undefined;
  /** The layer, where names stand for other layers. @param previous what it is applied to unless it says otherwise. */
  readonly build: (names: ReadonlyMap<string, Value>, previous: Value) => Value;
  /** Of layers that are repeated: the names that run, with what they run over. */
  readonly repeat?: (
    names: ReadonlyMap<string, Value>,
  ) => readonly (readonly [name: string, values: Value])[];
  readonly layers: readonly LayerEntry[];
  readonly fail: (message: string) => never;
}

/** A value that is computed once for each value of a parameter. */
export interface Swept {
  readonly compute: (parameters: ReadonlyMap<string, Value>) => Value;
}

/**
 * The options of a definition, whether it was written as a mapping in YAML or as a call in an expression. What fails is
 * thrown with the place of the option.
 */
export abstract class Options {
  constructor(
    readonly type: string,
    /** The name that the definition is given to; symbols are called after it. */
    readonly name: string | undefined,
    private readonly scope: Pick<Scope, 'conventions' | 'files'>,
    private readonly schema: TSchema,
    /** Values of keys that are not written, but follow from where the definition stands. */
    private readonly standing: ReadonlyMap<string, Value> = new Map(),
  ) {}

  get conventions(): Conventions {
    return this.scope.conventions;
  }

  abstract has(key: string): boolean;
  /** The option's value; a word of `words` is a text. */
  protected abstract evaluate(key: string, words: readonly string[]): Value;
  /** What was written, where that is a text and no expression. */
  protected abstract text(key: string): string;
  /** The items, where the option was written as a list. */
  abstract items(key: string): readonly ListItem[] | undefined;
  /** The option as names with a value each. */
  abstract entries(key: string): readonly (readonly [name: string, value: Value])[];
  abstract swept(key: string): Swept;
  /** Whether the option is a tensor that is written there by its shape alone. */
  abstract isShapeAlone(key: string): boolean;
  /** The keys of an option that is a mapping of its own. */
  abstract within(key: string, schema: TObject): Options;
  /** The layers of a network. */
  abstract layers(key: string): readonly LayerEntry[];
  abstract fail(key: string | undefined, message: string, code?: 'unreadable-file'): never;

  value(key: string): Value | undefined {
    if (!this.has(key)) return this.standing.get(key);
    const words = annotation(propertyOf(this.schema, key), 'words');
    return this.evaluate(key, Array.isArray(words) ? words.map(String) : []);
  }

  required(key: string, why: string): Value {
    return this.value(key) ?? this.fail(undefined, `A ${this.type} needs \`${key}\`: ${why}.`);
  }

  whole(key: string, least: number): number | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    const whole = wholeNumberOf(value);
    if (whole === undefined || whole < least)
      return this.fail(key, `\`${key}\` takes a whole number from ${least}; this is ${describe(value)}.`);
    return whole;
  }

  flag(key: string): boolean | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    return value.kind === 'boolean'
      ? value.value
      : this.fail(key, `\`${key}\` takes true or false; this is ${describe(value)}.`);
  }

  word<Word extends string>(key: string, words: readonly Word[], fallback: Word): Word {
    const value = this.value(key);
    if (value === undefined) return fallback;
    const found = value.kind === 'text' ? words.find((word) => word === value.value) : undefined;
    return found ?? this.fail(key, `\`${key}\` is one of ${words.join(', ')}; this is ${describe(value)}.`);
  }

  /** One number for all axes, or one for each. */
  perAxis(key: string, axes: number, least: number): number[] | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    const whole = wholeNumberOf(value);
    const numbers =
      whole === undefined ? tensorOf(value) : Tensor.integers([axes], new Array<number>(axes).fill(whole));
    const list = numbers?.rank === 1 ? numbers.integers : undefined;
    if (list?.length !== axes || [...list].some((entry) => entry < least)) {
      const hint =
        key === 'dilation' && whole === 0
          ? ' Dilation 1 is the ordinary filter; some courses count the gaps, from 0.'
          : '';
      return this.fail(
        key,
        `\`${key}\` takes a whole number from ${least}${axes > 1 ? `, or a list of ${axes}` : ''}; this is ${describe(value)}.${hint}`,
      );
    }
    return [...list];
  }

  /** The value of a padding: a word that isn't for this layer is refused as a word, not as an unknown name. */
  paddingValue(key: string): Value | undefined {
    return this.has(key) ? this.evaluate(key, PADDING_WORDS) : this.standing.get(key);
  }

  /** A word, a number for all sides, a number per axis, or two per axis as an inner list. */
  padding(key: string, axes: number, words: readonly PaddingWord[]): Padding {
    const value = this.paddingValue(key);
    if (value === undefined) return 'valid';
    const word = value.kind === 'text' ? words.find((known) => known === value.value) : undefined;
    if (word) return word;
    const whole = wholeNumberOf(value);
    if (whole !== undefined && whole >= 0)
      return new Array<readonly [number, number]>(axes).fill([whole, whole]);
    const tensor = value.kind === 'text' ? undefined : tensorOf(value);
    const cells = tensor?.integers;
    if (cells && ![...cells].some((cell) => cell < 0)) {
      const { shape } = tensor;
      if (shape.length === 1 && shape[0] === axes) return [...cells].map((cell) => [cell, cell] as const);
      if (shape.length === 2 && shape[0] === axes && shape[1] === 2)
        return Array.from(
          { length: axes },
          (_, axis) => [cells[2 * axis] ?? 0, cells[2 * axis + 1] ?? 0] as const,
        );
    }
    return this.fail(
      key,
      `\`${key}\` is ${words.join(', ')}, a number of cells${axes > 1 ? `, a list of ${axes},` : ''} or ${axes > 1 ? 'a list of two sides for each axis' : '[[before, after]]'}; this is ${describe(value)}.`,
    );
  }

  /** The shape that a list of extents, or one extent, gives. */
  shape(key: string): Shape | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    const whole = wholeNumberOf(value);
    const extents = whole === undefined ? tensorOf(value)?.integers : [whole];
    if (!extents || [...extents].some((extent) => extent < 0))
      return this.fail(key, `\`${key}\` takes extents: whole numbers from 0; this is ${describe(value)}.`);
    if ([...extents].reduce((product, extent) => product * extent, 1) > Number.MAX_SAFE_INTEGER)
      return this.fail(key, `\`${key}\` has more than 2^53 entries; sizes go up to that.`);
    return [...extents];
  }

  /** A shape with symbols in it; undefined where it has none. */
  symbolicShape(key: string): readonly Scalar[] | undefined {
    const value = this.value(key);
    const entries = value && value.kind !== 'text' ? tensorOf(value)?.entries() : undefined;
    if (!value || !entries?.some((entry) => entry instanceof Polynomial)) return undefined;
    const wrong = entries.find((entry) => !isSize(entry, 0));
    return wrong === undefined
      ? entries
      : this.fail(
          key,
          `\`${key}\` takes extents: whole numbers from 0, or formulas${not(scalarValue(wrong))}.`,
        );
  }

  /** Values that can be laid out as a tensor. */
  tensor(key: string): Tensor | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
    return (
      tensor ??
      this.fail(key, `\`${key}\` takes numbers in rows of equal length; this is ${describe(value)}.`)
    );
  }

  /**
   * What is in the file whose path stands at a key.
   * @throws BeingRead while it is being read.
   */
  file(key: string): Tensor | undefined {
    if (!this.has(key)) return undefined;
    const path = this.text(key);
    const refused =
      refusedName(path) ??
      (this.scope.files ? undefined : `“${path}” can’t be read: what names it stands in no file itself.`);
    if (refused !== undefined) return this.fail(key, refused, 'unreadable-file');
    const file = this.scope.files?.(path);
    if (!file) throw new BeingRead();
    if (file.kind === 'unreadable') return this.fail(key, file.message, 'unreadable-file');
    const tensor = attempt(() => tensorFrom(path, file.bytes, this.conventions.channels));
    return isFailure(tensor) ? this.fail(key, tensor.message, 'unreadable-file') : tensor;
  }

  /** true, false or values. */
  bias(key: string): BiasOption | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (value.kind === 'boolean') return value.value;
    return this.tensor(key);
  }
}
