import type { LogRow } from './log-row.ts';

/** Newest first, as the list orders them: by time, then by id. */
export function isNewer(a: LogRow, b: LogRow): boolean {
  return a.created_at === b.created_at ? a.id > b.id : a.created_at > b.created_at;
}

/** Puts arrivals among rows that are newest first, each id once, and keeps the newest `most`. */
export function mergeLogs(rows: readonly LogRow[], arrivals: readonly LogRow[], most: number): LogRow[] {
  const known = new Set(rows.map(({ id }) => id));
  const fresh = arrivals.filter(({ id }) => !known.has(id) && known.add(id));
  if (fresh.length === 0) return rows.length > most ? rows.slice(0, most) : [...rows];
  fresh.sort((a, b) => (isNewer(a, b) ? -1 : 1));
  const merged: LogRow[] = [];
  let at = 0;
  for (const row of rows) {
    for (let next = fresh[at]; next && isNewer(next, row); next = fresh[++at]) merged.push(next);
    merged.push(row);
  }
  merged.push(...fresh.slice(at));
  return merged.slice(0, most);
}
