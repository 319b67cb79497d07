import { bigintOf, integer, isRational } from '../../numbers/rational';
import { toReal, ZERO, type Scalar } from '../../numbers/scalar';
import type { Shape } from '../../tensors/shape';
import type { Tensor } from '../../tensors/tensor';
import type { Matrix } from '../matrix';
import { kindOfMatrix, kindOfTensor, requireCells, type NumberKind } from './cells';

/** Numbers that are written at once. */
const CHUNK = 65_536;

/**
 * NumPy's array format, version 1.0: int64 where all entries are integers of 64 bits, else float64, fractions as the
 * nearest doubles. Row-major, little-endian.
 * @throws MathError for symbols and for very many cells.
 */
export function* npy(array: Tensor | Matrix): Generator<Uint8Array> {
  if ('shape' in array) {
    const kind = kindOfTensor(array);
    yield header(array.shape, descriptor(kind));
    for (let from = 0; from < array.size; from += CHUNK)
      yield numbers(Math.min(CHUNK, array.size - from), kind, (index) => array.entry(from + index));
    return;
  }
  requireCells(array.rows, array.cols);
  const kind = kindOfMatrix(array);
  yield header([array.rows, array.cols], descriptor(kind));
  for (let row = 0; row < array.rows; row++) {
    const cells = new Map(array.row(row).map(({ index, value }) => [index, value]));
    yield numbers(array.cols, kind, (index) => cells.get(index) ?? ZERO);
  }
}

/** A vector whose entries come piece by piece, of known length. */
export function* npyVector(
  length: number,
  kind: NumberKind,
  pieces: Iterable<readonly Scalar[]>,
): Generator<Uint8Array> {
  yield header([length], descriptor(kind));
  for (const piece of pieces)
    if (piece.length > 0) yield numbers(piece.length, kind, (index) => piece[index] ?? ZERO);
}

/** A word as an array without axes, as SciPy keeps the name of a sparse format. */
export function* npyWord(word: string): Generator<Uint8Array> {
  yield header([], `|S${word.length}`);
  yield new TextEncoder().encode(word);
}

function descriptor(kind: NumberKind): string {
  return kind === 'integer' ? '<i8' : '<f8';
}

/** Padded with spaces so that the numbers begin at a multiple of 64 bytes. */
function header(shape: Shape, descr: string): Uint8Array {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = MAGIC.length + 2;
  const padding = (64 - ((before + text.length + 1) % 64)) % 64;
  const dictionary = new TextEncoder().encode(`${text}${' '.repeat(padding)}\n`);
  const bytes = new Uint8Array(before + dictionary.length);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint16(MAGIC.length, dictionary.length, true);
  bytes.set(dictionary, before);
  return bytes;
}

/** \x93NUMPY, version 1.0. */
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);

function numbers(count: number, kind: NumberKind, entry: (index: number) => Scalar): Uint8Array {
  const bytes = new Uint8Array(count * 8);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < count; index++) {
    const value = entry(index);
    if (kind === 'integer')
      view.setBigInt64(index * 8, bigintOf(isRational(value) ? value : integer(0)), true);
    else view.setFloat64(index * 8, toReal(value), true);
  }
  return bytes;
}
