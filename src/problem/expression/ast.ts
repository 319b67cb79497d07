import type { Rational } from '../../core';

/** Where something stands, in characters from the start of its text; `end` is just behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An expression as a tree. Every node knows where it stands. */
export type Expression =
  | (Span & { readonly kind: 'number'; readonly value: Rational })
  | (Span & { readonly kind: 'name'; readonly name: string })
  | (Span & { readonly kind: 'text'; readonly value: string })
  | (Span & { readonly kind: 'constant'; readonly value: boolean | null | undefined })
  | (Span & { readonly kind: 'list'; readonly items: readonly Expression[] })
  | (Span & { readonly kind: 'options'; readonly entries: readonly NamedExpression[] })
  | (Span & { readonly kind: 'unary'; readonly operator: '-' | '+' | 'not'; readonly operand: Expression })
  | (Span & {
      readonly kind: 'binary';
      readonly operator: BinaryName;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & {
      readonly kind: 'chain';
      readonly operators: readonly BinaryName[];
      readonly operands: readonly Expression[];
    })
  | (Span & { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly CallArgument[] })
  | (Span & { readonly kind: 'member'; readonly object: Expression; readonly name: string })
  | (Span & {
      readonly kind: 'subscript';
      readonly object: Expression;
      readonly subscripts: readonly Expression[];
    })
  | (Span & { readonly kind: 'range'; readonly from: Expression; readonly to: Expression })
  | (Span & { readonly kind: 'in'; readonly element: Expression; readonly set: Expression })
  | (Span & {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    });

export type BinaryName =
  '+' | '-' | '*' | '/' | '.*' | './' | '^' | 'mod' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

export interface NamedExpression extends Span {
  readonly name: string;
  readonly value: Expression;
}

export interface CallArgument extends Span {
  /** Absent for an argument by position. */
  readonly name?: string;
  readonly value: Expression;
}

/** Why a text is no expression, and where. */
export interface SyntaxFailure extends Span {
  readonly kind: 'syntax-failure';
  readonly message: string;
  /** Text that would mend it, to stand at `start`…`end`. */
  readonly replacement?: string;
}

/** All names that an expression uses, bound ones included. */
export function namesIn(expression: Expression): Set<string> {
  const names = new Set<string>();
  visit(expression, (node) => {
    if (node.kind === 'name') names.add(node.name);
  });
  return names;
}

/** Calls `see` for an expression and all that is in it. */
export function visit(expression: Expression, see: (node: Expression) => void): void {
  see(expression);
  for (const child of childrenOf(expression)) visit(child, see);
}

function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'number':
    case 'name':
    case 'text':
    case 'constant':
      return [];
    case 'list':
      return node.items;
    case 'options':
      return node.entries.map((entry) => entry.value);
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'chain':
      return node.operands;
    case 'call':
      return [node.callee, ...node.args.map((argument) => argument.value)];
    case 'member':
      return [node.object];
    case 'subscript':
      return [node.object, ...node.subscripts];
    case 'range':
      return [node.from, node.to];
    case 'in':
      return [node.element, node.set];
    case 'conditional':
      return [node.condition, node.yes, node.no];
  }
}

/** An expression with others in place of some of its nodes. The rest is copied. */
export function substitute(
  node: Expression,
  replacement: (node: Expression) => Expression | undefined,
): Expression {
  const found = replacement(node);
  if (found) return found;
  const put = (child: Expression): Expression => substitute(child, replacement);
  const all = <T extends { readonly value: Expression }>(entries: readonly T[]): readonly T[] =>
    entries.map((entry) => ({ ...entry, value: put(entry.value) }));
  switch (node.kind) {
    case 'number':
    case 'name':
    case 'text':
    case 'constant':
      return node;
    case 'list':
      return { ...node, items: node.items.map(put) };
    case 'options':
      return { ...node, entries: all(node.entries) };
    case 'unary':
      return { ...node, operand: put(node.operand) };
    case 'binary':
      return { ...node, left: put(node.left), right: put(node.right) };
    case 'chain':
      return { ...node, operands: node.operands.map(put) };
    case 'call':
      return { ...node, callee: put(node.callee), args: all(node.args) };
    case 'member':
      return { ...node, object: put(node.object) };
    case 'subscript':
      return { ...node, object: put(node.object), subscripts: node.subscripts.map(put) };
    case 'range':
      return { ...node, from: put(node.from), to: put(node.to) };
    case 'in':
      return { ...node, element: put(node.element), set: put(node.set) };
    case 'conditional':
      return { ...node, condition: put(node.condition), yes: put(node.yes), no: put(node.no) };
  }
}
