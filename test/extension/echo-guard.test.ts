import assert from 'node:assert/strict';
import { EchoGuard } from '../../src/extension/preview/echo-guard';

describe('the guard against echoes', () => {
  it('holds back what the cursor passes on its way, and where it was sent', async () => {
    const guard = new EchoGuard(() => 0);
    await guard.during(7, () => {
      assert.ok(guard.isEcho(0));
      assert.ok(guard.isEcho(7));
      return Promise.resolve();
    });
    assert.ok(guard.isEcho(7));
    assert.ok(guard.isEcho(7));
  });

  it('lets a person go on at once', async () => {
    const guard = new EchoGuard(() => 0);
    await guard.during(7, () => Promise.resolve());
    assert.equal(guard.isEcho(8), false);
    assert.equal(guard.isEcho(7), false);
  });

  it('lasts no longer than an editor needs to tell', async () => {
    let time = 0;
    const guard = new EchoGuard(() => time);
    await guard.during(7, () => Promise.resolve());
    time = 1001;
    assert.equal(guard.isEcho(7), false);
  });

  it('ends when the editor could not be shown', async () => {
    const guard = new EchoGuard(() => 0);
    await assert.rejects(guard.during(7, () => Promise.reject(new Error('closed'))));
    assert.equal(guard.isEcho(3), false);
  });
});
