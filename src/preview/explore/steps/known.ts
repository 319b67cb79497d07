import type { Frame, FrameAsk, Patch, PatchAsk, Refused } from '../../../protocol';
import type { AskHost } from '../ask';

/** As many answers are kept of each kind; what was not looked at for the longest time goes first. */
const MOST = 500;

type StepAsk = FrameAsk | PatchAsk;

/** The frames and patches that are here already, and how to get those that are not. */
export class Known {
  readonly #frames = new Map<string, Frame | Refused>();
  readonly #patches = new Map<string, Patch | Refused>();
  readonly #asked = new Set<string>();
  readonly #ask: AskHost;
  /** Told after each answer. */
  listener: () => void = () => undefined;

  constructor(ask: AskHost) {
    this.#ask = ask;
  }

  readonly frame = (ask: FrameAsk): Frame | Refused | undefined => recall(this.#frames, keyOf(ask));

  readonly patch = (ask: PatchAsk): Patch | Refused | undefined => recall(this.#patches, keyOf(ask));

  /** Asks for those that are neither here nor on their way. */
  want(asks: readonly StepAsk[]): void {
    for (const ask of asks) {
      const key = keyOf(ask);
      if (this.#asked.has(key) || this.#frames.has(key) || this.#patches.has(key)) continue;
      this.#asked.add(key);
      void this.#get(ask, key);
    }
  }

  async #get(ask: StepAsk, key: string): Promise<void> {
    try {
      if (ask.kind === 'frame') put(this.#frames, key, await this.#ask(ask));
      else put(this.#patches, key, await this.#ask(ask));
    } finally {
      this.#asked.delete(key);
    }
    this.listener();
  }
}

function keyOf(ask: StepAsk): string {
  return Object.entries(ask)
    .flatMap(([name, value]) => (name === 'subject' ? [] : [String(value)]))
    .join(' ');
}

function recall<T>(answers: Map<string, T>, key: string): T | undefined {
  const answer = answers.get(key);
  if (answer === undefined) return undefined;
  answers.delete(key);
  answers.set(key, answer);
  return answer;
}

function put<T>(answers: Map<string, T>, key: string, answer: T): void {
  answers.set(key, answer);
  const [oldest] = answers.keys();
  if (answers.size > MOST && oldest !== undefined) answers.delete(oldest);
}
