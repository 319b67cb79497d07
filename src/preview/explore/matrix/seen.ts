import { useLayoutEffect, useState } from 'preact/hooks';
import type { Viewport } from './viewport';

const NOTHING_SEEN: Viewport = { cell: 1, top: 0, left: 0, width: 1, height: 1 };

/** Which part of a matrix is seen. It changes with each frame of scrolling, so only what shows it is drawn anew. */
export class Seen {
  private viewport = NOTHING_SEEN;
  private readonly listeners = new Set<(viewport: Viewport) => void>();

  get now(): Viewport {
    return this.viewport;
  }

  readonly set = (viewport: Viewport): void => {
    if (viewport === this.viewport) return;
    this.viewport = viewport;
    for (const listener of this.listeners) listener(viewport);
  };

  /** @returns what ends the listening. */
  listen(listener: (viewport: Viewport) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}

/** The part that is seen; the view that uses this is drawn anew with each change. */
export function useSeen(seen: Seen): Viewport {
  const [viewport, setViewport] = useState(seen.now);
  useLayoutEffect(() => {
    setViewport(seen.now);
    return seen.listen(setViewport);
  }, [seen]);
  return viewport;
}
