import * as Type from 'typebox';
import type { TSchema } from 'typebox';

/**
 * The kinds of values that keys take. Each schema carries `expected`, the words of a finding, and `description`, the
 * text of hover and completion. YAML scalars arrive as the text that was written.
 */
const scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

/** A number, or an expression that gives one. */
export function quantity(description: string): TSchema {
  return Type.Union([Type.String(), Type.Number()], { expected: 'a number or an expression', description });
}

/** One number for all axes, or a list with one for each axis (or with a list of two for its sides). */
export function quantities(description: string, words: readonly string[] = []): TSchema {
  const expected = `a number or an expression${words.length > 0 ? `, one of ${words.join(', ')},` : ''} or a list with one for each axis`;
  return Type.Union([Type.String(), Type.Number(), Type.Array(Type.Any())], { expected, description, words });
}

export function word(words: readonly string[], description: string): TSchema {
  return Type.Enum([...words], { expected: `one of ${words.join(', ')}`, description, words });
}

export function flag(description: string): TSchema {
  return Type.Union([Type.Boolean(), Type.String()], { expected: 'true or false', description });
}

export function text(description: string): TSchema {
  return Type.Union([Type.String(), Type.Number(), Type.Boolean()], { expected: 'a text', description });
}

/** Text with Markdown, `$LaTeX$` and `{{ expression }}`. */
export function markdown(description: string): TSchema {
  return Type.Union([Type.String(), Type.Number(), Type.Boolean()], {
    expected: 'a text',
    description,
    markdown: true,
  });
}

/** An expression, or a list of numbers and expressions. */
export function values(description: string): TSchema {
  return Type.Union([scalar, Type.Array(Type.Any())], {
    expected: 'an expression, or a list of numbers and expressions',
    description,
  });
}

/** A name, an expression, a list, or an object with a `type` or `shape`. */
export function definition(description: string): TSchema {
  return Type.Any({ expected: 'a name, an expression, a list or an object', description });
}

/** Names with a value each. */
export function mapping(
  description: string,
  item: TSchema = Type.Any(),
  expected = 'names with a value each',
): TSchema {
  // The same as a record, whose maker would bring typebox's whole language of types with it.
  return Type.Object({}, { additionalProperties: item, expected, description });
}

export function listOf(item: TSchema, expected: string, description: string): TSchema {
  return Type.Array(item, { expected, description });
}
