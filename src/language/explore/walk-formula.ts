import { linearPart, symbolTex, sym, type Layer, type Sliding, type Walk, type WindowAxis } from '../../core';

/** Which planes the formula tells apart. */
interface Planes {
  readonly place: string | undefined;
  readonly under: string | undefined;
}

/**
 * What a walk computes, in LaTeX, with the numbers of the layer in the indices: `y_{i,j} = \sum_{a,b} k_{a,b}\, x_{2i+2a-2,\,2j+2b-2}`.
 * @param base what rows, columns, taps and channels count from.
 */
export function formulaOf(
  layer: Layer,
  walk: Walk,
  sliding: Sliding,
  kernelName: string,
  spreads: boolean,
  base: 0 | 1,
): string {
  const { mesh, form, kind } = walk;
  const one = sliding.kernel.length === 1;
  const axes = one ? [mesh.cols] : [mesh.rows, mesh.cols];
  const [places, taps] = one
    ? [['i'], ['a']]
    : [
        ['i', 'j'],
        ['a', 'b'],
      ];
  const pool = mesh.combines !== 'sum';
  const planes: Planes = {
    place: mesh.placePlanes > 1 ? (spreads && !pool ? 'c' : 'f') : undefined,
    under: mesh.underPlanes > 1 ? (pool ? 'f' : spreads ? 'f' : 'c') : undefined,
  };
  const read = axes.map((axis, at) =>
    indexUnder(axis, places[at] ?? 'i', taps[at] ?? 'a', sliding.flipped, base),
  );
  const [x, y] = kind === 'forward' ? ['x', 'y'] : ['x', 'g'];
  const [placeName, underName] = spreads ? [x, y] : [y, x];
  const back = (text: string): string => `\\frac{\\partial L}{\\partial ${text}}`;
  const isBack = kind === 'input-gradient';
  const place = indexed(isBack && form === 'gather' ? 'x' : placeName, [planes.place, ...places]);
  const under = indexed(isBack && form === 'spread' ? 'x' : underName, [planes.under, ...read], '\\,');
  const weight = pool
    ? ''
    : `${indexed(weightTex(kernelName), [
        ...(mesh.unshared ? places : []),
        ...(spreads ? [planes.under, planes.place] : [planes.place, planes.under]),
        ...taps,
      ])}\\, `;
  const bias =
    kind === 'forward' && layer.biases > 0n
      ? ` + ${indexed('b', biasIndices(linearPart(layer), planes, places, spreads))}`
      : '';
  switch (form) {
    case 'gather': {
      const left = isBack ? back(place) : place;
      const sum = [pool ? undefined : planes.under, ...taps].filter((index) => index !== undefined).join(',');
      if (mesh.combines === 'max') return `${left} = \\max_{${sum}} ${under}`;
      return `${left} = ${pool ? `${shareTex(walk)} ` : ''}\\sum_{${sum}} ${weight}${under}${bias}`;
    }
    case 'spread': {
      const left = isBack ? back(under) : under;
      const start = bias === '' ? '' : `,\\quad \\text{from}${bias.replace(' +', '\\ ')}`;
      return `${left} \\mathrel{+}= ${pool ? `${shareTex(walk)}\\, ` : weight}${place}${start}`;
    }
    case 'taps': {
      const sum = mesh.unshared ? '' : `\\sum_{${places.join(',')}} `;
      return `${back(weight.replace('\\, ', ''))} = ${sum}${place}\\, ${under}`;
    }
  }
}

function biasIndices(
  layer: Layer,
  planes: Planes,
  places: readonly string[],
  spreads: boolean,
): readonly (string | undefined)[] {
  const plane = spreads ? planes.under : planes.place;
  return layer.sharing === 'unshared' ? [plane, ...places] : [plane];
}

/** 1 over the cells of a window, where all windows have as many. */
function shareTex({ mesh, places, kernel }: Walk): string {
  const cells = kernel.rows * kernel.cols;
  const { fixed } = mesh;
  // Windows at the corners are the ones that reach furthest into the padding.
  const corners = [0, places.cols - 1, (places.rows - 1) * places.cols, places.rows * places.cols - 1];
  const even = corners.every((corner) => {
    const share = fixed?.at(corner);
    return typeof share === 'object' && 'd' in share && share.d === BigInt(cells);
  });
  return `\\frac{1}{${even ? String(cells) : 'n'}}`;
}

function indexed(name: string, indices: readonly (string | undefined)[], space = ''): string {
  const given = indices.filter((index) => index !== undefined);
  return given.length === 0 ? name : `${name}_{${given.join(`,${space}`)}}`;
}

function weightTex(name: string): string {
  return symbolTex(sym(name));
}

/** The cell under a tap: `2i+2a-2`. Under `flipped` it runs back as the tap goes on. */
function indexUnder(axis: WindowAxis, place: string, tap: string, flipped: boolean, base: 0 | 1): string {
  const { stride, dilation, before, kernel } = axis;
  const along = flipped ? -dilation : dilation;
  const start = (flipped ? dilation * (kernel - 1) : 0) - before;
  const rest = start + base - base * stride - base * along;
  const part = (factor: number, name: string): string =>
    `${factor < 0 ? '-' : '+'}${Math.abs(factor) === 1 ? '' : String(Math.abs(factor))}${name}`;
  const constant = rest === 0 ? '' : `${rest < 0 ? '-' : '+'}${Math.abs(rest)}`;
  return `${part(stride, place)}${part(along, tap)}${constant}`.replace(/^\+/, '');
}
