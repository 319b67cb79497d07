import * as Type from 'typebox';
import {
  BACKGROUNDS,
  drawScene,
  numberValue,
  Tensor,
  tensorValue,
  type BackgroundName,
  type Value,
} from '../../core';
import { definition, flag, mapping, quantities, quantity, text, values, word } from '../schema/fields';
import type { DefinitionType } from './definition';
import type { Options } from './options';
import { RANDOM, randomTensor } from './random-entries';

const optional = Type.Optional;

/** A tensor: symbolic by its shape, or with values that are given, here or in a file. */
function tensorType(type: 'input' | 'kernel', doc: string): DefinitionType {
  return {
    type,
    doc,
    positional: 'values',
    schema: Type.Object(
      {
        type: optional(word([type], doc)),
        shape: optional(
          quantities('extents, in the order of the convention `channels`; entries are then symbols'),
        ),
        values: optional(values('the entries, as nested lists')),
        file: optional(
          text(
            'a file with the entries, beside this one or below: an image (.png), a table (.csv), an array (.npy)',
          ),
        ),
        random: optional(RANDOM),
        base: optional(word(['0', '1'], 'what the indices of symbols are counted from; 1')),
      },
      { additionalProperties: false, expected: `an ${type} with shape, values or file` },
    ),
    build(options) {
      if (options.has('values') && options.has('file'))
        options.fail('file', 'The entries stand in `values` or in a `file`, not in both.');
      const given = options.tensor('values') ?? options.file('file');
      const symbolic = options.symbolicShape('shape');
      if (symbolic && type === 'kernel')
        options.fail(
          'shape',
          'The extents of a kernel are numbers. Where only its size counts, give that to the layer, as `kernel: k`.',
        );
      if (symbolic && options.has('random'))
        options.fail('random', 'Entries can be drawn where the extents of `shape` are numbers.');
      if (symbolic && !given) return { kind: 'placeholder', shape: symbolic };
      const shape = options.shape('shape');
      if (
        given &&
        shape &&
        (given.shape.length !== shape.length || given.shape.some((extent, axis) => extent !== shape[axis]))
      )
        options.fail(
          'shape',
          `\`shape\` is ${shape.join(' × ')}, but the ${options.has('file') ? `file is` : 'values are'} ${given.shape.join(' × ')}.`,
        );
      if (options.has('random') && given)
        options.fail('random', 'The entries are given, so there is nothing to draw at `random`.');
      if (given) return tensorValue(given);
      if (!shape)
        return options.fail(
          undefined,
          `${type === 'input' ? 'An input' : 'A kernel'} needs \`shape\` (its entries are then symbols), \`values\` or a \`file\`.`,
        );
      if (options.has('random')) return tensorValue(randomTensor(options, shape, options.name));
      return tensorValue(
        Tensor.symbols(
          options.name ?? (type === 'input' ? 'x' : 'k'),
          shape,
          Number(options.word('base', ['0', '1'], '1')),
        ),
      );
    },
  };
}

const SCENE: DefinitionType = {
  type: 'scene',
  doc: 'A synthetic binary image with a pattern in it, which occurs nowhere else and to whose parts the summed response is highest there alone.',
  schema: Type.Object(
    {
      type: optional(word(['scene'], 'a synthetic image')),
      size: quantities('rows and columns'),
      background: optional(word(Object.keys(BACKGROUNDS), 'what stands behind the pattern')),
      crossing: optional(flag('whether streaks run both ways')),
      values: optional(word(['binary'], 'what the cells hold')),
      place: definition('the pattern'),
      at: quantities('the cell of the pattern’s first corner, or random', ['random']),
      seed: optional(quantity('what the background is drawn from; 0')),
    },
    { additionalProperties: false, expected: 'a scene with size, place and at' },
  ),
  build(options) {
    const size = options.shape('size') ?? options.fail(undefined, 'A scene needs `size`: rows and columns.');
    const pattern = options.required('place', 'the pattern to find');
    if (pattern.kind !== 'tensor')
      return options.fail('place', '`place` takes a pattern: a tensor of rows and columns.');
    return drawScene({
      size,
      background: options.word('background', Object.keys(BACKGROUNDS) as BackgroundName[], 'blank'),
      crossing: options.flag('crossing') ?? false,
      pattern: pattern.tensor,
      parts: pattern.parts ?? [pattern.tensor],
      at: placeOf(options),
      seed: options.whole('seed', 0) ?? 0,
    });
  },
};

function placeOf(options: Options): readonly number[] | 'random' {
  const value = options.required('at', 'the cell of the pattern’s first corner, or random');
  if (value.kind === 'text') return options.word<'random'>('at', ['random'], 'random');
  const base = options.conventions.index;
  return (options.perAxis('at', 2, base) ?? []).map((cell) => cell - base);
}

const SWEEP: DefinitionType = {
  type: 'sweep',
  doc: 'A value as a function of one or two parameters: a table.',
  schema: Type.Object(
    {
      type: optional(word(['sweep'], 'a table of values')),
      over: mapping(
        'one or two parameters with a range each',
        Type.Any(),
        'parameters with their ranges, as { m: 1..9 }',
      ),
      value: values('what is computed for each'),
    },
    { additionalProperties: false, expected: 'a sweep with over and value' },
  ),
  build(options) {
    const axes = options.entries('over').map(([name, range]) => {
      if (range.kind === 'range' && range.to - range.from < MAX_SWEEP)
        return {
          name,
          values: Array.from({ length: Math.max(0, range.to - range.from + 1) }, (_, index): Value =>
            numberValue(range.from + index),
          ),
        };
      return options.fail('over', `\`${name}\` runs over a range of up to ${MAX_SWEEP} numbers, as 1..9.`);
    });
    if (axes.length < 1 || axes.length > 2) options.fail('over', 'A sweep runs over one or two parameters.');
    const combinations = axes.reduce<Value[][]>(
      (rows, axis) => rows.flatMap((row) => axis.values.map((value) => [...row, value])),
      [[]],
    );
    if (combinations.length > MAX_SWEEP)
      options.fail('over', `A sweep has up to ${MAX_SWEEP} rows; this one has ${combinations.length}.`);
    const { compute } = options.swept('value');
    const rows = combinations.map((row) => [
      ...row,
      compute(new Map(axes.map(({ name }, index) => [name, row[index] ?? numberValue(0)]))),
    ]);
    return { kind: 'table', columns: [...axes.map(({ name }) => name), 'value'], rows };
  },
};

const MAX_SWEEP = 2000;

export const TENSOR_TYPES: readonly DefinitionType[] = [
  tensorType('input', 'A tensor that a layer or network takes.'),
  tensorType('kernel', 'The weights of a filter.'),
  SCENE,
  SWEEP,
];
