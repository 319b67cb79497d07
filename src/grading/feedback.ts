import type { Feedback } from '../problem';
import type { Judgement } from './verdict';

/**
 * A judgement as far as the author wants it told. `hint` names the mistake, `formula` says what is right too, `value` has
 * the numbers of the case. What has no mistake would give values away, so it is only said that it isn’t right.
 */
export function told(judged: Judgement, level: Feedback): Judgement {
  if (level === 'value') return judged;
  const { verdict, mistake, formula } = judged;
  if (verdict === 'correct') return { ...judged, message: 'Right.' };
  if (verdict !== 'wrong' && verdict !== 'partial' && verdict !== 'convention') return judged;
  if (!mistake) return { ...judged, message: 'This is not right yet.' };
  const named = `Look again: ${mistake.title}.`;
  return {
    ...judged,
    message: level === 'formula' && formula !== undefined ? `${named} Right is ${formula}.` : named,
  };
}
