/**
 * Keys of the page: J and K go to the next and the previous part, S shows or hides the key of the part with the
 * focus (else of the one that the cursor is in), O goes to the outline, ? lists the keys. Letters with a modifier belong to the editor.
 */
export function listenToKeys(root: Element): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.shiftKey && event.key !== '?') return;
    switch (event.key) {
      case 'j':
        step(root, 1);
        break;
      case 'k':
        step(root, -1);
        break;
      case 's':
        (focusedPart() ?? root.querySelector('.part.current'))
          ?.querySelector<HTMLButtonElement>('button.toggle')
          ?.click();
        break;
      case 'o':
        root.querySelector<HTMLButtonElement>('nav button')?.focus();
        break;
      case '?':
        root.querySelector<HTMLButtonElement>('button.help')?.click();
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
