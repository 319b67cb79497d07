import { groupDigits, MathError, Tensor, type Conventions } from '../../core';
import { latin, requireRoom, viewOf } from './bytes';
import { inflate } from './inflate';
import { passesOf, scanlineBytes, unfilter, type Header } from './scanlines';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** Colour types, with the samples of a pixel and the bits that a sample may have. PNG, third edition, table 8. */
const COLOUR_TYPES: Readonly<
  Record<number, { readonly samples: number; readonly depths: readonly number[] }>
> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};
const PALETTE_TYPE = 3;

/** The chunks of a file that are looked at. Others, such as texts and colour profiles, are passed over unread. */
interface Chunks {
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
  /** Compressed, in the order of the file. */
  readonly data: readonly Uint8Array[];
}

/**
 * A PNG image: H × W where it is grey, H × W × C where it has colours (C × H × W under `channels: first`). An entry is the
 * sample divided by the largest one, 2^depth − 1, so from 0 to 1, as torchvision’s ToTensor gives it; gamma and colour
 * profiles are left alone. Alpha is a last channel, left out where everything is opaque.
 * @see https://www.w3.org/TR/png-3/
 */
export function readPng(bytes: Uint8Array, channels: Conventions['channels']): Tensor {
  const header = readHeader(bytes);
  const chunks = readChunks(bytes);
  const data = inflate(chunks.data, dataBytes(header));
  const samples = samplesOf(header, data);
  const planes = header.type === PALETTE_TYPE ? paletted(samples, chunks) : direct(header, samples, chunks);
  return laidOut(header, planes, channels);
}

/** @throws MathError where it is no PNG, or claims more than is made: nothing else has been read by then. */
function readHeader(bytes: Uint8Array): Header {
  if (SIGNATURE.some((byte, index) => bytes[index] !== byte))
    throw new MathError('it is no PNG: it doesn’t start with the signature of one.');
  const view = viewOf(bytes);
  if (bytes.length < 33) throw new MathError(`it is cut off at byte ${bytes.length}, in its header.`);
  if (view.getUint32(8) !== 13 || latin(bytes.subarray(12, 16)) !== 'IHDR')
    throw new MathError('its header (IHDR) is not at byte 8.');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth = 0, type = 0, compression, filter, interlace = 0] = bytes.subarray(24, 29);
  const kind = COLOUR_TYPES[type];
  const claim = `its header announces ${groupDigits(width)} × ${groupDigits(height)} pixels`;
  if (width === 0 || height === 0) throw new MathError(`${claim}; there is nothing in it.`);
  if (!kind?.depths.includes(depth))
    throw new MathError(`its header announces ${depth} bits of colour type ${type}, which PNG doesn’t have.`);
  if (compression !== 0 || filter !== 0 || interlace > 1)
    throw new MathError('its header announces a compression, filter or interlacing that PNG doesn’t have.');
  requireRoom(width * height * (type === PALETTE_TYPE ? 3 : kind.samples), claim);
  return { width, height, depth, type, samples: kind.samples, interlaced: interlace === 1 };
}

function readChunks(bytes: Uint8Array): Chunks {
  const view = viewOf(bytes);
  const found = new Map<string, Uint8Array>();
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length; ;) {
    if (at + 12 > bytes.length)
      throw new MathError(`it is cut off at byte ${bytes.length}: its end (IEND) is missing.`);
    const length = view.getUint32(at);
    const name = latin(bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    if (!/^[A-Za-z]{4}$/.test(name))
      throw new MathError(`there is no chunk at byte ${at}, where one is due.`);
    if (end + 4 > bytes.length)
      throw new MathError(
        `it is cut off at byte ${bytes.length}: the chunk ${name} at byte ${at} has ${groupDigits(length)} bytes.`,
      );
    const content = bytes.subarray(at + 8, end);
    if (LOOKED_AT.includes(name)) {
      if (crc(bytes.subarray(at + 4, end)) !== view.getUint32(end))
        throw new MathError(`it is damaged: the checksum of the chunk ${name} at byte ${at} is wrong.`);
      if (name === 'IDAT') data.push(content);
      else if (found.has(name)) throw new MathError(`it has a second chunk ${name}, at byte ${at}.`);
      else found.set(name, content);
    } else if (/^[A-Z]/.test(name))
      throw new MathError(`the chunk ${name} at byte ${at} can’t be passed over, and isn’t known here.`);
    if (name === 'IEND') return { palette: found.get('PLTE'), transparency: found.get('tRNS'), data };
    at = end + 4;
  }
}

const LOOKED_AT = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

/** How many bytes the header announces, once they are inflated. */
function dataBytes(header: Header): number {
  return passesOf(header).reduce(
    (sum, { width, height }) => sum + height * (1 + scanlineBytes(header, width)),
    0,
  );
}

