/** Where things stand: which element is of which line of the document, and whether it is in view. */

const AIR_PX = 24;

/** The line of the document that made what the pointer is on; not for controls, which have an action of their own. */
export function lineOf(target: EventTarget | null): number | undefined {
  if (!(target instanceof Element) || target.closest('button, a, summary, nav') !== null) return undefined;
  return readLine(target.closest('[data-line]'));
}

/** Scrolls an element into view, if it is outside. Focus stays where it is. */
export function bringIntoView(element: Element): void {
  const { top, bottom } = element.getBoundingClientRect();
  const floor = document.querySelector('.status')?.getBoundingClientRect().top ?? window.innerHeight;
  if (top >= 0 && (bottom <= floor || top <= floor / 2)) return;
  const tooTall = bottom - top > floor - AIR_PX;
  window.scrollBy({ top: top < 0 || tooTall ? top - AIR_PX : bottom - floor + AIR_PX });
}

/** The last element that starts on the line or above it. */
export function elementAt(root: Element, line: number): Element | undefined {
  let found: Element | undefined;
  let foundLine = -1;
  for (const element of root.querySelectorAll('main [data-line]')) {
    const own = readLine(element);
    if (own !== undefined && own <= line && own >= foundLine) {
      found = element;
      foundLine = own;
    }
  }
  return found;
}

function readLine(element: Element | null): number | undefined {
  const line = Number(element?.getAttribute('data-line') ?? Number.NaN);
  return Number.isSafeInteger(line) ? line : undefined;
}
