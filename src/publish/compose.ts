import { moved, type Drawing, type Shape } from './drawing';

const GAP = 24;

interface Composed {
  readonly title: string;
  readonly description: string;
}

/** Drawings in a row, their upper edges on one line. */
export function beside(
  drawings: readonly Drawing[],
  { title, description }: Composed,
  gap: number = GAP,
): Drawing {
  let x = 0;
  const shapes = drawings.flatMap((drawing, index): readonly Shape[] => {
    const left = x;
    x += drawing.width + gap;
    return drawing.shapes.map((shape) => moved(named(shape, index), left, 0));
  });
  return {
    width: Math.max(0, x - gap),
    height: Math.max(0, ...drawings.map(({ height }) => height)),
    title,
    description,
    shapes,
  };
}

/** Drawings below each other, their left edges on one line. */
export function below(
  drawings: readonly Drawing[],
  { title, description }: Composed,
  gap: number = GAP,
): Drawing {
  let y = 0;
  const shapes = drawings.flatMap((drawing, index): readonly Shape[] => {
    const top = y;
    y += drawing.height + gap;
    return drawing.shapes.map((shape) => moved(named(shape, index), 0, top));
  });
  return {
    width: Math.max(0, ...drawings.map(({ width }) => width)),
    height: Math.max(0, y - gap),
    title,
    description,
    shapes,
  };
}

/** With air around it. */
export function framed(drawing: Drawing, air: number, said: Partial<Composed> = {}): Drawing {
  return {
    ...drawing,
    ...said,
    width: drawing.width + 2 * air,
    height: drawing.height + 2 * air,
    shapes: drawing.shapes.map((shape) => moved(shape, air, air)),
  };
}

/** Names of groups stay different from each other. */
function named(shape: Shape, index: number): Shape {
  return shape.shape === 'group'
    ? { ...shape, name: `${shape.name}-${index + 1}`, shapes: shape.shapes.map((one) => named(one, index)) }
    : shape;
}