/** The samples as whole numbers, pixel by pixel in the order of the image. */
function samplesOf(header: Header, data: Uint8Array): Uint16Array {
  const { width, depth, samples } = header;
  const result = new Uint16Array(width * header.height * samples);
  let at = 0;
  for (const pass of passesOf(header)) {
    const length = scanlineBytes(header, pass.width);
    let above: Uint8Array = new Uint8Array(length);
    for (let row = 0; row < pass.height; row++) {
      const line = data.subarray(at + 1, at + 1 + length);
      unfilter(data[at] ?? 0, line, above, Math.max(1, (samples * depth) / 8), at);
      const start = (pass.y + row * pass.yStep) * width + pass.x;
      for (let column = 0; column < pass.width; column++)
        for (let sample = 0; sample < samples; sample++)
          result[(start + column * pass.xStep) * samples + sample] = sampleAt(
            line,
            column * samples + sample,
            depth,
          );
      above = line;
      at += 1 + length;
    }
  }
  return result;
}

/** One sample of a scanline; small ones are packed from the left, large ones have their high byte first. */
function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 8) return line[index] ?? 0;
  if (depth === 16) return ((line[2 * index] ?? 0) << 8) | (line[2 * index + 1] ?? 0);
  const bit = index * depth;
  return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** What each pixel has: `count` channels as reals, pixel by pixel, and whether it is opaque. */
interface Planes {
  readonly count: number;
  readonly at: (pixel: number, channel: number) => number;
  /** From 0 to 1; undefined where every pixel is opaque. */
  readonly alpha: ((pixel: number) => number) | undefined;
}

function direct({ type, depth, samples }: Header, data: Uint16Array, { transparency }: Chunks): Planes {
  const largest = 2 ** depth - 1;
  const count = type === 0 || type === 4 ? 1 : 3;
  const at = (pixel: number, channel: number): number => (data[pixel * samples + channel] ?? 0) / largest;
  const pixels = data.length / samples;
  if (samples > count) return withAlpha(count, at, pixels, (pixel) => at(pixel, count));
  if (!transparency) return { count, at, alpha: undefined };
  if (transparency.length !== 2 * count)
    throw new MathError(`its chunk tRNS has ${transparency.length} bytes where ${2 * count} are due.`);
  // The one colour that is transparent.
  const key = Array.from({ length: count }, (_, channel) => viewOf(transparency).getUint16(2 * channel));
  return withAlpha(count, at, pixels, (pixel) =>
    key.every((sample, channel) => data[pixel * samples + channel] === sample) ? 0 : 1,
  );
}

function paletted(data: Uint16Array, { palette, transparency }: Chunks): Planes {
  if (!palette || palette.length === 0 || palette.length % 3 !== 0 || palette.length > 768)
    throw new MathError('its palette (PLTE) is missing, or not of 1 to 256 colours.');
  const colours = palette.length / 3;
  const beyond = data.find((index) => index >= colours);
  if (beyond !== undefined)
    throw new MathError(`it names the colour ${beyond} of a palette of ${colours}, counted from 0.`);
  const at = (pixel: number, channel: number): number =>
    (palette[(data[pixel] ?? 0) * 3 + channel] ?? 0) / 255;
  if (!transparency) return { count: 3, at, alpha: undefined };
  return withAlpha(3, at, data.length, (pixel) => (transparency[data[pixel] ?? 0] ?? 255) / 255);
}

function withAlpha(
  count: number,
  at: Planes['at'],
  pixels: number,
  alpha: NonNullable<Planes['alpha']>,
): Planes {
  for (let pixel = 0; pixel < pixels; pixel++) if (alpha(pixel) !== 1) return { count, at, alpha };
  return { count, at, alpha: undefined };
}

function laidOut({ width, height }: Header, planes: Planes, channels: Conventions['channels']): Tensor {
  const { count, at, alpha } = planes;
  const all = alpha ? count + 1 : count;
  const pixels = width * height;
  requireRoom(pixels * all, `it has ${height} × ${width} × ${all} entries`);
  const data = new Float64Array(pixels * all);
  const [pixelStep, channelStep] = channels === 'last' ? [all, 1] : [1, pixels];
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let channel = 0; channel < all; channel++)
      data[pixel * pixelStep + channel * channelStep] =
        alpha && channel === count ? alpha(pixel) : at(pixel, channel);
  if (all === 1) return Tensor.reals([height, width], data);
  return Tensor.reals(channels === 'last' ? [height, width, all] : [all, height, width], data);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** The checksum of a chunk’s name and content (PNG, annex D). */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (CRC_TABLE[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
