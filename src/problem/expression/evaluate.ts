import {
  applyBinary,
  applyUnary,
  booleanValue,
  callFunction,
  COSTS,
  describe,
  FUNCTIONS,
  isFailure,
  listValue,
  OverBudget,
  scalarOf,
  spend,
  tensorOf,
  tensorValue,
  textValue,
  undefinedValue,
  wholeNumberOf,
  type FunctionEntry,
  type Parameter,
  type Value,
  signatureOf,
} from '../../core';
import { withConventions } from '../conventions';
import { applied, camelCase, DEFINITION_FUNCTIONS, kebabCase, type DefinitionType } from '../definitions';
import { nearestName, propertiesOf } from '../schema/check';
import type { CallArgument, Expression, Span } from './ast';
import { CallOptions, hyphenatedWord, isLikeWord, spread } from './call-options';
import { layerProperty, noMember } from './layer-members';
import { mathematics, unwrapped } from './mathematics';
import { partKey } from './part-keys';
import { isQuantifier, quantified, QUANTIFIERS } from './quantifiers';
import { subscripted } from './subscript';
import { UnnamedLayers, weightOfUnnamed } from './unnamed';
import { BeingRead, BrokenDependency, EvaluationError, sentenceStart, type Scope } from './scope';

/** Steps that one expression may take: nodes visited, loops counted. */
const MAX_STEPS = 400_000;

