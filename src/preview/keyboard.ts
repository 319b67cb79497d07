/**
 * Keys of the page: J and K go to the next and the previous part, S shows or hides the key of the part with the
 * focus, O goes to the outline. Letters with a modifier belong to the editor.
 */
export function listenToKeys(root: Element): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    switch (event.key) {
      case 'j':
        step(root, 1);
        break;
      case 'k':
        step(root, -1);
        break;
      case 's':
        focusedPart()?.querySelector<HTMLButtonElement>('button.toggle')?.click();
        break;
      case 'o':
        root.querySelector<HTMLButtonElement>('nav button')?.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
}

function focusedPart(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('.part') ?? null;
}

function step(root: Element, by: 1 | -1): void {
  const parts = [...root.querySelectorAll<HTMLElement>('.part')];
  const current = focusedPart();
  const next = current === null ? firstInView(parts) : parts[parts.indexOf(current) + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}

function firstInView(parts: readonly HTMLElement[]): HTMLElement | undefined {
  return parts.find((part) => part.getBoundingClientRect().bottom > 0) ?? parts.at(-1);
}
