import { Worker } from 'node:worker_threads';
import type * as vscode from 'vscode';
import type { Job, JobResult } from '../language';
import type { Delivery, Order } from '../worker';

/** Thrown to who asked for a job that nobody needs any more. */
export class Cancelled extends Error {}

interface Waiting {
  readonly order: Order;
  readonly done: (result: JobResult) => void;
  readonly failed: (error: Error) => void;
}

/** A job that nobody needs may still go on for so long. */
const GRACE_MS = 500;

/** A thread that has done nothing for so long is ended. */
const IDLE_MS = 120_000;

/**
 * Does jobs in another thread, one after the other. A job that is cancelled and goes on takes the thread with it: the next
 * one starts a new thread, which computes again what it needs, so nothing is lost.
 */
export class WorkerClient implements vscode.Disposable {
  private thread: Worker | undefined;
  private readonly queue: Waiting[] = [];
  private running: Waiting | undefined;
  private nextId = 1;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly script: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** @throws Cancelled where the token says so first, or an error where the job can't be done. */
  run(job: Job, token: vscode.CancellationToken): Promise<JobResult> {
    return new Promise((done, failed) => {
      const listener = token.onCancellationRequested(() => {
        this.cancel(waiting);
      });
      const waiting: Waiting = {
        order: { id: this.nextId++, job },
        done: (result) => {
          listener.dispose();
          done(result);
        },
        failed: (error) => {
          listener.dispose();
          failed(error);
        },
      };
      this.queue.push(waiting);
      this.next();
    });
  }

  dispose(): void {
    clearTimeout(this.idle);
    void this.thread?.terminate();
    for (const { failed } of [...this.queue, ...(this.running ? [this.running] : [])])
      failed(new Cancelled());
    this.queue.length = 0;
    this.running = undefined;
  }

  private cancel(waiting: Waiting): void {
    const place = this.queue.indexOf(waiting);
    if (place >= 0) this.queue.splice(place, 1);
    else if (this.running !== waiting) return;
    waiting.failed(new Cancelled());
    if (this.running !== waiting) return;
    // What is nearly done is worth more than a new thread, which has to compute all again.
    setTimeout(() => {
      if (this.running !== waiting) return;
      this.end();
      this.next();
    }, GRACE_MS);
  }

  private next(): void {
    if (this.running) return;
    this.running = this.queue.shift();
    clearTimeout(this.idle);
    if (!this.running) {
      this.idle = setTimeout(() => {
        this.end();
      }, IDLE_MS);
      return;
    }
    this.thread ??= this.start();
    this.thread.postMessage(this.running.order);
  }

  private start(): Worker {
    const thread = new Worker(this.script.fsPath, { resourceLimits: { maxOldGenerationSizeMb: 2048 } });
    thread.on('message', (delivery: Delivery) => {
      if (delivery.id !== this.running?.order.id) return;
      const { done, failed } = this.running;
      this.running = undefined;
      if ('result' in delivery) done(delivery.result);
      else failed(new Error(delivery.error));
      this.next();
    });
    // A thread that breaks down, for want of memory say, fails the job that it was at; the next has a new one.
    thread.on('error', (error) => {
      this.log.error('The worker broke down', error);
      this.fail(thread, error);
    });
    thread.on('exit', () => {
      this.fail(thread, new Error('The worker ended.'));
    });
    return thread;
  }

  private fail(thread: Worker, error: Error): void {
    if (thread !== this.thread) return;
    this.thread = undefined;
    const { running } = this;
    this.running = undefined;
    running?.failed(error);
    this.next();
  }

  private end(): void {
    const { thread } = this;
    this.thread = undefined;
    this.running = undefined;
    void thread?.terminate();
  }
}
