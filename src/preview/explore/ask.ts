import type { Answers, Ask, HostMessage, NumberedAsk, PageMessage, Refused } from '../../protocol';

/** Asks the host; a sentence where it has no answer. */
export type AskHost = <A extends Ask>(ask: A) => Promise<Answers[A['kind']] | Refused>;

/** Gives each question a number, and each answer to who asked. What is asked within one task goes in one message. */
export class Asker {
  private readonly waiting = new Map<number, (answer: Answers[Ask['kind']] | Refused) => void>();
  private last = 0;
  private unsent: NumberedAsk[] = [];

  /** @param uriOf the document that is shown when a question is asked. */
  constructor(
    private readonly send: (message: PageMessage) => void,
    private readonly uriOf: () => string,
  ) {}

  readonly ask = ((ask: Ask) =>
    new Promise<Answers[Ask['kind']] | Refused>((resolve) => {
      const id = ++this.last;
      this.waiting.set(id, resolve);
      if (this.unsent.length === 0) {
        const uri = this.uriOf();
        queueMicrotask(() => {
          const asks = this.unsent;
          this.unsent = [];
          this.send({ type: 'asks', uri, asks });
        });
      }
      this.unsent.push({ id, ask });
    })) as AskHost;

  receive({ answers }: HostMessage & { readonly type: 'answers' }): void {
    for (const { id, answer } of answers) {
      const resolve = this.waiting.get(id);
      this.waiting.delete(id);
      resolve?.(answer);
    }
  }
}
