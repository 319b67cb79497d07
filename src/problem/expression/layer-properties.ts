import { numberValue, Tensor, tensorValue, type Layer, type Value } from '../../core';

/** What stands behind a layer's dot: `conv.stride`. */
export const LAYER_PROPERTIES = [
  'kernel',
  'stride',
  'dilation',
  'filters',
  'inChannels',
  'groups',
  'weights',
  'outputShape',
  'inputShape',
];

/** A property of a layer; undefined where this layer has none of that name. */
export function layerProperty(layer: Layer, name: string): Value | undefined {
  const { sliding } = layer;
  const perAxis = (values: readonly number[]): Value => {
    const [first] = values;
    return first !== undefined && values.every((value) => value === first)
      ? numberValue(first)
      : tensorValue(Tensor.integers([values.length], values));
  };
  switch (name) {
    case 'weights':
      return tensorValue(layer.weightTensor);
    case 'outputShape':
      return shapeValue(layer.outputShape);
    case 'inputShape':
      return layer.inputShape && shapeValue(layer.inputShape);
    case 'kernel':
    case 'stride':
    case 'dilation':
      return sliding && perAxis(sliding[name]);
    case 'filters':
    case 'inChannels':
    case 'groups':
      return sliding && numberValue(sliding[name]);
    default:
      return undefined;
  }
}

function shapeValue(shape: readonly number[]): Value {
  return { kind: 'shape', value: Tensor.integers([shape.length], shape).entries() };
}
