/**
 * Answers what the page asks when something is looked at closely: one file a kind of answer. All are functions of what the
 * subject stands for; what was made for it is kept as long as it stays the same.
 */
import type { Answers, Ask, Refused, Subject, Takeaway } from '../../protocol';
import type { Worksheet } from '../../problem';
import { FORMATS, formatsOf, type Format } from '../formats';
import type { Showing } from '../showing';
import { explore } from './exploration';
import { find } from './find';
import { frame, patch } from './walk';
import { report } from './pick';
import { subjectOf, type Explored } from './subject';
import { take } from './take';
import { tile } from './tile';

/** The answer to what the page asks of a worksheet; a sentence where there is none. */
export function answerAsk(
  worksheet: Worksheet,
  ask: Ask,
  showing: Showing = { keys: true },
): Answers[Ask['kind']] | Refused {
  const subject = subjectOf(worksheet, ask.subject, showing);
  return 'refused' in subject ? subject : answer(subject, ask);
}

function answer(explored: Explored, ask: Ask): Answers[Ask['kind']] | Refused {
  switch (ask.kind) {
    case 'explore':
      return explore(explored);
    case 'tile':
      return tile(explored, ask);
    case 'pick':
      return report(explored, ask);
    case 'find':
      return find(explored, ask);
    case 'frame':
      return frame(explored, ask);
    case 'patch':
      return patch(explored, ask);
    case 'take':
      return take(explored, ask);
  }
}

export { copyAt, type Copy, type CopyFormat } from '../copy';
/** What a view of a subject can be taken as, in the order in which it is offered. */
export function formatsFor(
  worksheet: Worksheet,
  subject: Subject,
  view: Takeaway['view'],
  showing: Showing = { keys: true },
): readonly Format[] | Refused {
  const explored = subjectOf(worksheet, subject, showing);
  return 'refused' in explored ? explored : formatsOf(view, explored.value);
}

export { FORMATS, formatsOf, type Format };
