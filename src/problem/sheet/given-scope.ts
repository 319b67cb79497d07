import type { Conventions, Value } from '../../core';
import type { Lookup, Scope } from '../expression/scope';
import type { Entry, Node } from '../text/node';
import { evaluateNode, outcomeOf, type Outcome } from './evaluate-node';

/**
 * The names of a problem. Each is computed when it is first asked for, in any order; names that go round in a circle are
 * found out. What has been computed is kept.
 */
export class GivenScope implements Scope {
  private readonly outcomes = new Map<string, Outcome>();
  private readonly computing: string[] = [];
  private readonly nodes: ReadonlyMap<string, Node>;

  /**
   * @param entries names with their definitions; the first of a name counts.
   * @param fixed names that have a value already and hide definitions: free symbols, a scene drawn anew.
   */
  constructor(
    readonly conventions: Conventions,
    private readonly entries: readonly Entry[],
    private readonly fixed: ReadonlyMap<string, Value>,
    private readonly definition: (node: Node) => Node = (node) => node,
  ) {
    const nodes = new Map<string, Node>();
    for (const { key, value } of entries) if (!nodes.has(key.text)) nodes.set(key.text, value);
    this.nodes = nodes;
  }

  /** The same definitions with some names set; what depends on them is computed anew. */
  with(values: ReadonlyMap<string, Value>): GivenScope {
    return new GivenScope(
      this.conventions,
      this.entries,
      new Map([...this.fixed, ...values]),
      this.definition,
    );
  }

  lookup(name: string): Lookup | undefined {
    const value = this.fixed.get(name);
    if (value) return { kind: 'found', value };
    if (!this.nodes.has(name)) return undefined;
    const cycle = this.computing.indexOf(name);
    if (cycle >= 0) return { kind: 'cycle', through: [...this.computing.slice(cycle), name] };
    const outcome = this.outcome(name);
    return outcome?.kind === 'value' ? { kind: 'found', value: outcome.value } : { kind: 'broken' };
  }

  names(): readonly string[] {
    return [...new Set([...this.fixed.keys(), ...this.nodes.keys()])];
  }

  /** What became of a definition; undefined where the name has none. */
  outcome(name: string): Outcome | undefined {
    const known = this.outcomes.get(name);
    const node = this.nodes.get(name);
    if (known || !node) return known;
    this.computing.push(name);
    const outcome = outcomeOf(() => evaluateNode(this.definition(node), this, name));
    this.computing.pop();
    this.outcomes.set(name, outcome);
    return outcome;
  }
}
