import type { Db } from '../client.ts';

/** Patterns whose id a process remembers; the ones not met for longest are forgotten first. */
const capacity = 50_000;

const caches = new WeakMap<Db, Map<string, number>>();

function cacheOf(db: Db): Map<string, number> {
  const cache = caches.get(db) ?? new Map<string, number>();
  caches.set(db, cache);
  return cache;
}

/** The id of a pattern that was committed before, by its key. */
export function recallPattern(db: Db, key: string): number | undefined {
  const cache = cacheOf(db);
  const id = cache.get(key);
  if (id === undefined) return undefined;
  // The order of a Map is that of insertion: what is met again moves to its end.
  cache.delete(key);
  cache.set(key, id);
  return id;
}

/** Remembers ids, to be called once they are committed. */
export function rememberPatterns(db: Db, ids: ReadonlyMap<string, number>): void {
  const cache = cacheOf(db);
  for (const [key, id] of ids) cache.set(key, id);
  for (const key of cache.keys()) {
    if (cache.size <= capacity) return;
    cache.delete(key);
  }
}

/** Forgets every id, because one of them turned out to be gone. */
export function forgetPatterns(db: Db): void {
  caches.delete(db);
}
