import { isConv, isPool, isTransposed, type Case } from '../core/support/pytorch';

/** What is asked of a layer, by the id of its part. */
export function questionsOf(one: Case): ReadonlyMap<string, string> {
  return new Map([
    ['output', 'output(c)'],
    ['shape', 'outputShape(c)'],
    ['params', 'params(c)'],
    ...(isConv(one)
      ? ([
          ['macs', 'macs(c)'],
          ['grad-input', 'gradInput(c, u)'],
          ['grad-kernel', 'gradKernel(c, u)'],
          ...(one.matrix ? ([['matrix', 'matrix(c)']] as const) : []),
        ] as const)
      : []),
  ]);
}

/** The keys of a layer as an author writes them; what is the default is left out. */
function keysOf(one: Case): readonly string[] {
  const perAxis = (key: string, values: readonly number[], usual?: number): string[] =>
    values.every((value) => value === usual)
      ? []
      : [`${key}: ${values.length === 1 ? String(values[0]) : JSON.stringify(values)}`];
  const sided = one.pads.some(([before, after]) => before !== 0 || after !== 0);
  const word = isConv(one) && ['valid', 'same', 'full'].includes(one.padding) ? one.padding : undefined;
  const padding = sided || word ? [`padding: ${word ?? JSON.stringify(one.pads)}`] : [];
  if (isPool(one))
    return [
      `kernel: ${JSON.stringify(one.kernel)}`,
      ...perAxis('stride', one.stride),
      ...padding,
      ...(one.ceilMode ? ['ceil-mode: true'] : []),
      ...(one.countIncludePad === false ? ['count-padding: false'] : []),
    ];
  return [
    'kernel: k',
    ...perAxis('stride', one.stride, 1),
    ...perAxis('dilation', one.dilation, 1),
    ...padding,
    ...(one.groups === 1 ? [] : [`groups: ${one.groups}`]),
    ...(one.bias && one.biasValues ? [`bias: ${JSON.stringify(one.biasValues)}`] : []),
    ...(isTransposed(one) ? perAxis('output-padding', one.outputPadding, 0) : []),
    ...(isConv(one) && one.paddingMode !== 'zeros' ? [`padding-mode: ${one.paddingMode}`] : []),
  ];
}

function problemOf(one: Case): string {
  const values = (name: string, type: string, nested: unknown): string =>
    `      ${name}: { type: ${type}, values: ${JSON.stringify(nested)} }`;
  return [
    `  - id: ${one.id}`,
    '    given:',
    values('x', 'input', one.input),
    ...(isPool(one) ? [] : [values('k', 'kernel', one.weight)]),
    ...(isConv(one) ? [values('u', 'input', one.upstream)] : []),
    `      c: { type: ${[one.op, 'input: x', ...keysOf(one)].join(', ')} }`,
    '    parts:',
    ...[...questionsOf(one)].map(([id, answer]) => `      - { id: ${id}, answer: "${answer}" }`),
  ].join('\n');
}

/** A problem set with a problem for each layer that PyTorch computed, written as an author would. */
export function pytorchSet(cases: readonly Case[]): string {
  return ['conventions: { channels: first }', 'problems:', ...cases.map(problemOf), ''].join('\n');
}
