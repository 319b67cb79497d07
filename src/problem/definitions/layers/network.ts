import * as Type from 'typebox';
import {
  describe,
  feedOf,
  kindName,
  MathError,
  namedLayer,
  Network,
  publishedShape,
  scalarValue,
  shapeOf,
  Tensor,
  tensorOf,
  tensorValue,
  UndefinedError,
  valueText,
  ZOO,
  zooNetwork,
  type Feed,
  type LayerValue,
  type NamedLayer,
  type PlaceholderValue,
  type TensorFeed,
  type Value,
  type ZooModel,
} from '../../../core';
import type { DefinitionType } from '../definition';
import type { LayerEntry, Options } from '../options';
import { definition, quantity, word } from '../../schema/fields';
import { nearestName } from '../../schema/check';
import { inputOf, layerType, layerValue } from './shared';

export const NETWORK: DefinitionType = layerType({
  type: 'network',
  doc: 'Layers that are applied to each other: each to the one before it, unless its `input` says otherwise. Or a published network, by `model`.',
  keys: {
    input: definition('what its first layer is applied to; of a `model` the published input unless given'),
    layers: Type.Any({
      expected: 'a list of layers, or names with a layer each',
      description: 'the layers in order; `- flatten` is short for `- { type: flatten }`',
    }),
    model: word(
      [...ZOO.keys()],
      'a published network, instead of `layers`; its layers bear the paper’s names, `net.edition` says which edition it is',
    ),
    classes: quantity('how many outputs the head of a `model` has; those of the paper unless given'),
  },
  build(options) {
    if (options.has('model')) return publishedNetwork(options);
    if (!options.has('layers'))
      options.fail(undefined, 'A network needs `layers`, or `model`: a published network by its name.');
    if (options.has('classes'))
      options.fail('classes', '`classes` sets the head of a `model`; among `layers` the last one says it.');
    const feed =
      inputOrSymbols(options) ??
      options.fail(undefined, 'A network needs `input`: what its first layer is applied to.');
    const input = ownInput(feed);
    const nodes = new NetworkReader(input, options.name).read(options.layers('layers'));
    if (nodes.length === 0) options.fail('layers', 'A network needs at least one layer.');
    return layerValue(new Network({ input, nodes, channels: options.conventions.channels }), feed);
  },
});

function inputOrSymbols(options: Options): Feed | undefined {
  const value = options.value('input');
  return value?.kind === 'placeholder' ? value : inputOf(options);
}

/** A network of the zoo, over its published input unless another is given. */
function publishedNetwork(options: Options): LayerValue {
  if (options.has('layers'))
    options.fail('layers', 'A network has `layers` or a `model`, not both: the model brings its own layers.');
  const model = modelOf(options);
  const { conventions } = options;
  const feed = inputOf(options) ?? feedOf(Tensor.symbols('x', publishedShape(model, conventions.channels)));
  const classes = options.whole('classes', 1) ?? model.classes;
  const input = ownInput(feed);
  if (input.kind === 'placeholder')
    return options.fail('input', `A published network is applied to numbers; this is ${describe(input)}.`);
  return layerValue(zooNetwork(model, { input, classes, conventions }), feed);
}

/** The model that is named. The schema has held words in a file already; in an expression any text may stand. */
function modelOf(options: Options): ZooModel {
  const value = options.required('model', 'its name');
  const name = value.kind === 'text' ? value.value : undefined;
  const model = name === undefined ? undefined : ZOO.get(name);
  if (model) return model;
  const names = [...ZOO.keys()];
  const nearest = name === undefined ? undefined : nearestName(name, names);
  return options.fail(
    'model',
    name === undefined
      ? `\`model\` is the name of a published network; this is ${describe(value)}. There are ${names.join(', ')}.`
      : `There is no model “${name}”. ${nearest === undefined ? '' : `Did you mean “${nearest}”? `}There are ${names.join(', ')}.`,
  );
}

/** What a network's layers call `input`: the tensor that is given, or one of symbols where a layer comes before. */
function ownInput(feed: Feed): TensorFeed | PlaceholderValue {
  if (feed.kind !== 'layer') return feed;
  const { sizes } = feed.layer;
  return sizes
    ? { kind: 'placeholder', shape: sizes.outputShape ?? [] }
    : feedOf(Tensor.symbols('x', shapeOf(feed)));
}

/** Applies the layers of a network one after the other, and gives them their names. */
class NetworkReader {
  private readonly nodes: NamedLayer[] = [];
  /** Layers by what expressions call them: `conv1`, and of repeated ones `skip[2]`. */
  private readonly names: Map<string, Value>;
  private readonly written = new Set<string>();
  private readonly counts = new Map<string, number>();
  private previous: Value;

  /** @param network the network’s own name, where it has one. */
  constructor(
    input: TensorFeed | PlaceholderValue,
    private readonly network: string | undefined,
  ) {
    this.previous = input.kind === 'placeholder' ? input : tensorValue(input.values());
    this.names = new Map([['input', this.previous]]);
  }

