import { finding, type Finding } from '../finding';
import { get, type MapNode } from '../text/node';

/** What an id may be made of. */
export interface IdRule {
  readonly pattern: RegExp;
  readonly words: string;
}

export const PROBLEM_ID: IdRule = { pattern: /^[\p{L}\p{N}_.-]+$/u, words: 'letters, digits, -, _ and .' };
export const PART_ID: IdRule = { pattern: /^[\p{L}\p{N}_-]+$/u, words: 'letters, digits, - and _' };

/** The id of a problem or part; added to those that are taken. */
export function readId(
  node: MapNode,
  taken: Set<string>,
  rule: IdRule,
  findings: Finding[],
): string | undefined {
  const id = get(node, 'id');
  if (id?.kind !== 'scalar') return undefined;
  if (!rule.pattern.test(id.text)) findings.push(finding('expected', id, `An id is made of ${rule.words}.`));
  if (taken.has(id.text))
    findings.push(
      finding(
        'duplicate-id',
        id,
        `The id “${id.text}” is used twice; answers could not say which one they mean.`,
      ),
    );
  taken.add(id.text);
  return id.text;
}
