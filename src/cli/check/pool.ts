import { Worker } from 'node:worker_threads';
import { refused, type Checked, type Manner, type Task } from './checked';

/** What a thread is told when it starts; by `role` it knows that it is one. */
export interface Start extends Manner {
  readonly role: 'check';
}

export interface Order {
  readonly index: number;
  readonly task: Task;
}

/** What a thread says: that it is there, or what became of an order. */
export type Reply = 'ready' | { readonly index: number; readonly checked: Checked };

export interface PoolOptions {
  /** The program that the threads run. */
  readonly script: string;
  readonly jobs: number;
  /** Milliseconds that one file may take. */
  readonly limit: number;
  readonly manner: Manner;
  /** Megabytes that a thread may take. */
  readonly memory?: number;
}

/** Orders that wait in a thread, so that it is never idle while an answer is on its way. */
const QUEUED = 4;
/** Results that may wait for one before them: what is kept doesn't grow with the number of files. */
const AHEAD = 2000;
const MEMORY = 1024;

interface Thread {
  readonly worker: Worker;
  /** In the order in which they are done. */
  readonly orders: Order[];
  ready: boolean;
  /** When it began with the first of its orders. */
  since: number;
}

/** Checks files in threads. A file that takes one down, or too long, is a finding; another thread goes on. */
export class Pool {
  private readonly threads = new Set<Thread>();
  private readonly done = new Map<number, Checked>();
  private readonly again: Order[] = [];
  private next = 0;
  private printed = 0;
  private failure: Error | undefined;
  private stopped = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly tasks: readonly Task[],
    private readonly options: PoolOptions,
  ) {}

  /** What became of the files, in their order. */
  async *results(): AsyncGenerator<Checked> {
    const jobs = Math.max(1, Math.min(this.options.jobs, this.tasks.length));
    for (let job = 0; job < jobs; job += 1) this.start();
    const { limit } = this.options;
    const clock = setInterval(
      () => {
        this.endSlow();
      },
      Math.min(250, limit / 4),
    );
    try {
      while (this.printed < this.tasks.length) {
        const checked = this.done.get(this.printed);
        if (checked) {
          this.done.delete(this.printed);
          this.printed += 1;
          yield checked;
          continue;
        }
        if (this.failure) throw this.failure;
        if (this.stopped) break;
        for (const thread of this.threads) this.feed(thread);
        if (this.done.has(this.printed)) continue;
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
      // What was done out of turn is not lost.
      for (const [, checked] of [...this.done].sort(([a], [b]) => a - b)) yield checked;
    } finally {
      clearInterval(clock);
      await this.end();
    }
  }

  /** Leaves what is not done yet. */
  stop(): void {
    this.stopped = true;
    this.wake();
  }

  private start(): void {
    const { script, manner, memory = MEMORY } = this.options;
    const workerData: Start = { role: 'check', ...manner };
    const worker = new Worker(script, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memory },
      stderr: true,
    });
    const thread: Thread = { worker, orders: [], ready: false, since: 0 };
    this.threads.add(thread);
    let reason = 'it ended of itself';
    worker.on('message', (reply: Reply) => {
      if (reply === 'ready') thread.ready = true;
      else this.settle(thread, reply);
      thread.since = performance.now();
      this.feed(thread);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it takes too much memory' : error.message;
    });
    worker.on('exit', () => {
      if (!this.threads.delete(thread)) return;
      const [guilty, ...others] = thread.orders;
      if (guilty) this.refuse(guilty, `This file could not be checked: ${reason}.`);
      else if (!thread.ready) this.failure = new Error(`The threads don’t start: ${reason}.`);
      this.replace(others);
    });
  }

  /** Another thread goes on with what one has left. */
  private replace(left: readonly Order[]): void {
    this.again.unshift(...left);
    if (!this.failure && !this.stopped && (this.again.length > 0 || this.next < this.tasks.length))
      this.start();
    this.wake();
  }

  private settle(thread: Thread, { index, checked }: Exclude<Reply, 'ready'>): void {
    const at = thread.orders.findIndex((order) => order.index === index);
    if (at < 0) return;
    thread.orders.splice(at, 1);
    this.done.set(index, checked);
    if (index === this.printed) this.wake();
  }

  private refuse({ index, task }: Order, message: string): void {
    this.done.set(index, refused(task.file, message, { code: 'answer-file' }));
  }

  private feed(thread: Thread): void {
    if (!thread.ready || this.stopped || !this.threads.has(thread)) return;
    while (thread.orders.length < QUEUED) {
      const order = this.take();
      if (!order) return;
      if (thread.orders.length === 0) thread.since = performance.now();
      thread.orders.push(order);
      thread.worker.postMessage(order);
    }
  }

  private take(): Order | undefined {
    const again = this.again.shift();
    if (again) return again;
    while (this.next < this.tasks.length && this.next < this.printed + AHEAD) {
      const index = this.next;
      const task = this.tasks[index];
      this.next += 1;
      if (task?.known) {
        this.done.set(index, task.known);
        if (index === this.printed) this.wake();
      } else if (task) return { index, task };
    }
    return undefined;
  }

  private endSlow(): void {
    const { limit } = this.options;
    for (const thread of [...this.threads]) {
      const [slow, ...others] = thread.orders;
      if (!slow || performance.now() - thread.since < limit) continue;
      // It is judged here: what it might still say while it ends would be about another file.
      this.threads.delete(thread);
      void thread.worker.terminate();
      thread.orders.length = 0;
      this.refuse(slow, `This file takes longer to check than the ${limit / 1000} seconds that a file may.`);
      this.replace(others);
    }
  }

  private async end(): Promise<void> {
    const threads = [...this.threads];
    this.threads.clear();
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
}
