import { useEffect, useState } from 'preact/hooks';
import { readPalette, type Palette } from './palette';

let current: Palette | undefined;
const listeners = new Set<(palette: Palette) => void>();

/** The palette of the theme; the view is drawn again when the theme or the resolution of the screen changes. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(() => (current ??= watch()));
  useEffect(() => {
    listeners.add(setPalette);
    // The theme may have changed between drawing and listening.
    if (current !== undefined) setPalette(current);
    return () => {
      listeners.delete(setPalette);
    };
  }, []);
  return palette;
}

/** VS Code changes the variables of the root and the class of the body while the page lives. */
function watch(): Palette {
  const observer = new MutationObserver(reread);
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, {
    attributeFilter: ['style', 'class', 'data-vscode-theme-kind', 'data-vscode-theme-id'],
  });
  watchResolution();
  return readPalette();
}

function watchResolution(): void {
  window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener(
    'change',
    () => {
      watchResolution();
      reread();
    },
    { once: true },
  );
}

function reread(): void {
  const next = readPalette();
  if (JSON.stringify(next) === JSON.stringify(current)) return;
  current = next;
  for (const listener of listeners) listener(next);
}
