import { cpus } from 'node:os';

/** Something that can be done again and again; answers with the milliseconds that it took. */
export type Contestant = (round: number) => number | Promise<number>;

/** Does all in turn, `rounds` times after a few that don't count: what disturbs the machine then disturbs all alike. */
export async function inTurn<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, Contestant>>,
  warmUp = 3,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(contestants) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUp; round < rounds; round += 1)
    for (const name of names) {
      const time = await contestants[name](round + warmUp);
      if (round >= 0) times[name].push(time);
    }
  return times;
}

/** How long some work takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  const result = work();
  // Waiting for what is there already would be measured as well.
  if (result instanceof Promise) await result;
  return performance.now() - start;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A line of a benchmark: ours, and what it is compared with. */
export interface Row {
  readonly what: string;
  readonly against?: string;
  /** In milliseconds, one for each round; those of the same round belong together. */
  readonly ours: readonly number[];
  readonly theirs?: readonly number[];
  readonly note?: string;
}

/** A row as numbers. */
export interface Figures {
  readonly what: string;
  readonly against?: string;
  /** How many times as long the other takes: the median over the rounds. */
  readonly ratio?: number;
  readonly ours: { readonly median: number; readonly p95: number };
  readonly theirs?: { readonly median: number; readonly p95: number };
  readonly n: number;
  readonly note?: string;
}

export function figuresOf({ what, against, ours, theirs, note }: Row): Figures {
  const summary = (times: readonly number[]): { median: number; p95: number } => ({
    median: median(times),
    p95: quantile(times, 0.95),
  });
  return {
    what,
    ...(against !== undefined && { against }),
    ...(theirs && { ratio: median(ours.map((time, round) => (theirs[round] ?? NaN) / time)) }),
    ours: summary(ours),
    ...(theirs && { theirs: summary(theirs) }),
    n: ours.length,
    ...(note !== undefined && { note }),
  };
}

/** The figures as a table of Markdown, ratios first. */
export function table(rows: readonly Figures[]): string {
  const head = ['', 'ratio', 'against', 'ours: median (p95)', 'theirs: median (p95)', 'n'];
  const cells = rows.map(({ what, against, ratio, ours, theirs, n, note }) => [
    note === undefined ? what : `${what} (${note})`,
    ratio === undefined ? '' : comparison(ratio),
    against ?? '',
    spread(ours),
    theirs ? spread(theirs) : '',
    String(n),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

/** A ratio in words. What is within the noise is no difference. */
function comparison(ratio: number): string {
  if (ratio > 0.95 && ratio < 1.05) return 'as fast';
  return ratio > 1 ? `**${times(ratio)} faster**` : `${times(1 / ratio)} slower`;
}

function times(ratio: number): string {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)}×`;
}

function spread({ median, p95 }: { readonly median: number; readonly p95: number }): string {
  return `${milliseconds(median)} (${milliseconds(p95)}) ms`;
}

function milliseconds(time: number): string {
  return time >= 100 ? time.toFixed(0) : time >= 1 ? time.toFixed(1) : time.toFixed(2);
}

/** What the figures were taken on. */
export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** Prints the figures, as a table or as JSON. */
export function printFigures(title: string, rows: readonly Row[], asJson: boolean): void {
  const figures = rows.map(figuresOf);
  if (asJson) console.log(JSON.stringify({ title, machine: machine(), figures }, undefined, 2));
  else
    console.log(`\n${title}\n${machine()}; medians and 95th percentiles of n rounds\n\n${table(figures)}\n`);
}
