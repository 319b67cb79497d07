// `npx tsx scripts/sample-images.ts` writes the images beside the samples, each from a formula.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { repository } from './editor/paths';

const SIZE = 64;
const [DARK, MIDDLE, BRIGHT] = [51, 153, 204];

/** A dark wall with a bright square, a disc of middle grey, and a floor that grows brighter to the right. */
function shapes(x: number, y: number): number {
  if (y >= 52) return 4 * x;
  if (x >= 6 && x < 26 && y >= 8 && y < 28) return BRIGHT;
  return (x - 44) ** 2 + (y - 30) ** 2 <= 14 ** 2 ? MIDDLE : DARK;
}

function write(name: string, grey: (x: number, y: number) => number): void {
  const data = Uint8Array.from({ length: SIZE * SIZE }, (_, index) =>
    grey(index % SIZE, Math.floor(index / SIZE)),
  );
  const path = join(repository, 'samples', name);
  writeFileSync(path, encode({ width: SIZE, height: SIZE, channels: 1, depth: 8, data }));
}

write('shapes.png', shapes);
