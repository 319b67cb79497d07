import { OverBudget, Random, valueJson, valueText, withBudget } from '../../core';
import { BrokenDependency, type Scope } from '../expression/scope';
import { finding, type Finding } from '../finding';
import type { Entry, Node, ScalarNode } from '../text/node';
import { FindingError } from './errors';
import { evaluateNode, outcomeOf, type Outcome } from './evaluate-node';
import { GivenScope, type Givens } from './given-scope';
import {
  claimsOf,
  drawValue,
  isVariation,
  possibleValues,
  readVariation,
  type Possible,
  type Variation,
} from './variation';

/** How often the numbers of a variant are drawn before it is said that what must hold of them never does. */
const MAX_DRAWS = 500;
/** The variants that are looked at while somebody types, for their numbers alone. */
const SURVEYED = 20;
/** What looking at them may cost, in microseconds. */
const SURVEY_US = 20_000;

/**
 * The parameters of one problem that differ from variant to variant. Their numbers are drawn from the number of the
 * variant, the id of the problem and the name of the parameter: nothing else that is edited changes them.
 */
export class Variants {
  /** Parameters that can be drawn, by name, and those that can't be, with why. */
  private readonly variations = new Map<string, Variation>();
  private readonly broken = new Map<string, Outcome>();
  private readonly examples = new Map<Node, Node>();
  private readonly claims: readonly ScalarNode[];

  /** @param parameters what stands under `let`. @param where what must hold of them together. */
  constructor(
    private readonly problem: string,
    private readonly parameters: readonly Entry[],
    where: Node | undefined,
  ) {
    for (const { key, value } of parameters) if (isVariation(value)) this.read(key.text, value);
    this.claims = [...claimsOf(where), ...[...this.variations.values()].flatMap((one) => one.where)];
  }

  private read(name: string, value: Node): void {
    if (!isVariation(value) || this.variations.has(name) || this.broken.has(name)) return;
    try {
      const variation = readVariation(name, value);
      this.variations.set(name, variation);
      this.examples.set(value, variation.example);
    } catch (error) {
      if (!(error instanceof FindingError)) throw error;
      this.broken.set(name, { kind: 'failed', finding: error.finding, more: error.more });
    }
  }

  /** The names of a problem in one variant, with what is wrong with its numbers. */
  scopeOf(
    variant: number,
    names: Omit<Givens, 'drawn' | 'definition'>,
  ): { readonly scope: GivenScope; readonly findings: readonly Finding[] } {
    const given = { ...names, definition: (node: Node) => this.examples.get(node) ?? node };
    if (variant === 0) {
      const scope = new GivenScope({ ...given, drawn: (name) => this.broken.get(name) });
      const findings = this.exampleFindings(scope);
      return { scope, findings: [...findings, ...this.survey(given, scope)] };
    }
    return this.draw(variant, given);
  }

  /** What a parameter may be; undefined for one that is the same in all variants. */
  possible(name: string, scope: Scope): Possible | undefined {
    const variation = this.variations.get(name);
    if (!variation) return undefined;
    try {
      return possibleValues(variation, scope);
    } catch (error) {
      // What is wrong with a range is said where it is drawn from.
      if (error instanceof FindingError || error instanceof BrokenDependency || error instanceof OverBudget)
        return undefined;
      throw error;
    }
  }

  /** Draws numbers until everything holds that must. */
  private draw(
    variant: number,
    given: Omit<Givens, 'drawn'>,
  ): { readonly scope: GivenScope; readonly findings: readonly Finding[] } {
    const failures = new Map<ScalarNode, number>();
    for (let attempt = 0; attempt < MAX_DRAWS; attempt++) {
      const scope = new GivenScope({ ...given, before: undefined, drawn: this.drawing(variant, attempt) });
      const { broken, findings } = this.hold(scope);
      if (!broken) return { scope, findings };
      failures.set(broken, (failures.get(broken) ?? 0) + 1);
      if (this.variations.size === 0)
        return { scope, findings: [...findings, this.fails(broken, variant, scope)] };
    }
    const [blamed] = [...failures].reduce((most, one) => (one[1] > most[1] ? one : most));
    const never = finding(
      'variant',
      blamed,
      `Variant ${variant} can’t be drawn: this${this.claims.length > 1 ? ' and what else must hold' : ''} held in none of ${MAX_DRAWS} draws. Ask for less, or let the parameters have more values.`,
    );
    const failed: Outcome = { kind: 'failed', finding: never, more: [] };
    const drawn = (name: string): Outcome | undefined =>
      this.variations.has(name) ? failed : this.broken.get(name);
    return { scope: new GivenScope({ ...given, before: undefined, drawn }), findings: [never] };
  }

  private drawing(variant: number, attempt: number): Givens['drawn'] {
    return (name, scope) => {
      const variation = this.variations.get(name);
      if (!variation) return this.broken.get(name);
      const random = Random.named([variant, this.problem, name, attempt].join('\n'));
      return outcomeOf(() => drawValue(variation, scope, random));
    };
  }

