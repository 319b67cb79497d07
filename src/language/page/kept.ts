/** What was made of parts of a worksheet. They stay the same objects over an edit elsewhere, and go with it. */
const kept = new WeakMap<object, Map<string, unknown>>();

/**
 * What `make` gives, made once for an object and a name.
 * @param name one name for one kind of result: it has to tell all that the result depends on besides `of`.
 */
export function keptFor<T>(of: object, name: string, make: () => T): T {
  const results = kept.get(of) ?? new Map<string, unknown>();
  kept.set(of, results);
  if (!results.has(name)) results.set(name, make());
  return results.get(name) as T;
}
