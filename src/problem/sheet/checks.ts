import { describe, isRational, numberValue, scalarOf, toReal, valueText, type Value } from '../../core';
import { namesIn, type Expression } from '../expression/ast';
import { evaluate } from '../expression/evaluate';
import { withNames, type Scope } from '../expression/scope';
import { finding, type Finding } from '../finding';
import { get, type Node, type ScalarNode } from '../text/node';
import { FindingError } from './errors';
import { evaluateNode, expressionOf, outcomeOf, within } from './evaluate-node';
import { fillTemplate } from './template';

/** Something that must be true of `it`, the answer. */
export interface ClaimSheet {
  readonly node: ScalarNode;
  readonly expression: Expression;
  /** What is said where it fails. */
  readonly say: Node | undefined;
  /** What it costs where it fails: from 0 to 1. */
  readonly cost: number;
}

/** What has to be true of an answer, for a question with many right ones. */
export interface CheckSheet {
  readonly claims: readonly ClaimSheet[];
  /** Some of it can't be read, so it can't say what is right. */
  readonly broken: boolean;
}

/** What became of a claim about an answer. */
export type Held =
  | { readonly kind: 'holds' }
  /** @property why as a sentence, or undefined where there is nothing to add. */
  | { readonly kind: 'fails'; readonly why: string | undefined }
  /** It can't be said of such an answer. */
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'computing' };

/** Reads `check`: a claim, or a list of claims with what each costs. */
export function readCheck(node: Node, scope: Scope, findings: Finding[]): CheckSheet {
  const items = node.kind === 'list' ? node.items : [node];
  const read = items.flatMap((item) => {
    const that = item.kind === 'map' ? get(item, 'that') : item;
    if (that?.kind !== 'scalar') return [];
    const credit = get(item, 'credit');
    return [{ node: that, say: get(item, 'say'), credit: credit && readCredit(credit, scope, findings) }];
  });
  const given = read.reduce((sum, { credit = 0 }) => sum + credit, 0);
  const open = read.filter(({ credit }) => credit === undefined).length;
  // Where the others have taken all there is, a claim without a credit costs all.
  const share = given < 1 ? (1 - given) / Math.max(1, open) : 1;
  const claims = read.flatMap(({ node: that, say, credit }): ClaimSheet[] => {
    try {
      const expression = expressionOf(that);
      if (!namesIn(expression).has('it'))
        findings.push(
          finding('expected', that, 'A claim is about `it`, the answer; this one says nothing of it.', {
            severity: 'warning',
          }),
        );
      const claim = { node: that, expression, say, cost: credit ?? share };
      const unknown = unknownNames(claim, scope);
      findings.push(...unknown);
      return unknown.length === 0 ? [claim] : [];
    } catch (error) {
      if (!(error instanceof FindingError)) throw error;
      findings.push(error.finding, ...error.more);
      return [];
    }
  });
  return { claims, broken: claims.length < Math.max(1, items.length) };
}

/** Names in a claim that mean nothing, whatever the answer is; what else fails may be right for other answers. */
function unknownNames({ node, expression }: ClaimSheet, scope: Scope): readonly Finding[] {
  const outcome = outcomeOf(() => within(node, () => evaluate(expression, withIt(scope, numberValue(1)))));
  return outcome.kind === 'failed' && outcome.finding.code === 'unknown-name' ? [outcome.finding] : [];
}

/** A credit from 0 to 1. */
export function readCredit(node: Node, scope: Scope, findings: Finding[]): number | undefined {
  const outcome = outcomeOf(() => evaluateNode(node, scope));
  const scalar = outcome.kind === 'value' ? scalarOf(outcome.value) : undefined;
  const credit =
    scalar !== undefined && (typeof scalar === 'number' || isRational(scalar)) ? toReal(scalar) : -1;
  if (credit >= 0 && credit <= 1) return credit;
  findings.push(
    outcome.kind === 'failed'
      ? outcome.finding
      : finding('expected', node, '`credit` is a number from 0 to 1, as 0.5 or 1/2.'),
  );
  return undefined;
}

/** Whether a claim holds of an answer. */
export function holds({ node, expression }: ClaimSheet, it: Value, scope: Scope): Held {
  const outcome = outcomeOf(() => within(node, () => evaluate(expression, withIt(scope, it))));
  switch (outcome.kind) {
    case 'failed':
      return { kind: 'unreadable', message: outcome.finding.message };
    case 'waiting':
      return { kind: 'unreadable', message: `“${outcome.dependency}” could not be computed.` };
    case 'computing':
    case 'reading':
      return { kind: 'computing' };
    case 'value': {
      const { value } = outcome;
      if (value.kind === 'undefined') return { kind: 'fails', why: `It is undefined: ${value.reason}.` };
      if (value.kind !== 'boolean')
        return { kind: 'unreadable', message: `A claim is true or false; this is ${describe(value)}.` };
      return value.value ? { kind: 'holds' } : { kind: 'fails', why: value.counterexample };
    }
  }
}

/** A scope in which `it` is an answer. */
export function withIt(scope: Scope, it: Value): Scope {
  return withNames(scope, new Map([['it', it]]));
}

/** What an author says of an answer, with values filled in. */
export function saidOf(say: Node | undefined, it: Value, scope: Scope): string | undefined {
  return say && fillTemplate(say, withIt(scope, it), [], undefined, 'plain');
}

/** Where the author's own example doesn't pass; nothing where that takes too long to find out here. */
export function exampleFindings(
  { claims, broken }: CheckSheet,
  example: Value,
  at: Node,
  scope: Scope,
): readonly Finding[] {
  if (broken) return [];
  return claims.flatMap((claim) => {
    const held = holds(claim, example, scope);
    if (held.kind === 'holds' || held.kind === 'computing') return [];
    const why = held.kind === 'unreadable' ? held.message : held.why;
    return [
      finding(
        'answer',
        at,
        `The example ${valueText(example)} does not pass “${claim.node.text}”.${why === undefined ? '' : ` ${why}`}`,
      ),
    ];
  });
}
