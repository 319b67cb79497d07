/** An editor tells of a move of its cursor within this time. */
const ECHO_MS = 1000;

/**
 * Tells the moves of the cursor that the preview itself asked for from those that a person makes, so that the page
 * does not follow where it led. Only those are held back: who moves on at once is followed at once.
 */
export class EchoGuard {
  private moving = 0;
  private last: { readonly line: number; readonly until: number } | undefined;

  constructor(private readonly now: () => number = Date.now) {}

  /** Runs what brings the cursor to a line; an editor that opens may pass through others on the way. */
  async during(line: number, move: () => Promise<void>): Promise<void> {
    this.moving += 1;
    try {
      await move();
    } finally {
      this.moving -= 1;
      this.last = { line, until: this.now() + ECHO_MS };
    }
  }

  /** Whether a move of the cursor to a line is the echo of what the preview asked for. */
  isEcho(line: number): boolean {
    if (this.moving > 0) return true;
    const echo = this.last?.line === line && this.now() <= this.last.until;
    if (!echo) this.last = undefined;
    return echo;
  }
}
