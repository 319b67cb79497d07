import { parentPort, workerData } from 'node:worker_threads';
import { Checker } from './checked';
import type { Order, Reply, Start } from './pool';

/** Whether this program runs as a thread of a pool; then it does what it is told and nothing else. */
export function runAsThread(): boolean {
  const port = parentPort;
  const start = workerData as Start | undefined;
  if (!port || start?.role !== 'check') return false;
  const checker = new Checker(start);
  const reply = (message: Reply): void => {
    port.postMessage(message);
  };
  port.on('message', ({ index, task }: Order) => {
    reply({ index, checked: checker.check(task) });
  });
  reply('ready');
  return true;
}
