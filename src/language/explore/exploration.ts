import type { Exploration } from '../../protocol';
import type { Explored } from './subject';
import { noWalk, walksOf } from './walk';

/** What is known of a subject before anything of it is drawn. */
export function explore(explored: Explored): Exploration {
  const without = noWalk(explored);
  return {
    subject: explored.subject,
    stamp: 0,
    problem: explored.problem.title,
    name: explored.name,
    line: explored.line,
    walks: walksOf(explored),
    ...(without !== undefined && { noWalk: without }),
  };
}
