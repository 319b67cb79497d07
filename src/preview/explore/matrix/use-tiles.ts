import { useMemo, useState } from 'preact/hooks';
import type { Subject, Way } from '../../../protocol';
import type { AskHost } from '../ask';
import { Tiles } from './tiles';

/** The tiles of a matrix, kept as long as it is the same, and a number that grows whenever some have come. */
export function useTiles(
  ask: AskHost,
  subject: Subject,
  way: Way,
  stamp: number,
  say: (sentence: string) => void,
): readonly [Tiles, number] {
  const [arrivals, setArrivals] = useState(0);
  const key = JSON.stringify([subject, way, stamp]);
  const tiles = useMemo(() => {
    // Many tiles come within one frame: they are drawn together.
    let waiting = false;
    const arrived = (): void => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        setArrivals((count) => count + 1);
      });
    };
    return new Tiles(ask, subject, way, arrived, say);
  }, [key, ask]);
  return [tiles, arrivals];
}
