/** Asks again and again until the answer is there; says what it waited for when it never comes. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  limit = 20_000,
): Promise<T> {
  const deadline = Date.now() + limit;
  let last = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      // What is asked for may not be there yet; the last reason is told if it never comes.
      last = error instanceof Error ? ` (${error.message.split('\n')[0] ?? ''})` : '';
    }
    if (Date.now() > deadline)
      throw new Error(`Waited ${limit / 1000} s for ${what}, which did not come${last}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asks again and again for a short while; whether the answer was yes in that time. */
export async function shortly(ask: () => Promise<boolean>, limit = 2000): Promise<boolean> {
  const deadline = Date.now() + limit;
  while (Date.now() < deadline) {
    if (await ask()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
