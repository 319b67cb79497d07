import type { Conventions, Value } from '../../core';
import { PARTS, type Lookup, type Scope } from '../expression/scope';
import type { Span } from '../expression/ast';
import type { Files, NamedFile } from '../files';
import { finding } from '../finding';
import type { Entry, Node } from '../text/node';
import { evaluateNode, outcomeOf, type Outcome } from './evaluate-node';
import { Memo, type Used } from './memo';
import { undefinedReason } from './undefined-reason';

const TOO_LONG = 'This would take longer than a minute to compute.';
const TOO_DEAR =
  'This takes too long to be computed at once. Give what is computed within it names of its own.';

/** What came of computing elsewhere, with the names that it depends on; layers can't be sent from there. */
export interface Elsewhere {
  readonly outcome: Outcome | 'unsendable';
  readonly uses: readonly string[];
}

/** What a scope is made of. */
export interface Givens {
  readonly conventions: Conventions;
  /** The files that may be named; undefined where none may. */
  readonly files: Files | undefined;
  /** Names with their definitions; the first of a name counts. */
  readonly entries: readonly Entry[];
  /** Names that have a value already and hide definitions: free symbols, a scene drawn anew. */
  readonly fixed: ReadonlyMap<string, Value>;
  /** Which node of a definition counts: a parameter with variants has several. */
  readonly definition: (node: Node) => Node;
  /** What became of a parameter that is drawn rather than evaluated; undefined for all others. */
  readonly drawn: (name: string, scope: Scope) => Outcome | undefined;
  /** What was written at a node. */
  readonly written: (node: Node) => string;
  /** The scope of the problem before it was edited. */
  readonly before: GivenScope | undefined;
  /** Outcomes that were computed elsewhere, by what is written. */
  readonly elsewhere: (written: string) => Elsewhere | undefined;
  /** Nobody else computes what is too dear: that is a finding. */
  readonly final: boolean;
  /** Told of each thing that is computed, rather than taken over. */
  readonly computed: (what: string) => void;
}

/** What stands before the path of a file among the names that were used; no name has a space in it. */
const FILE = 'file ';

/**
 * The names of a problem. Each is computed when it is first asked for, in any order; names that go round in a circle are
 * found out. What has been computed is kept, and taken over by the next version of the problem.
 */
export class GivenScope implements Scope {
  readonly conventions: Conventions;
  readonly files: Files | undefined;
  private readonly named = new Map<string, NamedFile | undefined>();
  private readonly outcomes = new Map<string, Outcome>();
  private readonly computing: string[] = [];
  private readonly memo: Memo;
  /** Keys of the parts that have been read, as `parts.ID`. */
  private readonly keys = new Map<string, Outcome>();

  constructor(
    private readonly givens: Givens,
    private readonly nodes = nodesOf(givens.entries),
  ) {
    this.conventions = givens.conventions;
    this.files = givens.files && ((path) => this.file(path));
    this.memo = new Memo(givens.before?.memo);
  }

  at(values: ReadonlyMap<string, Value>): GivenScope {
    const scope = new GivenScope(
      {
        ...this.givens,
        fixed: new Map([...this.givens.fixed, ...values]),
        before: this,
        // What was computed elsewhere was computed with the values that stand here.
        elsewhere: () => undefined,
        computed: () => undefined,
      },
      this.nodes,
    );
    for (const [name, outcome] of this.keys) scope.keys.set(name, outcome);
    return scope;
  }

