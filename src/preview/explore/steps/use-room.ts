import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WalkSheet } from '../../../protocol';
import { roomOf, type Lengths, type Room } from './room';
import type { PlaneScene, Scene } from './scene';
import { widthOf } from './words';

const SHORT: Lengths = { source: 2, kernel: 2, target: 2 };

interface Measured {
  /** What is measured. */
  readonly attach: (element: HTMLElement | null) => void;
  readonly room: Room;
  readonly lengths: Lengths;
  /** Makes room for the texts of a scene; it stays when they are gone, so that playing does not shift anything. */
  readonly hold: (scene: Scene) => void;
}

/** The room that the view has, kept up to date. */
export function useRoom(walk: WalkSheet): Measured {
  const [size, setSize] = useState({ width: 720, rem: 16 });
  const [seen, setSeen] = useState({ walk, notation: '', lengths: SHORT });
  const observer = useRef<ResizeObserver | undefined>(undefined);
  const lengths = seen.walk === walk ? seen.lengths : SHORT;
  const room = useMemo(() => roomOf(size.width, size.rem, walk, lengths), [size, walk, lengths]);
  const attach = useRef((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (element === null) return;
    const measure = (): void => {
      const width = element.clientWidth;
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      setSize((before) => (before.width === width && before.rem === rem ? before : { width, rem }));
    };
    observer.current = new ResizeObserver(measure);
    observer.current.observe(element);
    measure();
  });
  useLayoutEffect(
    () => () => {
      observer.current?.disconnect();
    },
    [],
  );
  const hold = (scene: Scene): void => {
    const before = seen.walk === walk && seen.notation === scene.notation ? seen.lengths : SHORT;
    const now: Lengths = {
      source: longest(before.source, scene.source),
      kernel: longest(before.kernel, scene.kernel),
      target: longest(before.target, [scene.target]),
    };
    if (now.source === lengths.source && now.kernel === lengths.kernel && now.target === lengths.target)
      return;
    setSeen({ walk, notation: scene.notation, lengths: now });
  };
  return { attach: attach.current, room, lengths, hold };
}

function longest(before: number, planes: readonly PlaneScene[]): number {
  let most = before;
  for (const { cells } of planes)
    for (const { text } of cells.filter((cell) => cell !== undefined))
      if (text.length > most) most = Math.max(most, widthOf(text));
  return most;
}
