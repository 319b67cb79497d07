import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPageMessage, type Ask } from '../../src/protocol';
import { isRecord, readAsk, readSubject, readTakeaway } from '../../src/protocol/read-ask';

const name = fc.string({ maxLength: 20 });
const count = fc.nat({ max: 2 ** 40 });
const subject = fc.record(
  { problem: name, given: name, part: name, field: name },
  { requiredKeys: ['problem'] },
);
const way = fc.constantFrom('own' as const, 'shared' as const, 'unshared' as const, 'dense' as const);
const walk = fc.constantFrom('forward' as const, 'input-gradient' as const, 'kernel-gradient' as const);
const notation = fc.constantFrom('symbols' as const, 'numbers' as const);
const step = fc.constantFrom(1 as const, -1 as const);
const pick = fc.record({ row: count, col: count, weight: count }, { requiredKeys: [] });
const rect = {
  top: fc.integer(),
  left: fc.integer(),
  rows: fc.nat({ max: 128 }),
  cols: fc.nat({ max: 128 }),
};
const takeaway = fc.oneof(
  fc.constant({ view: 'picture' as const }),
  fc.constant({ view: 'ways' as const }),
  fc.record(
    { view: fc.constant('matrix' as const), way, notation, window: fc.record(rect), pick },
    { requiredKeys: ['view', 'way', 'notation'] },
  ),
  fc.record({ view: fc.constant('step' as const), walk, channel: count, step: count, notation }),
);
const asks: fc.Arbitrary<Ask> = fc.oneof(
  fc.record({ kind: fc.constant('explore' as const), subject }),
  fc.record({
    kind: fc.constant('tile' as const),
    subject,
    way,
    level: fc.nat({ max: 40 }),
    row: count,
    col: count,
  }),
  fc.record({ kind: fc.constant('pick' as const), subject, way, pick }),
  fc.record({
    kind: fc.constant('find' as const),
    subject,
    way,
    row: count,
    col: count,
    find: fc.oneof(
      fc.record({ what: fc.constant('weight' as const), step }),
      fc.record({ what: fc.constant('text' as const), text: fc.string({ maxLength: 200 }), step }),
    ),
  }),
  fc.record({ kind: fc.constant('frame' as const), subject, walk, channel: count, step: count, notation }),
  fc.record({
    kind: fc.constant('patch' as const),
    subject,
    walk,
    grid: fc.constantFrom('source' as const, 'kernel' as const, 'target' as const),
    plane: count,
    channel: count,
    step: count,
    notation,
    ...rect,
  }),
  fc.record({
    kind: fc.constant('take' as const),
    subject,
    what: takeaway,
    format: fc.constantFrom(
      'svg' as const,
      'tikz' as const,
      'latex' as const,
      'numpy' as const,
      'csv' as const,
    ),
  }),
);

type Path = readonly string[];

/** The paths of all fields of a message that are no objects themselves. */
function pathsOf(value: object, before: Path = []): Path[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? pathsOf(inner, [...before, key]) : [[...before, key]],
  );
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const fields: Record<string, unknown> = isRecord(value) ? value : {};
  return { ...fields, [key]: replaced(fields[key], rest, by) };
}

const HOSTILE: readonly unknown[] = [
  null,
  {},
  [],
  NaN,
  1.5,
  -3,
  Infinity,
  2 ** 60,
  'x'.repeat(5000),
  true,
  Symbol('s'),
];
/** Where a number below 0 is one that may be asked. */
const SIGNED = new Set(['top', 'left']);

describe('what the page asks', () => {
  it('comes through unchanged', () => {
    fc.assert(
      fc.property(asks, (drawn) => {
        // Messages arrive as copies.
        const ask = structuredClone(drawn);
        assert.deepEqual(readAsk(ask), ask);
        assert.deepEqual(readAsk({ ...ask, more: 1 }), ask);
      }),
      { numRuns: 400 },
    );
  });

  it('comes in one message, which is refused as a whole where one of them is nothing', () => {
    fc.assert(
      fc.property(fc.array(asks), fc.nat(), fc.constantFrom(...HOSTILE, {}), (drawn, at, hostile) => {
        const numbered = structuredClone(drawn).map((ask, index) => ({ id: index, ask }));
        const message = { type: 'asks', uri: 'file:///a', asks: numbered };
        assert.deepEqual(readPageMessage(message), message);
        const places = numbered.length + 1;
        assert.equal(
          readPageMessage({ ...message, asks: numbered.toSpliced(at % places, 1, hostile as never) }),
          undefined,
        );
        for (const id of [-1, '1', undefined])
          assert.equal(
            readPageMessage({ ...message, asks: numbered.map(({ ask }) => ({ id, ask })) })?.type,
            numbered.length === 0 ? 'asks' : undefined,
          );
      }),
    );
    const subject = { problem: 'p' };
    const many = Array.from({ length: 1001 }, (_, id) => ({ id, ask: { kind: 'explore', subject } }));
    assert.equal(readPageMessage({ type: 'asks', uri: 'file:///a', asks: many }), undefined);
    assert.equal(readPageMessage({ type: 'asks', uri: 'file:///a', asks: 'all' }), undefined);
  });

  it('is refused where one field is something else', () => {
    fc.assert(
      fc.property(asks, fc.nat(), fc.constantFrom(...HOSTILE), (ask, at, hostile) => {
        const paths = pathsOf(ask);
        const path = paths[at % paths.length] ?? [];
        const last = path.at(-1) ?? '';
        fc.pre(!(SIGNED.has(last) && hostile === -3));
        assert.equal(readAsk(replaced(ask, path, hostile)), undefined, path.join('.'));
      }),
      { numRuns: 600 },
    );
  });

  it('is refused where a field that it needs is missing', () => {
    const optional = new Set(['given', 'part', 'field', 'window', 'pick', 'row', 'col', 'weight']);
    fc.assert(
      fc.property(asks, fc.nat(), (ask, at) => {
        const keys = Object.keys(ask).filter((key) => ask.kind !== 'pick' || !optional.has(key));
        const key = keys[at % keys.length] ?? '';
        assert.equal(readAsk(replaced(ask, [key], undefined)), undefined, key);
      }),
    );
  });

  it('is nothing else', () => {
    for (const hostile of [
      ...HOSTILE,
      undefined,
      { kind: 'explore' },
      { kind: 'toString', subject: { problem: 'p' } },
    ]) {
      assert.equal(readAsk(hostile), undefined);
      assert.equal(readSubject(hostile), undefined);
      assert.equal(readTakeaway(hostile), undefined);
    }
    const subject = { problem: 'p' };
    const tile = { kind: 'tile', subject, way: 'own', level: 41, row: 0, col: 0 };
    assert.equal(readAsk(tile), undefined);
    const patch = { kind: 'patch', subject, walk: 'forward', grid: 'source', plane: 0, channel: 0, step: 0 };
    const size = { notation: 'numbers', top: 0, left: 0, rows: 129, cols: 128 };
    assert.equal(readAsk({ ...patch, ...size }), undefined);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        assert.equal(readAsk(value), undefined);
      }),
    );
  });
});
