import { groupDigits } from '../../core';

/** Milliseconds between two of its lines. */
const PAUSE = 500;

/** How far a run is: a line on stderr that is written over where that is a terminal. */
export class Progress {
  private readonly start = performance.now();
  private told = 0;
  private done = 0;

  constructor(
    private readonly total: number,
    private readonly stream: NodeJS.WriteStream,
  ) {}

  /** One more file is done. */
  step(): void {
    this.done += 1;
    const now = performance.now();
    if (now - this.told < PAUSE && this.done < this.total) return;
    this.told = now;
    const line = progressText(this.done, this.total, now - this.start);
    this.stream.write(this.stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  }

  /** Leaves the line, or clears it where something else is to stand there. */
  end(): void {
    if (this.stream.isTTY && this.told > 0) this.stream.write('\r\u001b[K');
  }
}

/** `1,200 of 10,000 files · 800 a second · 11 s to go`. */
export function progressText(done: number, total: number, milliseconds: number): string {
  const rate = (1000 * done) / Math.max(1, milliseconds);
  const left = Math.ceil((total - done) / rate);
  const rest =
    done === total ? '' : ` · ${left >= 60 ? `${Math.floor(left / 60)} min ` : ''}${left % 60} s to go`;
  return `${groupDigits(done)} of ${groupDigits(total)} file${total === 1 ? '' : 's'} · ${groupDigits(Math.round(rate))} a second${rest}`;
}
