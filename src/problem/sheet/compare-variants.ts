import { valueJson, valueText } from '../../core';
import type { Span } from '../expression/ast';
import { finding, tidied, type Finding } from '../finding';
import { openProblemSet, type OpenOptions } from './open';
import { inFile, type NamedSheet, type ProblemSheet, type Worksheet } from './worksheet';

/** Something that is wrong in some variants and not in the author's example. */
interface Trouble {
  readonly found: Finding;
  /** The first variant that has it, with its numbers. */
  readonly first: string;
  count: number;
}

/**
 * What is wrong with the variants from 1 to `count` that isn't with variant 0: keys that fail or are undefined there, and
 * variants with the same numbers. All of every variant is computed.
 */
export function variantFindings(
  text: string,
  count: number,
  options: Omit<OpenOptions, 'variant'> = {},
): readonly Finding[] {
  const example = openProblemSet(text, options);
  const known = new Set(troublesOf(example, example).map(placeOf));
  const troubles = new Map<string, Trouble>();
  const seen = new Map<string, number>();
  const twins: (readonly [number, number])[] = [];
  for (let variant = 1; variant <= count; variant++) {
    const sheet = openProblemSet(text, { ...options, variant });
    const here = new Map(troublesOf(sheet, example).map((found) => [placeOf(found), found] as const));
    for (const [place, found] of here) {
      const trouble = troubles.get(place);
      if (trouble) trouble.count++;
      else if (!known.has(place)) troubles.set(place, { found, first: variantText(sheet, found), count: 1 });
    }
    const numbers = numbersKey(sheet);
    const twin = seen.get(numbers);
    if (twin === undefined) seen.set(numbers, variant);
    else twins.push([twin, variant]);
  }
  return tidied([
    ...[...troubles.values()].map((trouble) => told(trouble, count)),
    ...repeated(example, twins, count),
  ]);
}

function placeOf({ code, start }: Finding): string {
  return `${code} ${start}`;
}

function told({ found, first, count }: Trouble, of: number): Finding {
  const others = count === 1 ? '' : ` So it is in ${count} of ${of} variants.`;
  return { ...found, message: `${first}: ${found.message}${others}` };
}

/** What is wrong in a variant, keys without a value included. */
function troublesOf(sheet: Worksheet, example: Worksheet): readonly Finding[] {
  return [
    ...sheet.findings.filter(({ severity }) => severity !== 'information'),
    ...sheet.problems.flatMap((problem, index) => undefinedKeys(problem, example.problems[index])),
  ];
}

/** Keys that are undefined, where those of the author's example have a value. */
function undefinedKeys(problem: ProblemSheet, example: ProblemSheet | undefined): readonly Finding[] {
  return problem.parts.flatMap(({ answer }, index) => {
    const [own, other] = [answer?.outcome, example?.parts[index]?.answer?.outcome];
    if (!answer || own?.kind !== 'value' || own.value.kind !== 'undefined') return [];
    if (other?.kind === 'value' && other.value.kind === 'undefined') return [];
    return [
      finding('variant', inFile(problem, answer.span), `This key is undefined: ${own.value.reason}.`, {
        severity: 'warning',
      }),
    ];
  });
}

/** `Variant 3 (n = 9, m = 4)`, with the numbers of the problem that a place is in. */
function variantText(sheet: Worksheet, { start }: Span): string {
  const problem = sheet.problems.find((one) => {
    const whole = inFile(one, one.span);
    return whole.start <= start && start < whole.end;
  });
  const numbers = (problem ? varying(problem) : []).flatMap(({ name, outcome }) =>
    outcome.kind === 'value' ? [`${name} = ${valueText(outcome.value)}`] : [],
  );
  return `Variant ${sheet.variant}${numbers.length === 0 ? '' : ` (${numbers.join(', ')})`}`;
}

function varying({ parameters }: ProblemSheet): readonly NamedSheet[] {
  return parameters.filter(({ possible }) => possible !== undefined);
}

/** The numbers of all problems, as variants are told apart. */
function numbersKey({ problems }: Worksheet): string {
  return JSON.stringify(
    problems.map((problem) =>
      varying(problem).map(({ outcome }) => (outcome.kind === 'value' ? valueJson(outcome.value) : null)),
    ),
  );
}

function repeated(
  example: Worksheet,
  twins: readonly (readonly [number, number])[],
  count: number,
): readonly Finding[] {
  const [twin] = twins;
  if (!twin) return [];
  const problem = example.problems.find((one) => varying(one).length > 0);
  const [parameter] = problem ? varying(problem) : [];
  if (!problem || !parameter)
    return [
      finding(
        'variant',
        { start: 0, end: 0 },
        'Nothing in this problem set differs from variant to variant.',
        {
          severity: 'information',
        },
      ),
    ];
  const [first, second] = twin;
  const others = twins.length === 1 ? '' : `; ${twins.length} of ${count} variants repeat one before`;
  return [
    finding(
      'variant',
      inFile(problem, parameter.head),
      `Variants ${first} and ${second} have the same numbers${others}. Give parameters more values where everybody is to have numbers of their own.`,
      { severity: 'warning' },
    ),
  ];
}
