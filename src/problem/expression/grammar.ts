import { createParse } from 'mathjs/number';

declare module 'mathjs/number' {
  /** mathjs exports the makers of its functions without types. This one makes its parser over any classes of nodes. */
  export function createParse(parts: Readonly<Record<string, unknown>>): (text: string) => Tree;
}

/**
 * The grammar of expressions is mathjs's, and nothing else of it is: the parser builds the nodes below, so that
 * neither mathjs's evaluation nor its typesetting is loaded. Nothing is ever evaluated by it.
 */
export type Tree =
  | AccessorNode
  | ArrayNode
  | AssignmentNode
  | BlockNode
  | ConditionalNode
  | ConstantNode
  | FunctionAssignmentNode
  | FunctionNode
  | IndexNode
  | ObjectNode
  | OperatorNode
  | ParenthesisNode
  | RangeNode
  | RelationalNode
  | SymbolNode;

/** The parser knows a node by this mark on its class, and some kinds of nodes by one of their own. */
abstract class Base {
  declare readonly isNode: true;
  static {
    Object.assign(this.prototype, { isNode: true });
  }
}

class SymbolNode extends Base {
  readonly type = 'symbol';
  readonly isSymbolNode = true;
  constructor(readonly name: string) {
    super();
  }
}

class ConstantNode extends Base {
  readonly type = 'constant';
  readonly isConstantNode = true;
  constructor(readonly value: unknown) {
    super();
  }
}

class OperatorNode extends Base {
  readonly type = 'operator';
  readonly isOperatorNode = true;
  constructor(
    readonly op: string,
    readonly fn: string,
    readonly args: readonly Tree[],
  ) {
    super();
  }
}

/** `a < b <= c` */
class RelationalNode extends Base {
  readonly type = 'relational';
  constructor(
    readonly conditionals: readonly string[],
    readonly params: readonly Tree[],
  ) {
    super();
  }
}

class ConditionalNode extends Base {
  readonly type = 'conditional';
  constructor(
    readonly condition: Tree,
    readonly trueExpr: Tree,
    readonly falseExpr: Tree,
  ) {
    super();
  }
}

class ParenthesisNode extends Base {
  readonly type = 'parenthesis';
  constructor(readonly content: Tree) {
    super();
  }
}

class ArrayNode extends Base {
  readonly type = 'array';
  constructor(readonly items: readonly Tree[]) {
    super();
  }
}

class ObjectNode extends Base {
  readonly type = 'object';
  constructor(readonly properties: Readonly<Record<string, Tree>>) {
    super();
  }
}

class RangeNode extends Base {
  readonly type = 'range';
  constructor(
    readonly start: Tree,
    readonly end: Tree,
    readonly step?: Tree,
  ) {
    super();
  }
}

class FunctionNode extends Base {
  readonly type = 'function';
  readonly isFunctionNode = true;
  constructor(
    readonly fn: Tree,
    readonly args: readonly Tree[],
  ) {
    super();
  }
}

/** What stands in brackets behind an object, or behind its dot. */
class IndexNode extends Base {
  readonly type = 'index';
  constructor(
    readonly dimensions: readonly Tree[],
    readonly dotNotation = false,
  ) {
    super();
  }
}

class AccessorNode extends Base {
  readonly type = 'accessor';
  readonly isAccessorNode = true;
  constructor(
    readonly object: Tree,
    readonly index: IndexNode,
  ) {
    super();
  }
}

/** `name = value`, or `object[index] = value`. */
class AssignmentNode extends Base {
  readonly type = 'assignment';
  readonly index: Tree | undefined;
  readonly value: Tree;
  constructor(
    readonly object: Tree,
    ...last: readonly [value: Tree] | readonly [index: Tree, value: Tree]
  ) {
    super();
    [this.index, this.value] = last.length === 1 ? [undefined, last[0]] : last;
  }
}

/** `f(x) = …`, which is no expression here. */
class FunctionAssignmentNode extends Base {
  readonly type = 'function-assignment';
}

/** Several expressions in a row, which are no expression here. */
class BlockNode extends Base {
  readonly type = 'block';
}

/** mathjs's own picks a function by the types of its arguments. The parser is called with a text, always. */
const typed = Object.assign(
  (_name: string, signatures: Readonly<Record<string, unknown>>): unknown => signatures['string'],
  { addConversion: (): void => undefined },
);

/** Reads a text by mathjs's grammar. Throws an error with the place `char`, from 1, where it is none. */
export const parseGrammar = createParse({
  typed,
  numeric: Number,
  config: { number: 'number', numberFallback: 'number' },
  AccessorNode,
  ArrayNode,
  AssignmentNode,
  BlockNode,
  ConditionalNode,
  ConstantNode,
  FunctionAssignmentNode,
  FunctionNode,
  IndexNode,
  ObjectNode,
  OperatorNode,
  ParenthesisNode,
  RangeNode,
  RelationalNode,
  SymbolNode,
});
