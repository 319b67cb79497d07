import type { Box } from './drawing';

/** Cells of one kind next to each other become one rectangle: first along rows, then equal ones below each other. */
export function merged<K>(
  rows: number,
  cols: number,
  kindAt: (row: number, col: number) => K | undefined,
): ReadonlyMap<K, readonly Box[]> {
  const boxes = new Map<K, { x: number; y: number; width: number; height: number }[]>();
  let above = new Map<number, { kind: K; box: { width: number; height: number } }>();
  for (let y = 0; y < rows; y++) {
    const here: typeof above = new Map();
    for (let x = 0; x < cols;) {
      const kind = kindAt(y, x);
      let end = x + 1;
      while (end < cols && kindAt(y, end) === kind) end++;
      const width = end - x;
      if (kind !== undefined) {
        const over = above.get(x);
        if (over?.kind === kind && over.box.width === width) {
          over.box.height++;
          here.set(x, over);
        } else {
          const box = { x, y, width, height: 1 };
          const found = boxes.get(kind);
          if (found) found.push(box);
          else boxes.set(kind, [box]);
          here.set(x, { kind, box });
        }
      }
      x = end;
    }
    above = here;
  }
  return boxes;
}

/** Boxes in cells as boxes in pixels. */
export function scaled(boxes: readonly Box[], cell: number, left: number, top: number): readonly Box[] {
  return boxes.map(({ x, y, width, height }) => ({
    x: left + x * cell,
    y: top + y * cell,
    width: width * cell,
    height: height * cell,
  }));
}
