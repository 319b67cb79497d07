/** Half a frame: what takes longer than that lets others have their turn in between. */
const SLICE_MS = 8;

/** Does one thing after the other without holding up the extension host; what is done is passed on as it comes. */
export async function inSlices<A, B>(
  things: readonly A[],
  each: (thing: A) => Promise<B>,
  pass: (done: readonly B[]) => void,
  now: () => number = () => performance.now(),
): Promise<void> {
  let done: B[] = [];
  let start = now();
  for (const thing of things) {
    done.push(await each(thing));
    if (now() - start < SLICE_MS) continue;
    pass(done);
    done = [];
    await new Promise<void>((resolve) => setImmediate(resolve));
    start = now();
  }
  if (done.length > 0) pass(done);
}
