/** Whether all that the page says can be read: texts that are faint, and texts that are cut off. */
import type { Page as BrowserPage } from 'playwright-core';

/** Texts with less than 4.5:1 against the backgrounds behind them, those of boxes laid under them too. */
export function faintTexts(page: BrowserPage): Promise<string[]> {
  return page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (context === null) return ['no canvas'];
    const faint: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (element === null || text === '' || element.closest('script, .unseen') !== null) continue;
      const behind: string[] = [];
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const box = getComputedStyle(at, '::before');
        if (box.position === 'absolute' && box.content !== 'none') behind.unshift(box.backgroundColor);
        behind.unshift(getComputedStyle(at).backgroundColor);
      }
      const luminances = [behind, [...behind, getComputedStyle(element).color]].map((layers) => {
        context.clearRect(0, 0, 1, 1);
        for (const layer of layers) {
          context.fillStyle = layer;
          context.fillRect(0, 0, 1, 1);
        }
        const channels = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((channel) => {
          const share = channel / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0);
      });
      const contrast = (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
      if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${element.className} ${text.slice(0, 40)}`);
    }
    return [...new Set(faint)];
  });
}

/**
 * Texts that reach over the edges of the window, or of what cuts them off. Not looked at: what scrolls by itself, the
 * outline's openings of prompts, which stand in full beside it, and what is only said.
 */
export function cut(page: BrowserPage): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (element === null || text === '') continue;
      if (element.closest('script, .unseen, .scroll, .maths, pre, .outline-title, .status') !== null)
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, width } of range.getClientRects()) {
        if (width > 0 && (left < 0 || right > document.documentElement.clientWidth))
          found.add(`${text.slice(0, 40)}: ${left} to ${right}`);
      }
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (getComputedStyle(at).overflowX === 'hidden' && at.scrollWidth > at.clientWidth + 1)
          found.add(`${text.slice(0, 40)}: cut by ${at.className}`);
      }
    }
    return [...found];
  });
}
