import type { Answers, Ask, Refused } from '../../protocol';

/** Asks the extension host; each kind of question has its kind of answer. */
export type AskHost = <A extends Ask>(ask: A) => Promise<Answers[A['kind']] | Refused>;