  lacking(): string | undefined {
    for (const outcome of this.outcomes.values()) {
      if (outcome.kind === 'failed') return outcome.finding.message;
      const reason = outcome.kind === 'value' ? undefinedReason(outcome.value) : undefined;
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /** Parts below can use the key of this one from now on. */
  addKey(part: string, outcome: Outcome): void {
    this.keys.set(PARTS + part, outcome);
  }

  lookup(name: string): Lookup | undefined {
    if (name.startsWith(PARTS)) return this.key(name);
    const value = this.givens.fixed.get(name);
    const cycle = value ? -1 : this.computing.indexOf(name);
    if (cycle >= 0) return { kind: 'cycle', through: [...this.computing.slice(cycle), name] };
    const used = this.resolve(name);
    this.memo.use(name, used);
    if (value) return { kind: 'found', value };
    const outcome = this.outcome(name);
    return outcome && lookupOf(outcome);
  }

  /** The key of a part above; what is given stands above all parts. */
  private key(name: string): Lookup | undefined {
    const outcome = this.computing.length > 0 ? undefined : this.keys.get(name);
    this.memo.use(name, outcome);
    return outcome && lookupOf(outcome);
  }

  names(): readonly string[] {
    return [...new Set([...this.givens.fixed.keys(), ...this.nodes.keys()])];
  }

  definitionOf(name: string): Node | undefined {
    return this.givens.fixed.has(name) ? undefined : this.nodes.get(name);
  }

  /** What became of a definition; undefined where the name has none. */
  outcome(name: string): Outcome | undefined {
    const known = this.outcomes.get(name);
    const node = this.nodes.get(name);
    if (known || !node) return known;
    this.computing.push(name);
    const outcome =
      this.givens.drawn(name, this) ??
      this.remember(`${name}: ${this.givens.written(node)}`, node, () =>
        outcomeOf(() => evaluateNode(this.givens.definition(node), this, name)),
      );
    this.computing.pop();
    this.outcomes.set(name, outcome);
    return outcome;
  }

  /** The outcome of something that is written in this problem, taken over from before where it is the same. */
  remember(written: string, at: Span, compute: () => Outcome): Outcome {
    return this.memo.remember(
      written,
      (name) => this.resolve(name),
      () => {
        const known = this.givens.elsewhere(written);
        for (const name of known?.uses ?? []) this.memo.use(name, this.resolve(name));
        if (known?.outcome === 'unsendable')
          return { kind: 'failed', finding: finding('value', at, TOO_DEAR), more: [] };
        if (known) return known.outcome;
        this.givens.computed(written);
        const outcome = compute();
        return outcome.kind === 'computing' && this.givens.final
          ? { kind: 'failed', finding: finding('value', at, TOO_LONG), more: [] }
          : outcome;
      },
    );
  }

  /** What is written here and is still to be computed elsewhere. */
  computingElsewhere(): readonly string[] {
    return this.memo.computing();
  }

  /** The outcome of what is written, where it has been computed. */
  outcomeOfWritten(written: string): Outcome | undefined {
    return this.memo.outcomeOf(written);
  }

  /** The files that were named, and what they were. */
  filesNamed(): ReadonlyMap<string, NamedFile | undefined> {
    return this.named;
  }

  /** The names that what is written depends on. */
  usesOfWritten(written: string): readonly string[] {
    return this.memo.usesOf(written);
  }

  private file(path: string): NamedFile | undefined {
    const file = this.givens.files?.(path);
    this.named.set(path, file);
    this.memo.use(FILE + path, file);
    return file;
  }

  private resolve(name: string): Used {
    if (name.startsWith(FILE)) return this.file(name.slice(FILE.length));
    if (name.startsWith(PARTS)) return this.keys.get(name);
    if (this.computing.includes(name)) return undefined;
    return this.givens.fixed.get(name) ?? this.outcome(name);
  }
}

/** The first definition of a name counts. */
function nodesOf(entries: readonly Entry[]): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  for (const { key, value } of entries) if (!nodes.has(key.text)) nodes.set(key.text, value);
  return nodes;
}

function lookupOf(outcome: Outcome): Lookup {
  if (outcome.kind === 'value') return { kind: 'found', value: outcome.value };
  return outcome.kind === 'computing' || outcome.kind === 'reading' ? outcome : { kind: 'broken' };
}