  read(entries: readonly LayerEntry[]): readonly NamedLayer[] {
    this.reserve(entries);
    for (const entry of entries) this.add(entry, new Map());
    return this.nodes;
  }

  /** Names that are written are not given to unnamed layers. */
  private reserve(entries: readonly LayerEntry[]): void {
    for (const { name, layers } of entries) {
      if (name !== undefined) this.written.add(name);
      this.reserve(layers);
    }
  }

  /** @param running the names that run over something around the entry, with their values. */
  private add(entry: LayerEntry, running: ReadonlyMap<string, Value>): void {
    const names = new Map([...this.names, ...running]);
    if (!entry.repeat) {
      this.apply(entry, names, [...running.values()]);
      return;
    }
    for (const values of this.rowsOf(entry.repeat(names), entry)) {
      const inner = new Map([...running, ...values]);
      for (const layer of entry.layers) this.add(layer, inner);
    }
  }

  /** Every combination of what the names of a repetition run over, the last one fastest. */
  private rowsOf(
    over: readonly (readonly [name: string, values: Value])[],
    entry: LayerEntry,
  ): readonly ReadonlyMap<string, Value>[] {
    const axes = over.map(([name, value]) => {
      const tensor = value.kind === 'list' ? undefined : tensorOf(value);
      const items =
        value.kind === 'list'
          ? value.items
          : tensor?.rank === 1
            ? tensor.entries().map(scalarValue)
            : undefined;
      if (!items)
        return entry.fail(`\`repeat\` runs over a range or a list; “${name}” is ${describe(value)}.`);
      if (items.length === 0)
        return entry.fail(`\`repeat\` runs over nothing${name === '' ? '' : `: “${name}” has no values`}.`);
      return items.map((item) => [name, item] as const);
    });
    const rows = axes.reduce<(readonly (readonly [string, Value])[])[]>(
      (before, axis) => before.flatMap((row) => axis.map((pair) => [...row, pair])),
      [[]],
    );
    if (rows.length + this.nodes.length > MAX_LAYERS)
      entry.fail(`A network may have up to ${MAX_LAYERS} layers.`);
    return rows.map((row) => new Map(row));
  }

  private apply(entry: LayerEntry, names: ReadonlyMap<string, Value>, indices: readonly Value[]): void {
    const value = entry.build(names, this.previous);
    if (value.kind === 'undefined') throw new UndefinedError(value.reason);
    if (value.kind !== 'layer') return entry.fail(`Here stands a layer; this is ${describe(value)}.`);
    const own = entry.name ?? this.nameOf(value);
    if (own === 'input')
      return entry.fail('“input” is the network’s own input; choose another name for this layer.');
    const index = indices.map((one) => indexText(one));
    const name = index.length > 0 && entry.name !== undefined ? `${own}[${index.join(', ')}]` : own;
    if (this.nodes.some((node) => node.name === name))
      entry.fail(`There is a layer “${name}” already; choose another name.`);
    const node = namedLayer(value, name, this.network);
    this.nodes.push(node);
    this.previous = node;
    if (this.nodes.length > MAX_LAYERS) entry.fail(`A network may have up to ${MAX_LAYERS} layers.`);
    // A repeated layer is known by what ran around it, whole or from within: `skip[2, 3]`, `skip[3]`, `skip`.
    for (let from = 0; from < index.length; from++)
      this.names.set(`${own}[${index.slice(from).join(', ')}]`, node);
    if (index.length > 0) this.names.set(`${own}[]`, node);
    this.names.set(own, node);
  }

  /** `conv1`, `pool2`: the kind and the number among its kind. */
  private nameOf({ layer }: LayerValue): string {
    const kind = kindName(layer.type);
    let count = this.counts.get(kind) ?? 0;
    do count++;
    while (this.written.has(`${kind}${count}`));
    this.counts.set(kind, count);
    return `${kind}${count}`;
  }
}

/** Layers of one network, repeated ones counted. */
const MAX_LAYERS = 5000;

/** What stands in the brackets behind the name of a repeated layer. */
function indexText(value: Value): string {
  return valueText(value).replace('−', '-');
}

/** A layer that was given by name or made in an expression, applied to the one before it. Other values stay what they are. */
export function applied(value: Value, previous: Value): Value {
  if (value.kind !== 'layer') return value;
  if (previous.kind === 'placeholder' || (previous.kind === 'layer' && previous.layer.sizes))
    throw new MathError(
      'A layer that was made elsewhere can’t be applied to sizes that are symbols: write out here what it is, with its `type`.',
    );
  const feed =
    previous.kind === 'layer' ? previous : previous.kind === 'tensor' ? feedOf(previous.tensor) : undefined;
  return feed ? { ...value, layer: value.layer.on([shapeOf(feed)]), feeds: [feed] } : value;
}
