/**
 * The new value, with every part that equals its counterpart in the old value replaced by that. A view that is
 * given the same object again has nothing to draw, so an edit costs only what it changed.
 */
export function reuse<T>(old: T, next: T): T {
  return merge(old, next) as T;
}

function merge(old: unknown, next: unknown): unknown {
  if (Object.is(old, next)) return old;
  if (Array.isArray(old) && Array.isArray(next)) {
    const merged = next.map((item: unknown, index) => merge(old[index], item));
    return old.length === merged.length && merged.every((item, index) => item === old[index]) ? old : merged;
  }
  if (isRecord(old) && isRecord(next)) {
    const entries = Object.entries(next).map(([key, value]) => [key, merge(old[key], value)] as const);
    const same =
      entries.length === Object.keys(old).length &&
      entries.every(([key, value]) => key in old && old[key] === value);
    return same ? old : Object.fromEntries(entries);
  }
  return next;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
