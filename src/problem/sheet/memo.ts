import { sameValue, type Value } from '../../core';
import type { NamedFile } from '../files';
import type { Outcome } from './evaluate-node';

/** What a name stood for when it was used: a value that was set, what became of its definition, a file, or nothing. */
export type Used = Value | Outcome | NamedFile | undefined;

interface Kept {
  readonly outcome: Outcome;
  readonly uses: ReadonlyMap<string, Used>;
}

/**
 * What has been computed in a problem, by what was written, with the names that were used for it. The next version of
 * the problem takes over what would come out the same.
 */
export class Memo {
  private readonly kept = new Map<string, Kept>();
  /** All outcomes, those too that are not kept. */
  private readonly outcomes = new Map<string, Kept>();
  private readonly open: Map<string, Used>[] = [];

  constructor(private readonly before: Memo | undefined) {}

  /** The keys whose outcomes are too dear to be computed here. */
  computing(): readonly string[] {
    return [...this.outcomes].flatMap(([key, { outcome }]) => (outcome.kind === 'computing' ? [key] : []));
  }

  outcomeOf(key: string): Outcome | undefined {
    return this.outcomes.get(key)?.outcome;
  }

  /** The names that the outcome for a key depends on. */
  usesOf(key: string): readonly string[] {
    return [...(this.outcomes.get(key)?.uses.keys() ?? [])];
  }

  /** A name was used for what is being computed. */
  use(name: string, used: Used): void {
    this.open.at(-1)?.set(name, used);
  }

  /**
   * The outcome for a key: the one from before where everything that it used is what it was, else what `compute` gives.
   * @param key all that the outcome depends on, but for names.
   * @param resolve what a name stands for now.
   */
  remember(key: string, resolve: (name: string) => Used, compute: () => Outcome): Outcome {
    const known = this.kept.get(key);
    if (known) return known.outcome;
    const before = this.before?.kept.get(key);
    if (before && [...before.uses].every(([name, used]) => isSame(resolve(name), used))) {
      this.kept.set(key, before);
      this.outcomes.set(key, before);
      return before.outcome;
    }
    const uses = new Map<string, Used>();
    this.open.push(uses);
    try {
      const outcome = compute();
      this.outcomes.set(key, { outcome, uses });
      // Findings have places, which move; what has none can be taken over.
      if (outcome.kind === 'value') this.kept.set(key, { outcome, uses });
      return outcome;
    } finally {
      this.open.pop();
    }
  }
}

function isSame(now: Used, before: Used): boolean {
  if (now === before) return true;
  return now?.kind === 'formula' && before?.kind === 'formula' && sameValue(now, before) === true;
}
