import type { TObject } from 'typebox';
import { rationalFromText, type Value } from '../../core';
import {
  camelCase,
  Options,
  type DefinitionType,
  type LayerEntry,
  type ListItem,
  type Swept,
} from '../definitions';
import { propertiesOf } from '../schema/check';
import type { CallArgument, Expression, Span } from './ast';
import { EvaluationError, type Scope } from './scope';

/** What gives the values of arguments. */
export interface Evaluator {
  /** @param words bare words that are texts. */
  readonly argument: (value: Expression, words: readonly string[]) => Value;
  /** A layer of a network, applied to the one before it. */
  readonly layer: (value: Expression, previous: Value) => Value;
}

/** Options written as the arguments of a call. */
export class CallOptions extends Options {
  constructor(
    definition: Pick<DefinitionType, 'type' | 'schema'>,
    private readonly surroundings: Pick<Scope, 'conventions' | 'files'>,
    private readonly given: ReadonlyMap<string, CallArgument>,
    private readonly node: Span,
    private readonly evaluator: Evaluator,
    standing: ReadonlyMap<string, Value> | undefined,
    name: string | undefined,
  ) {
    super(definition.type, name, surroundings, definition.schema, standing);
  }

  has(key: string): boolean {
    return this.given.has(key);
  }

  protected evaluate(key: string, words: readonly string[]): Value {
    const argument = this.given.get(key);
    return argument
      ? this.evaluator.argument(argument.value, words)
      : this.fail(key, `\`${key}\` is missing.`);
  }

  items(key: string): readonly ListItem[] | undefined {
    const value = this.given.get(key)?.value;
    return value?.kind === 'list'
      ? value.items.map((item) => ({
          value: this.evaluator.argument(item, []),
          literal: item.kind === 'list',
        }))
      : undefined;
  }

  text(key: string): string {
    const value = this.given.get(key)?.value;
    return value?.kind === 'text' ? value.value : this.fail(key, `\`${key}\` takes a text in quotes.`);
  }

  entries(key: string): never {
    return this.fail(key, 'A sweep is declared under `given`.');
  }

  swept(key: string): Swept {
    return this.fail(key, 'A sweep is declared under `given`.');
  }

  within(key: string, schema: TObject): CallOptions {
    const argument = this.given.get(key);
    if (argument?.value.kind !== 'options')
      return this.fail(key, `\`${key}\` takes names with a value each: {seed: 1}.`);
    const unknown = argument.value.entries.find(({ name }) => !propertiesOf(schema).includes(name));
    if (unknown)
      throw new EvaluationError(
        `\`${key}\` has no option “${unknown.name}”. It has ${propertiesOf(schema).join(', ')}.`,
        unknown,
      );
    return new CallOptions(
      { type: key, schema },
      this.surroundings,
      new Map(argument.value.entries.map((entry) => [entry.name, entry])),
      argument,
      this.evaluator,
      undefined,
      undefined,
    );
  }

  isShapeAlone(key: string): boolean {
    const value = this.given.get(key)?.value;
    return (
      value?.kind === 'call' &&
      value.callee.kind === 'name' &&
      ['kernel', 'input'].includes(value.callee.name) &&
      value.args.every(({ name }) => name === 'shape')
    );
  }

  layers(key: string): readonly LayerEntry[] {
    const argument = this.given.get(key);
    const items = argument?.value.kind === 'list' ? argument.value.items : undefined;
    if (!items) return this.fail(key, '`layers` is a list of layers: [conv2d(…), relu(), …].');
    return items.map((item) => ({
      name: undefined,
      layers: [],
      build: (_names, previous) => this.evaluator.layer(item, previous),
      fail: (message) => {
        throw new EvaluationError(message, item);
      },
    }));
  }

  fail(key: string | undefined, message: string, code?: 'unreadable-file'): never {
    const span = (key === undefined ? undefined : this.given.get(key)) ?? this.node;
    throw new EvaluationError(
      message.replace(/`([a-z-]+)`/g, (_, name: string) => `\`${camelCase(name)}\``),
      span,
      code,
    );
  }
}

/**
 * `zero-mean` and `resnet-50` are read by the grammar as differences.
 * @param words known ones, to tell `squeezenet-1.0` from `squeezenet-1`: a number has lost how it was written.
 */
export function hyphenatedWord(node: Expression, words: readonly string[] = []): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'binary' || node.operator !== '-' || node.right.start !== node.left.end + 1)
    return undefined;
  const { left, right } = node;
  const first = hyphenatedWord(left);
  if (first === undefined) return undefined;
  if (right.kind === 'name') return `${first}-${right.name}`;
  if (right.kind !== 'number') return undefined;
  const known = words.find((word) => {
    const end = word.startsWith(`${first}-`) ? word.slice(first.length + 1) : '';
    return /^\d+(?:\.\d+)?$/.test(end) && rationalFromText(end).equals(right.value);
  });
  return known ?? `${first}-${Number(right.value)}`;
}

/** Whether a difference begins as a word does, and not with a name: it is meant as a word, then, if one spelled wrong. */
export function isLikeWord(written: string, words: readonly string[], scope: Scope): boolean {
  const [first = written, ...others] = written.split('-');
  return others.length > 0 && words.some((word) => word.startsWith(`${first}-`)) && !scope.lookup(first);
}

/** Options that are given as one object, or as a name of fields, are options like any other. */
export function spread(args: readonly CallArgument[], scope?: Scope): readonly CallArgument[] {
  return args.flatMap((argument): readonly CallArgument[] => {
    const { name, value, start, end } = argument;
    if (name !== undefined) return [argument];
    if (value.kind === 'options') return value.entries;
    const found = value.kind === 'name' ? scope?.lookup(value.name) : undefined;
    if (found?.kind !== 'found' || found.value.kind !== 'fields') return [argument];
    return [...found.value.fields.keys()].map((field) => ({
      name: field,
      value: { kind: 'member', object: value, name: field, start, end },
      start,
      end,
    }));
  });
}
