/** Entry of the thread that does what would block the editor. It knows nothing but the jobs that it is sent. */
import { parentPort } from 'node:worker_threads';
import type * as Language from '../language';
import type { Job } from '../language';

/** What the editor sends, one job at a time. */
export interface Order {
  readonly id: number;
  readonly job: Job;
}

/** What comes back for an order. */
export type Delivery =
  | { readonly id: number; readonly result: Language.JobResult }
  | { readonly id: number; readonly error: string };

async function main(): Promise<void> {
  const { JobRunner } = await import('../language/job-runner');
  const runner = new JobRunner();
  parentPort?.on('message', ({ id, job }: Order) => {
    let delivery: Delivery;
    try {
      delivery = { id, result: runner.run(job) };
    } catch (error) {
      delivery = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    parentPort?.postMessage(delivery);
  });
}

void main();