/**
 * The value of an expression in a scope.
 * @throws EvaluationError with a place in the expression, or BrokenDependency. Both stay within this folder.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  return new Evaluator(expression).evaluate(expression, scope);
}

class Evaluator {
  private left = MAX_STEPS;
  private readonly unnamed;

  constructor(whole: Expression) {
    this.unnamed = new UnnamedLayers(whole);
  }

  /** The value of a node, with all that is in it made: what goes wrong with it is said here. */
  evaluate(node: Expression, scope: Scope): Value {
    const value = this.unsettled(node, scope);
    if (value.kind !== 'tensor') return value;
    return mathematics(node, () => {
      value.tensor.settle();
      return value;
    });
  }

  /** As `evaluate`, for the arguments of functions: of what a layer gives, some ask for the shape alone. */
  private unsettled(node: Expression, scope: Scope): Value {
    spend(COSTS.step);
    if (this.left-- <= 0) throw new EvaluationError(`This takes more than ${MAX_STEPS} steps.`, node);
    const key = partKey(node, scope);
    if (key) return key;
    switch (node.kind) {
      case 'number':
        return { kind: 'number', value: node.value };
      case 'text':
        return textValue(node.value);
      case 'constant':
        if (node.value === undefined) return undefinedValue('it was written so');
        if (node.value === null) throw new EvaluationError('“null” has no value here.', node);
        return booleanValue(node.value);
      case 'name':
        return this.name(node, scope);
      case 'list':
        return mathematics(node, () => listValue(node.items.map((item) => this.evaluate(item, scope))));
      case 'options':
        throw new EvaluationError('Options in braces can only be given to a function.', node);
      case 'unary':
        return unwrapped(applyUnary(node.operator, this.evaluate(node.operand, scope)), node);
      case 'binary':
        return this.binary(node, scope);
      case 'chain':
        return this.chain(node, scope);
      case 'range':
        return this.range(node, scope);
      case 'conditional': {
        const condition = this.evaluate(node.condition, scope);
        if (condition.kind !== 'boolean')
          throw new EvaluationError(
            `Before “?” stands true or false; this is ${describe(condition)}.`,
            node.condition,
          );
        return this.evaluate(condition.value ? node.yes : node.no, scope);
      }
      case 'in':
        throw new EvaluationError(
          '“in” stands in forall, exists, count or list: forall(i in 1..9, …).',
          node,
        );
      case 'member':
        return this.member(node, scope);
      case 'subscript':
        return subscripted(node, scope, (inner) => this.evaluate(inner, scope));
      case 'call':
        return this.call(node, scope);
    }
  }

  private name(node: Span & { readonly name: string }, scope: Scope): Value {
    const found = scope.lookup(node.name);
    if (found?.kind === 'found') return found.value;
    if (found?.kind === 'broken') throw new BrokenDependency(node.name);
    if (found?.kind === 'computing') throw new OverBudget();
    if (found?.kind === 'reading') throw new BeingRead();
    if (found?.kind === 'cycle')
      throw new EvaluationError(`${found.through.join(' → ')} goes round in a circle.`, node, 'cycle');
    if (node.name === 'pi') return { kind: 'real', value: Math.PI };
    if (FUNCTIONS.has(node.name) || DEFINITION_FUNCTIONS.has(node.name) || isQuantifier(node.name))
      throw new EvaluationError(
        `“${node.name}” is a function: it is followed by its arguments in parentheses.`,
        node,
      );
    const nearest = nearestName(node.name, [
      ...new Set([...scope.names(), ...FUNCTIONS.keys(), ...DEFINITION_FUNCTIONS.keys()]),
    ]);
    const known = scope.names();
    const reach =
      known.length > 0
        ? ` Known here: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.`
        : '';
    throw new EvaluationError(
      `“${node.name}” is not defined here.${nearest === undefined ? reach : ` Did you mean “${nearest}”?`}`,
      node,
      'unknown-name',
      nearest,
    );
  }

  private binary(node: Expression & { readonly kind: 'binary' }, scope: Scope): Value {
    const left = this.evaluate(node.left, scope);
    if (
      left.kind === 'boolean' &&
      ((node.operator === 'and' && !left.value) || (node.operator === 'or' && left.value))
    )
      return left;
    return unwrapped(
      applyBinary(node.operator, left, this.evaluate(node.right, scope), scope.conventions.index),
      node,
    );
  }

  /** `1 < n < 9`: every neighbouring pair. */
  private chain(node: Expression & { readonly kind: 'chain' }, scope: Scope): Value {
    const values = node.operands.map((operand) => this.evaluate(operand, scope));
    let result: Value = booleanValue(true);
    for (const [index, operator] of node.operators.entries()) {
      const [left, right] = [values[index], values[index + 1]];
      if (!left || !right) break;
      result = unwrapped(applyBinary(operator, left, right, scope.conventions.index), node);
      if (result.kind !== 'boolean' || !result.value) return result;
    }
    return result;
  }

  private range(node: Expression & { readonly kind: 'range' }, scope: Scope): Value {
    const [from, to] = [node.from, node.to].map((end) => {
      const value = this.evaluate(end, scope);
      const whole = wholeNumberOf(value);
      if (whole === undefined)
        throw new EvaluationError(`A range runs between whole numbers; this is ${describe(value)}.`, end);
      return whole;
    });
    return { kind: 'range', from: from ?? 0, to: to ?? 0 };
  }

  private member(node: Expression & { readonly kind: 'member' }, scope: Scope): Value {
    const object = this.evaluate(node.object, scope);
    if (object.kind === 'fields') {
      const field = object.fields.get(node.name);
      if (field) return field;
      throw new EvaluationError(
        `There is no field “${node.name}”; there are ${[...object.fields.keys()].join(', ')}.`,
        node,
      );
    }
    if (object.kind === 'layer') {
      const property = mathematics(node, () => layerProperty(object.layer, node.name));
      if (property) return property;
    }
    const weight = weightOfUnnamed(object, node.name);
    if (weight) return weight;
    throw noMember(object, node);
  }

  private call(node: Expression & { readonly kind: 'call' }, scope: Scope): Value {
    const { callee } = node;
    if (callee.kind !== 'name') return this.apply(this.evaluate(callee, scope), node, scope);
    const found = scope.lookup(callee.name);
    const entry = this.functionOf(callee.name, node, scope);
    // What is given hides functions only where it can be called or multiplied itself.
    if (
      found &&
      !(entry && found.kind === 'found' && !['layer', 'number', 'formula', 'real'].includes(found.value.kind))
    )
      return this.apply(this.name(callee, scope), node, scope);
    if (entry) return this.function(entry, node, scope);
    const type = DEFINITION_FUNCTIONS.get(callee.name);
    if (type) return this.construct(type, node, scope);
    if (isQuantifier(callee.name))
      return quantified(callee.name, node, scope, (inner, within) => this.evaluate(inner, within));
    const nearest = nearestName(callee.name, [
      ...FUNCTIONS.keys(),
      ...DEFINITION_FUNCTIONS.keys(),
      ...QUANTIFIERS,
      ...scope.names(),
    ]);
    throw new EvaluationError(
      `There is no function “${callee.name}”.${nearest === undefined ? '' : ` Did you mean “${nearest}”?`}`,
      callee,
      'unknown-name',
      nearest,
    );
  }

  /** A function of the catalogue. Where a layer bears the same name, as relu does, it is the function for tensors only. */
  private functionOf(
    name: string,
    node: Expression & { readonly kind: 'call' },
    scope: Scope,
  ): FunctionEntry | undefined {
    const entry = FUNCTIONS.get(name);
    if (!entry || !DEFINITION_FUNCTIONS.has(name)) return entry;
    const [first] = node.args;
    if (!first || first.name === 'input' || first.value.kind === 'options') return undefined;
    if (first.name !== undefined)
      return entry.parameters.some((known) => known.name === first.name) ? entry : undefined;
    return this.evaluate(first.value, scope).kind === 'layer' ? undefined : entry;
  }

  /** A value followed by parentheses: a layer is applied, a number multiplied. */
  private apply(value: Value, node: Expression & { readonly kind: 'call' }, scope: Scope): Value {
    const [only, ...others] = node.args;
    if (value.kind === 'undefined') return value;
    if (!only || others.length > 0 || only.name !== undefined)
      throw new EvaluationError(`${sentenceStart(describe(value))} takes one thing in parentheses.`, node);
    const argument = this.evaluate(only.value, scope);
    if (value.kind === 'layer')
      return mathematics(node, () => {
        if (argument.kind === 'layer')
          return { ...value, layer: value.layer.on([argument.layer.outputShape]), feeds: [argument] };
        const x = tensorOf(argument);
        if (!x)
          throw new EvaluationError(`A layer is applied to a tensor; this is ${describe(argument)}.`, only);
        return tensorValue(value.layer.forward([x]));
      });
    if (scalarOf(value) !== undefined) return unwrapped(applyBinary('*', value, argument), node);
    throw new EvaluationError(`${sentenceStart(describe(value))} can’t be called.`, node.callee);
  }

  private function(entry: FunctionEntry, node: Expression & { readonly kind: 'call' }, scope: Scope): Value {
    let position = 0;
    const args = spread(node.args).map((argument) => {
      const parameter: Parameter | undefined =
        argument.name === undefined
          ? entry.parameters[Math.min(position++, entry.parameters.length - 1)]
          : entry.parameters.find((known) => known.name === argument.name);
      return {
        name: argument.name,
        value: this.argument(argument.value, parameter?.words ?? [], scope),
        node: argument,
      };
    });
    const result = callFunction(entry, args, scope.conventions, true);
    if (!isFailure(result)) return result;
    const blamed =
      args.find(({ name }) => name !== undefined && name === result.option) ??
      args[entry.parameters.findIndex(({ name }) => name === result.option)];
    throw new EvaluationError(
      `${result.message}${result.message.includes('(') ? '' : ` ${signatureOf(entry)}`}`,
      blamed?.node ?? node,
    );
  }

  /** An argument; where its values are words, a bare word wins over a name. */
  private argument(value: Expression, words: readonly string[], scope: Scope): Value {
    if (value.kind === 'name' && words.includes(value.name)) return textValue(value.name);
    const hyphenated = hyphenatedWord(value, words);
    if (hyphenated !== undefined && (words.includes(hyphenated) || isLikeWord(hyphenated, words, scope)))
      return textValue(hyphenated);
    return this.unsettled(value, scope);
  }

  /** @param standing values of options that are not given, but follow from where the call stands. */
  private construct(
    type: DefinitionType,
    node: Expression & { readonly kind: 'call' },
    scope: Scope,
    standing?: ReadonlyMap<string, Value>,
  ): Value {
    const keys = propertiesOf(type.schema).filter((key) => key !== 'type');
    const given = new Map<string, CallArgument>();
    for (const argument of spread(node.args, scope)) {
      const key = argument.name === undefined ? type.positional : kebabCase(argument.name);
      if (key === undefined || !keys.includes(key) || given.has(key)) {
        const nearest =
          argument.name === undefined ? undefined : nearestName(argument.name, keys.map(camelCase));
        throw new EvaluationError(
          argument.name === undefined
            ? `${camelCase(type.type)} takes one argument without a name; name this one.`
            : `${camelCase(type.type)} has no option “${argument.name}”.${nearest === undefined ? ` It has ${keys.map(camelCase).join(', ')}.` : ` Did you mean “${nearest}”?`}`,
          argument,
        );
      }
      given.set(key, argument);
    }
    const conventions = withConventions(scope.conventions, (key) => {
      const value = key === 'bias' ? undefined : given.get(key)?.value;
      return value?.kind === 'name'
        ? value.name
        : value?.kind === 'number'
          ? value.value.toString()
          : value && hyphenatedWord(value);
    });
    const options = new CallOptions(
      type,
      { ...scope, conventions },
      given,
      node,
      {
        argument: (value, words) => this.argument(value, words, scope),
        layer: (value, previous) => this.layer(value, previous, scope),
      },
      standing,
      type.type === 'network' ? this.unnamed.networkName(node, scope) : undefined,
    );
    const value = mathematics(
      node,
      () => type.build(options),
      (option) => given.get(option),
    );
    // Layers of networks are named by these.
    return value.kind === 'layer' && !standing ? this.unnamed.owned(value, node, scope) : value;
  }

  /** A layer of a network, applied to the one before it. */
  private layer(node: Expression, previous: Value, scope: Scope): Value {
    const type =
      node.kind === 'call' && node.callee.kind === 'name' && !scope.lookup(node.callee.name)
        ? DEFINITION_FUNCTIONS.get(node.callee.name)
        : undefined;
    return type && node.kind === 'call'
      ? this.construct(type, node, scope, new Map([['input', previous]]))
      : applied(this.evaluate(node, scope), previous);
  }
}
