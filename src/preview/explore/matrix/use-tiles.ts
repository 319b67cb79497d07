import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Subject, Way } from '../../../protocol';
import type { AskHost } from '../ask';
import { Tiles } from './tiles';

/** The tiles of a matrix, kept as long as it is the same. */
export function useTiles(
  ask: AskHost,
  subject: Subject,
  way: Way,
  stamp: number,
  say: (sentence: string) => void,
): Tiles {
  const key = JSON.stringify([subject, way, stamp]);
  return useMemo(() => new Tiles(ask, subject, way, say), [key, ask]);
}

/** Draws again when tiles have come; those that come within one frame together. */
export function useArrivals(tiles: Tiles): void {
  const [, setArrivals] = useState(0);
  useEffect(() => {
    let frame: number | undefined;
    const ends = tiles.listen(() => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        setArrivals((count) => count + 1);
      });
    });
    return () => {
      ends();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [tiles]);
}
