import { finding, type Finding } from '../finding';
import { get, type MapNode } from '../text/node';

/** What an id may be made of. */
export interface IdRule {
  readonly pattern: RegExp;
  readonly words: string;
}

export const PROBLEM_ID: IdRule = { pattern: /^[\p{L}\p{N}_.-]+$/u, words: 'letters, digits, -, _ and dots' };
export const PART_ID: IdRule = { pattern: /^[\p{L}\p{N}_-]+$/u, words: 'letters, digits, - and _' };

/** The id of a problem or part. */
export function readId(node: MapNode, rule: IdRule, findings: Finding[]): string | undefined {
  const id = get(node, 'id');
  if (id?.kind !== 'scalar') return undefined;
  if (!rule.pattern.test(id.text)) findings.push(finding('expected', id, `An id is made of ${rule.words}.`));
  return id.text;
}

/** For each node, a finding at its id where one before it has the same. */
export function repeatedIds(nodes: readonly MapNode[]): (Finding | undefined)[] {
  const taken = new Set<string>();
  return nodes.map((node) => {
    const id = get(node, 'id');
    if (id?.kind !== 'scalar') return undefined;
    if (taken.has(id.text))
      return finding(
        'duplicate-id',
        id,
        `The id “${id.text}” is used twice; answers could not say which one they mean.`,
      );
    taken.add(id.text);
    return undefined;
  });
}
