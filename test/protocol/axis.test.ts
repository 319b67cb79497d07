import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  blockLabel,
  blockSize,
  blockSizes,
  cellLabel,
  coordinatesOf,
  extentOf,
  indexOf,
  innerLabel,
  labelledTogether,
  parsePlace,
  placeLabel,
  type AxisSheet,
} from '../../src/protocol';

function axisOf(
  named: readonly (readonly [name: string, extent: number])[],
  base: 0 | 1,
  symbol = 'output',
): AxisSheet {
  const digits = named.map(([name, extent], at) => ({
    name,
    extent,
    stride: named.slice(at + 1).reduce((product, [, other]) => product * other, 1),
  }));
  return { symbol, base, digits };
}

/** The axes of tensors, in the order of either flattening. */
const axes = fc
  .record({
    names: fc.constantFrom(
      ['place'],
      ['row'],
      ['row', 'column'],
      ['filter', 'row', 'column'],
      ['row', 'column', 'channel'],
      ['column', 'row', 'filter'],
      ['channel', 'place'],
      ['depth', 'row', 'column', 'channel'],
    ),
    extents: fc.array(fc.integer({ min: 1, max: 1200 }), { minLength: 4, maxLength: 4 }),
    base: fc.constantFrom<0 | 1>(0, 1),
  })
  .map(({ names, extents, base }) =>
    axisOf(
      names.map((name, at) => [name, extents[at] ?? 1] as const),
      base,
      names[0] === 'place' ? 'x′' : names.length === 1 ? '' : 'output',
    ),
  );

const placed = axes.chain((axis) =>
  fc.record({ axis: fc.constant(axis), index: fc.nat({ max: extentOf(axis) - 1 }) }),
);

const GIANT = axisOf(
  [
    ['filter', 3],
    ['row', 508],
    ['column', 508],
  ],
  0,
);

describe('a place on an axis', () => {
  it('is read as it is said', () => {
    fc.assert(
      fc.property(placed, ({ axis, index }) => {
        assert.equal(parsePlace(axis, placeLabel(axis, index)), index);
      }),
    );
  });

  it('is read from its number, grouped or not', () => {
    fc.assert(
      fc.property(placed, ({ axis, index }) => {
        const first = axis.symbol === 'x′' ? 1 : axis.base;
        assert.equal(parsePlace(axis, ` ${index + first} `), index);
        const grouped = (index + first).toLocaleString('en-US');
        // With two axes `525,267` may be two coordinates.
        if (grouped.split(',').length !== axis.digits.length || axis.digits.length === 1)
          assert.equal(parsePlace(axis, grouped), index);
      }),
    );
  });

  it('has coordinates that lead back to it', () => {
    fc.assert(
      fc.property(placed, ({ axis, index }) => {
        const coordinates = coordinatesOf(axis, index);
        assert.ok(coordinates.every((one, at) => one >= 0 && one < (axis.digits[at]?.extent ?? 0)));
        assert.equal(indexOf(axis, coordinates), index);
      }),
    );
  });

  it('stands in its block', () => {
    fc.assert(
      fc.property(placed, ({ axis, index }) => {
        const size = blockSize(axis);
        const start = index - (index % size);
        assert.equal(blockLabel(axis, index), blockLabel(axis, start));
        // Where few channels come last, the place before them is what is numbered.
        const numbered = axis.digits.length - (labelledTogether(axis) > 1 ? 2 : 1);
        if (axis.digits.length > 1)
          assert.equal(
            innerLabel(axis, index).text,
            String((coordinatesOf(axis, index)[numbered] ?? 0) + axis.base),
          );
        assert.equal(blockSizes(axis).length, axis.digits.length - 1);
        for (const larger of blockSizes(axis)) assert.equal(larger % size, 0);
      }),
    );
  });

  it('is said as in the pictures', () => {
    assert.equal(placeLabel(GIANT, 525_267), 'filter 2, (17, 503)');
    assert.equal(blockLabel(GIANT, 525_267), 'filter 2, row 17');
    assert.equal(parsePlace(GIANT, '525,267'), 525_267);
    assert.equal(parsePlace(GIANT, '2 17 503'), 525_267);
    const line = axisOf([['place', 9]], 0, 'x′');
    assert.equal(placeLabel(line, 3), 'x′4');
    assert.deepEqual(cellLabel(line, 3), { text: 'x′4', symbol: { name: 'x′', index: '4' } });
    assert.equal(placeLabel(axisOf([['row', 2000]], 1, ''), 1233), 'row 1,234');
  });

  it('is refused in a sentence that says what is expected', () => {
    const last = axisOf(
      [
        ['row', 508],
        ['column', 508],
        ['filter', 3],
      ],
      0,
    );
    const line = axisOf([['place', 9]], 0, 'x′');
    const cases: readonly (readonly [axis: AxisSheet, text: string, sentence: string])[] = [
      [GIANT, '', 'Give filter, row, column, or one number.'],
      [last, 'nonsense', 'Give filter, row, column, or one number.'],
      [GIANT, '1 2', 'Give filter, row, column, or one number.'],
      [GIANT, '3 0 0', 'Filters go from 0 to 2.'],
      [GIANT, '2 508 0', 'Rows go from 0 to 507.'],
      [GIANT, '774,192', 'There are 774,192, from 0 to 774,191.'],
      [GIANT, '99999999999999999999999', 'There are 774,192, from 0 to 774,191.'],
      [GIANT, '-1', 'Places are whole numbers.'],
      [GIANT, '−1', 'Places are whole numbers.'],
      [GIANT, '1.5', 'Places are whole numbers.'],
      [line, 'x10', 'There are 9, from 1 to 9.'],
      [line, 'x0', 'There are 9, from 1 to 9.'],
      [line, '', 'Give one number, from 1 to 9.'],
      [line, '1 2', 'Give one number, from 1 to 9.'],
    ];
    for (const [axis, text, sentence] of cases) assert.equal(parsePlace(axis, text), sentence, text);
  });
});