  /** The first claim that doesn't hold, and what is wrong with claims that say nothing. */
  private hold(scope: Scope): {
    readonly broken: ScalarNode | undefined;
    readonly findings: readonly Finding[];
  } {
    const findings: Finding[] = [];
    for (const claim of this.claims) {
      const outcome = outcomeOf(() => evaluateNode(claim, scope));
      if (outcome.kind === 'failed') findings.push(outcome.finding, ...outcome.more);
      if (outcome.kind !== 'value') continue;
      const { value } = outcome;
      if (value.kind === 'undefined' || (value.kind === 'boolean' && !value.value))
        return { broken: claim, findings };
      if (value.kind !== 'boolean')
        findings.push(
          finding('value', claim, `What must hold is true or false, as m < n; this is ${valueText(value)}.`),
        );
    }
    return { broken: undefined, findings };
  }

  private exampleFindings(scope: GivenScope): readonly Finding[] {
    const { broken, findings: said } = this.hold(scope);
    const misplaced = this.parameters.find(({ key }) => key.text === 'where');
    const findings = misplaced
      ? [...said, finding('variant', misplaced.key, IS_MISPLACED, { severity: 'warning' })]
      : said;
    return broken ? [...findings, this.fails(broken, 0, scope)] : findings;
  }

  /** A claim that doesn't hold of the numbers of a variant. */
  private fails(claim: ScalarNode, variant: number, scope: GivenScope): Finding {
    const which = variant === 0 ? 'The author’s example' : `Variant ${variant}`;
    const numbers = numbersText([...this.variations.keys()], scope);
    return finding('variant', claim, `${which}${numbers === '' ? '' : ` (${numbers})`} breaks this.`, {
      severity: 'warning',
    });
  }

  /** What the numbers of the first variants show: parameters that can't be drawn, or are always the same. */
  private survey(given: Omit<Givens, 'drawn'>, example: GivenScope): readonly Finding[] {
    if (this.variations.size === 0) return [];
    const seen = new Map<string, Set<string>>();
    const findings = this.unusable(example);
    try {
      withBudget(SURVEY_US, () => {
        // What was computed elsewhere was computed with the numbers of the example.
        const quiet = { ...given, computed: (): void => undefined, elsewhere: (): undefined => undefined };
        for (let variant = 1; variant <= SURVEYED && findings.length === 0; variant++) {
          const { scope, findings: found } = this.draw(variant, quiet);
          // What is wrong with a claim itself is said of the example.
          const never = found.filter(({ code }) => code === 'variant');
          findings.push(...never, ...this.undrawn(scope, variant));
          for (const name of this.variations.keys())
            seen.set(
              name,
              (seen.get(name) ?? new Set()).add(numberKey(name, scope) ?? `unknown in ${variant}`),
            );
        }
      });
    } catch (error) {
      if (!(error instanceof OverBudget)) throw error;
      return findings;
    }
    return findings.length > 0 ? findings : this.constants(seen);
  }

  /** Values that variants choose from and that have none. */
  private unusable(example: GivenScope): Finding[] {
    return [...this.variations.values()].flatMap((variation) => {
      if (variation.range.kind !== 'choose') return [];
      return variation.range.items.flatMap((item) => {
        const outcome = outcomeOf(() => evaluateNode(item, example, variation.name));
        return outcome.kind === 'failed' ? [outcome.finding, ...outcome.more] : [];
      });
    });
  }

  /** Why parameters have no value in a variant. */
  private undrawn(scope: GivenScope, variant: number): readonly Finding[] {
    return [...this.variations.keys()].flatMap((name) => {
      const outcome = scope.outcome(name);
      if (outcome?.kind !== 'failed') return [];
      const { finding: found } = outcome;
      const only = variant === 1 ? '' : ` (In variant ${variant}.)`;
      return [{ ...found, message: found.message + only }];
    });
  }

  private constants(seen: ReadonlyMap<string, ReadonlySet<string>>): readonly Finding[] {
    return this.parameters.flatMap(({ key, value }) =>
      seen.get(key.text)?.size === 1 && this.variations.get(key.text)?.node === value
        ? [
            finding(
              'variant',
              key,
              `“${key.text}” is the same in all of the first ${SURVEYED} variants; give it more values, or one number.`,
              { severity: 'warning' },
            ),
          ]
        : [],
    );
  }
}

const IS_MISPLACED =
  'This is a parameter called “where”. What must hold of the numbers stands at the problem, beside `let`, or inside a parameter.';

/** A number as it is told apart from others; undefined where there is none, or it is too dear to be had here. */
function numberKey(name: string, scope: GivenScope): string | undefined {
  const outcome = scope.outcome(name);
  return outcome?.kind === 'value' ? JSON.stringify(valueJson(outcome.value)) : undefined;
}

/** `n = 9, m = 3`. */
export function numbersText(names: readonly string[], scope: GivenScope): string {
  return names
    .flatMap((name) => {
      const outcome = scope.outcome(name);
      return outcome?.kind === 'value' ? [`${name} = ${valueText(outcome.value)}`] : [];
    })
    .join(', ');
}
