import { attempt, isFailure, OverBudget, UndefinedError, withBudget } from '../../core';
import { told, type Diagnosis } from './diagnose';

/** One way in which a mistake can be made: what it gives, or how it is told that an answer comes from it. */
export type Idea<Given> = { readonly say: string } & (
  { readonly gives: () => Given | undefined } | { readonly fits: (answer: Given) => boolean }
);

/** A misconception about how a matrix or a feature map is made, as what it makes of the very layer that is asked about. */
export interface TransformMistake<Site, Given> {
  readonly id: string;
  readonly title: string;
  /** Share of the points that a teacher would still give. */
  readonly credit: number;
  /** Whether it is thought of only where nothing else explains an answer. */
  readonly last?: boolean;
  /** The ways to make it here, the likeliest first; none where it can't happen. */
  readonly wrong: (site: Site) => readonly Idea<Given>[];
}

/** An answer that is not the key, and how to tell what it is. */
export interface Answered<Given> {
  readonly answer: Given;
  /** Whether something is what was answered. */
  readonly isAnswer: (given: Given) => boolean;
  /** Whether something is right: a mistake that gives this explains nothing. */
  readonly isRight: (given: Given) => boolean;
  /** What an answer is called: `matrix`. */
  readonly called: string;
}

/** What looking for a mistake may cost, in microseconds by core's reckoning. */
const BUDGET = 20_000;

/** Which of the mistakes give this answer; undefined where none does. What would cost too much is not looked at. */
export function explain<Site, Given>(
  mistakes: readonly TransformMistake<Site, Given>[],
  site: Site,
  answered: Answered<Given>,
): Diagnosis | undefined {
  const found: { readonly mistake: TransformMistake<Site, Given>; readonly say: string }[] = [];
  orUndefined(() => {
    withBudget(BUDGET, () => {
      for (const mistake of mistakes) {
        if (mistake.last === true && found.length > 0) continue;
        const ideas = affordable(() => mistake.wrong(site)) ?? [];
        const idea = ideas.find((candidate) => affordable(() => explains(candidate, answered)) === true);
        if (idea) found.push({ mistake, say: idea.say });
      }
    });
  });
  return told(
    found.map(({ mistake: { id, title, credit }, say }) => ({ id, title, credit, say: () => say })),
    answered.called,
  );
}

function explains<Given>(idea: Idea<Given>, { answer, isAnswer, isRight }: Answered<Given>): boolean {
  if ('fits' in idea) return idea.fits(answer);
  const given = idea.gives();
  return given !== undefined && isAnswer(given) && !isRight(given);
}

/** What `work` gives, or undefined where the mathematics has nothing to give. A budget that is used up passes. */
function affordable<T>(work: () => T): T | undefined {
  try {
    const result = attempt(work);
    return isFailure(result) ? undefined : result;
  } catch (error) {
    if (error instanceof UndefinedError) return undefined;
    throw error;
  }
}

/** What `work` gives, or undefined where there is nothing, or it costs too much. */
export function orUndefined<T>(work: () => T): T | undefined {
  try {
    return affordable(work);
  } catch (error) {
    if (error instanceof OverBudget) return undefined;
    throw error;
  }
}

/** `3 × 3`, as sizes stand in sentences. */
export function sizeText(sizes: readonly number[]): string {
  return sizes.join('×');
}
