import type { Random } from '../random';

export interface Brush {
  readonly rows: number;
  readonly cols: number;
  readonly crossing: boolean;
  readonly random: Random;
  /** Paints cells white; false where that was refused. */
  readonly paint: (cells: readonly (readonly [row: number, col: number])[]) => boolean;
}

export type BackgroundName = 'blank' | 'noise' | 'diagonal-streaks' | 'stripes' | 'checkerboard';

/** What can stand behind a pattern. Each stroke is painted on its own, so that one that is refused costs little. */
export const BACKGROUNDS: Readonly<Record<BackgroundName, (brush: Brush) => void>> = {
  blank: () => undefined,

  noise({ rows, cols, random, paint }) {
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < cols; col++) if (random.chance(1, 4)) paint([[row, col]]);
  },

  'diagonal-streaks'({ rows, cols, crossing, random, paint }) {
    const count = Math.ceil((rows * cols) / 24);
    for (let streak = 0; streak < count; streak++) {
      const length = random.integer(3, 12);
      const [row, col] = [random.integer(-length, rows - 1), random.integer(-length, cols + length)];
      const step = crossing && random.chance(1, 2) ? -1 : 1;
      paint(Array.from({ length }, (_, cell) => [row + cell, col + step * cell] as const));
    }
  },

  stripes({ rows, cols, random, paint }) {
    const period = random.integer(3, 6);
    const phase = random.integer(0, period - 1);
    for (let col = phase; col < cols; col += period) for (let row = 0; row < rows; row++) paint([[row, col]]);
  },

  checkerboard({ rows, cols, random, paint }) {
    const square = random.integer(2, 4);
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < cols; col++)
        if ((Math.floor(row / square) + Math.floor(col / square)) % 2 === 0) paint([[row, col]]);
  },
};
