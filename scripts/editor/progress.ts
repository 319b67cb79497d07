/** Tells the person who waits what is being done. */
export type Say = (line: string) => void;

/** Says a step before it starts, that it goes on while it is slow, and how long it took. */
export async function step<T>(say: Say, what: string, work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  const seconds = (): string => `${((Date.now() - start) / 1000).toFixed(0)} s`;
  say(`${what} …`);
  const reminder = setInterval(() => {
    say(`  still at it (${seconds()})`);
  }, 15_000);
  try {
    const result = await work();
    say(`  done in ${seconds()}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}
