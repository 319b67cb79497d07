import type { Conventions } from '../conventions';
import { MathError, isFailure } from '../failure';
import { scalarOf, textValue } from '../values/make';
import type { LayerValue, Value } from '../values/value';
import { isZero } from '../numbers/scalar';
import type { FunctionEntry, Parameter } from './function';
import { COUNTS } from './counts';
import { callFunction } from './call';
import { NETWORKS, ofLayers } from './networks';
import { SHAPES } from './shapes';

const NETWORK: Parameter = { name: 'net', doc: 'a network' };

/** Functions of one layer that can be asked of all layers of a network. */
const ASKED: ReadonlyMap<string, FunctionEntry> = new Map(
  [...COUNTS, ...SHAPES, ...NETWORKS]
    .filter(
      ({ parameters: [first, ...others] }) =>
        first?.name === 'layer' && others.every(({ optional }) => optional),
    )
    .map((entry) => [entry.name, entry]),
);

const FUNCTION: Parameter = {
  name: 'f',
  doc: `what is asked of each layer: ${[...ASKED.keys()].join(', ')}`,
  words: [...ASKED.keys()],
};

const SMALL =
  'network(input(shape=[8, 8, 1]), layers=[conv2d(filters=4, kernel=3), maxPool2d(kernel=2), dense(units=10)])';

export const TABLES: readonly FunctionEntry[] = [
  {
    name: 'perLayer',
    group: 'counts',
    doc: 'A value of each layer of a network, as fields by the layers’ names; layers of which it is 0 are left out.',
    parameters: [NETWORK, FUNCTION],
    examples: [[`perLayer(${SMALL}, params)`, 'conv1: 40, dense1: 370']],
    call(args, conventions) {
      const asked = askedOf(args.value('f'));
      const values = ofLayers(args.network('net').nodes, (node) => ask(asked, node, conventions));
      return { kind: 'fields', fields: new Map(values.filter(([, value]) => !isNothing(value))) };
    },
  },
  {
    name: 'table',
    group: 'counts',
    doc: 'A row for each layer of a network, with what each function gives.',
    parameters: [NETWORK, { ...FUNCTION, rest: true }],
    examples: [[`table(${SMALL}, outputShape, params)`, 'table of 3 rows: layer, outputShape, params']],
    call(args, conventions) {
      const asked = args.rest.map(askedOf);
      const rows = ofLayers(args.network('net').nodes, (node) => ({
        kind: 'list',
        items: asked.map((entry) => ask(entry, node, conventions)),
      }));
      return {
        kind: 'table',
        columns: ['layer', ...asked.map(({ name }) => name)],
        rows: rows.map(([name, value]) => [textValue(name), ...(value.kind === 'list' ? value.items : [])]),
      };
    },
  },
];

function askedOf(value: Value): FunctionEntry {
  const entry = value.kind === 'text' ? ASKED.get(value.value) : undefined;
  if (!entry) throw new MathError(`What can be asked of each layer is ${[...ASKED.keys()].join(', ')}.`, 'f');
  return entry;
}

function ask(entry: FunctionEntry, node: LayerValue, conventions: Conventions): Value {
  const value = callFunction(entry, [{ name: undefined, value: node }], conventions);
  return isFailure(value) ? { kind: 'undefined', reason: value.message } : value;
}

function isNothing(value: Value): boolean {
  const scalar = scalarOf(value);
  return value.kind === 'undefined' || (scalar !== undefined && isZero(scalar));
}
