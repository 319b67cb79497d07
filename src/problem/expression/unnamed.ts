import { kindName, Network, Polynomial, sym, type LayerValue, type Value } from '../../core';
import type { Expression } from './ast';
import type { Scope } from './scope';

/**
 * Names for the layers of one expression that have none, by which their weights are told apart: `convA`, `convB`, …. What is
 * written the same, over the same names, is the same layer: an expression has one value.
 */
export class UnnamedLayers {
  private readonly known = new Map<Scope, Map<string, string>>();
  private readonly counts = new Map<string, number>();
  private alone: boolean | undefined;

  /** @param whole the expression: a layer that is all of it bears the name that it is given to. */
  constructor(private readonly whole: Expression) {}

  /** The layer with a name of its own, unless it has one. */
  owned(value: LayerValue, node: Expression, scope: Scope): LayerValue {
    // A network’s layers have been named already, each by its kind and number.
    if (value.layer instanceof Network || node === this.whole) return value;
    // The weights of a layer that is the only one need no name to be told from others.
    this.alone ??= layersIn(this.whole) <= 1;
    if (this.alone) return value;
    const layer = value.layer.owned(this.nameOf(kindName(value.layer.type), node, scope));
    return layer === value.layer ? value : { ...value, layer };
  }

  /** What a network is called, where another one in the expression has layers of the same names. */
  networkName(node: Expression, scope: Scope): string | undefined {
    if (node === this.whole) return undefined;
    const name = this.nameOf('net', node, scope);
    return name === 'netA' ? undefined : name;
  }

  private nameOf(kind: string, node: Expression, scope: Scope): string {
    const names = this.known.get(scope) ?? new Map<string, string>();
    this.known.set(scope, names);
    const text = textOf(node);
    const known = names.get(text);
    if (known !== undefined) return known;
    let name: string;
    let count = this.counts.get(kind) ?? 0;
    do name = kind + (count < LETTERS ? String.fromCharCode(FIRST + count) : String(count));
    while (++count > 0 && scope.names().includes(name));
    this.counts.set(kind, count);
    names.set(text, name);
    return name;
  }
}

/** `convA`, `netB.conv1`, as answers spell them: there they are no more than symbols. */
const UNNAMED = /^(?:net[A-Z]\.)?(?:conv|local|transposed|dense|pool|norm|net)(?:[A-Z]|\d+)$/;

/** The weight of a layer that has no other name, as `convA.w1`: undefined for all else. */
export function weightOfUnnamed(object: Value, name: string): Value | undefined {
  const owner = object.kind === 'formula' ? object.value.symbol?.text : undefined;
  return owner !== undefined && UNNAMED.test(owner)
    ? { kind: 'formula', value: Polynomial.symbol(sym(name, [], false, owner)) }
    : undefined;
}

const FIRST = 'A'.charCodeAt(0);
const LETTERS = 26;

/** Calls that may give layers with weights; what is in a list may be there several times. */
const MANY = /^(?:conv\dd|local\dd|transposedConv\dd|dense|subsample2d|list|\w+Equivalent)$/;

function layersIn(whole: Expression): number {
  let count = 0;
  textOf(whole, (name) => {
    if (MANY.test(name)) count += name === 'list' ? 2 : 1;
  });
  return count;
}

/** An expression without its places: the same for what is written the same. */
function textOf(node: Expression, see?: (name: string) => void): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (key === 'name' && typeof value === 'string') see?.(value);
    if (key === 'start' || key === 'end') return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });
}
