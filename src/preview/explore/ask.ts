import type { Answers, Ask, HostMessage, PageMessage, Refused } from '../../protocol';

/** Asks the host; a sentence where it has no answer. */
export type AskHost = <A extends Ask>(ask: A) => Promise<Answers[A['kind']] | Refused>;

/** Gives each question a number, and each answer to who asked. */
export class Asker {
  private readonly waiting = new Map<number, (answer: Answers[Ask['kind']] | Refused) => void>();
  private last = 0;

  /** @param uriOf the document that is shown when a question is asked. */
  constructor(
    private readonly send: (message: PageMessage) => void,
    private readonly uriOf: () => string,
  ) {}

  readonly ask = ((ask: Ask) =>
    new Promise<Answers[Ask['kind']] | Refused>((resolve) => {
      const id = ++this.last;
      this.waiting.set(id, resolve);
      this.send({ type: 'ask', uri: this.uriOf(), id, ask });
    })) as AskHost;

  receive({ id, answer }: HostMessage & { readonly type: 'answer' }): void {
    const resolve = this.waiting.get(id);
    this.waiting.delete(id);
    resolve?.(answer);
  }
}
