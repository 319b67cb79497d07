import assert from 'node:assert/strict';
import { inSlices } from '../../src/extension/slices';

describe('work in slices', () => {
  it('passes all on, in order, and lets others have their turn where one thing takes long', async () => {
    const log: string[] = [];
    let clock = 0;
    setImmediate(() => log.push('others'));
    await inSlices(
      [1, 2, 3, 4],
      (thing) => {
        clock += thing === 2 ? 20 : 1;
        return Promise.resolve(thing * 10);
      },
      (done) => {
        log.push(done.join(' '));
      },
      () => clock,
    );
    assert.deepEqual(log, ['10 20', 'others', '30 40']);
  });

  it('passes nothing on where there is nothing', async () => {
    const passed: unknown[] = [];
    await inSlices(
      [],
      () => Promise.resolve(1),
      (done) => passed.push(done),
    );
    assert.deepEqual(passed, []);
  });
});
