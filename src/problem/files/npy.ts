import { groupDigits, integer, MathError, stridesOf, Tensor, type Scalar, type Shape } from '../../core';
import { latin, requireRoom, viewOf } from './bytes';

/** Longer headers are not read; NumPy itself stops at 10,000 bytes. */
const MAX_HEADER = 65_536;
const MAX_AXES = 64;

/** How one entry is read. */
interface EntryType {
  readonly bytes: number;
  readonly read: (view: DataView, at: number, little: boolean) => number | bigint;
  readonly real?: true;
}

const TYPES: Readonly<Record<string, EntryType>> = {
  b1: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  i8: { bytes: 8, read: (view, at, little) => view.getBigInt64(at, little) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
  u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  u8: { bytes: 8, read: (view, at, little) => view.getBigUint64(at, little) },
  f2: { bytes: 2, read: (view, at, little) => halfOf(view.getUint16(at, little)), real: true },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little), real: true },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little), real: true },
};

interface Header {
  readonly type: EntryType;
  readonly little: boolean;
  /** The first index runs fastest. */
  readonly fortran: boolean;
  readonly shape: Shape;
  /** Where the entries start. */
  readonly start: number;
}

/**
 * An array as `numpy.save` writes it, versions 1 to 3 of the format. Integers and booleans are exact, floats are reals.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpy(bytes: Uint8Array): Tensor {
  const header = readHeader(bytes);
  const { type, shape, start } = header;
  const size = shape.reduce((product, extent) => product * extent, 1);
  requireRoom(size, `its header announces ${shape.join(' × ')} entries`);
  const end = start + size * type.bytes;
  if (bytes.length < end)
    throw new MathError(
      `it is cut off at byte ${bytes.length}: ${shape.join(' × ')} entries of ${type.bytes} bytes end at byte ${end}.`,
    );
  if (bytes.length > end)
    throw new MathError(`its entries end at byte ${end}, but it has ${groupDigits(bytes.length)} bytes.`);
  return type.real ? readReals(bytes, header, size) : readIntegers(bytes, header, size);
}

function readHeader(bytes: Uint8Array): Header {
  if (latin(bytes.subarray(0, 6)) !== '\u0093NUMPY')
    throw new MathError('it is no NPY file: it doesn’t start with \\x93NUMPY.');
  const [major = 0, minor = 0] = bytes.subarray(6, 8);
  if (major < 1 || major > 3 || minor !== 0)
    throw new MathError(`it is of version ${major}.${minor} of the format; 1.0, 2.0 and 3.0 are known.`);
  const first = major === 1 ? 10 : 12;
  if (bytes.length < first) throw new MathError(`it is cut off at byte ${bytes.length}, in its header.`);
  const view = viewOf(bytes);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER)
    throw new MathError(
      `its header has ${groupDigits(length)} bytes; up to ${groupDigits(MAX_HEADER)} are read.`,
    );
  const start = first + length;
  if (bytes.length < start)
    throw new MathError(`it is cut off at byte ${bytes.length}; its header ends at byte ${start}.`);
  const fields = fieldsOf(latin(bytes.subarray(first, start)));
  return { ...typeOf(fields.descr), fortran: fields.fortran, shape: shapeOf(fields.shape), start };
}

/** The header is a dictionary as Python writes one; nothing else that Python could write is read. */
function fieldsOf(text: string): {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: string;
} {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1] ?? '';
  const field = /\s*(['"])(\w+)\1\s*:\s*('[^']*'|"[^"]*"|True|False|\([\d\sL,]*\)|\[[^\]]*\])\s*(?:,|$)/y;
  const found = new Map<string, string>();
  while (field.lastIndex < inner.trimEnd().length) {
    const [, , key = '', value = ''] = field.exec(inner) ?? [];
    if (key === '' || found.has(key)) break;
    found.set(key, value);
  }
  const [descr, fortran, shape] = [found.get('descr'), found.get('fortran_order'), found.get('shape')];
  if (descr?.startsWith('['))
    throw new MathError('its entries have fields; arrays of one type of number are read.');
  if (
    found.size !== 3 ||
    !/^['"]/.test(descr ?? '') ||
    !/^(?:True|False)$/.test(fortran ?? '') ||
    !shape?.startsWith('(')
  )
    throw new MathError('its header is not {descr, fortran_order, shape} as NumPy writes it.');
  return { descr: descr?.slice(1, -1) ?? '', fortran: fortran === 'True', shape: shape.slice(1, -1) };
}

function typeOf(descr: string): { readonly type: EntryType; readonly little: boolean } {
  const [, order = '', name = ''] = /^([<>|])(\w+)$/.exec(descr) ?? [];
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (name.startsWith('O'))
    throw new MathError('it holds Python objects, which could be anything; save numbers.');
  if (!type || (order === '|' && type.bytes > 1))
    throw new MathError(
      `its entries are of type “${descr.slice(0, 40)}”; bool, int8 to int64, uint8 to uint64 and float16 to float64 are read.`,
    );
  return { type, little: order !== '>' };
}

function shapeOf(text: string): Shape {
  const extents = text
    .split(',')
    .map((extent) => extent.trim().replace(/L$/, ''))
    .filter((extent, index, all) => extent !== '' || index < all.length - 1)
    .map((extent) => (/^\d+$/.test(extent) ? Number(extent) : NaN));
  if (!extents.every(Number.isSafeInteger) || extents.length > MAX_AXES)
    throw new MathError(`its shape (${text.slice(0, 40)}) is none of up to ${MAX_AXES} axes.`);
  if (extents.length === 0)
    throw new MathError('it holds one number without axes; write that number instead of the file.');
  return extents;
}

function readReals(bytes: Uint8Array, { type, little, ...layout }: Header, size: number): Tensor {
  const view = viewOf(bytes);
  const data = new Float64Array(size);
  forEachPlace(layout, size, type.bytes, (flat, at) => {
    const entry = Number(type.read(view, at, little));
    if (!Number.isFinite(entry))
      throw new MathError(`the entry at byte ${at} is ${entry}; the entries of a tensor are finite numbers.`);
    data[flat] = entry;
  });
  return Tensor.reals(layout.shape, data);
}

function readIntegers(bytes: Uint8Array, { type, little, ...layout }: Header, size: number): Tensor {
  const view = viewOf(bytes);
  const data = new Float64Array(size);
  const large = new Map<number, Scalar>();
  forEachPlace(layout, size, type.bytes, (flat, at) => {
    const entry = type.read(view, at, little);
    data[flat] = Number(entry);
    if (!Number.isSafeInteger(data[flat])) large.set(flat, integer(entry));
  });
  if (large.size === 0) return Tensor.integers(layout.shape, data);
  return Tensor.of(
    layout.shape,
    Array.from(data, (entry, flat) => large.get(flat) ?? integer(entry)),
  );
}

/** Goes through the entries in the order of the file, with the place of each in row-major order. */
function forEachPlace(
  { shape, fortran, start }: Pick<Header, 'shape' | 'fortran' | 'start'>,
  size: number,
  bytes: number,
  visit: (flat: number, at: number) => void,
): void {
  const steps = stridesOf(shape);
  const position = shape.map(() => 0);
  let flat = 0;
  for (let index = 0; index < size; index++) {
    visit(fortran ? flat : index, start + index * bytes);
    if (!fortran) continue;
    for (const [axis, extent] of shape.entries()) {
      const step = steps[axis] ?? 1;
      flat += step;
      const next = (position[axis] ?? 0) + 1;
      position[axis] = next < extent ? next : 0;
      if (next < extent) break;
      flat -= extent * step;
    }
  }
}

/** A number of 16 bits: sign, 5 bits of exponent, 10 of fraction (IEEE 754, binary16). */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
