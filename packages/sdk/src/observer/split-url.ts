import type { QueryMap } from '@apiscope/core/replay/schema';
import { setOwn } from '@apiscope/core/set-own';

/** The path of a URL as it was received, and its query as text; null when it has none. */
export function splitUrl(url: string): { path: string; query: string | null } {
  const whole = url.startsWith('/') ? 0 : (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0].length ?? 0);
  const hash = url.indexOf('#', whole);
  const end = hash === -1 ? url.length : hash;
  const at = url.indexOf('?', whole);
  if (at === -1 || at > end) return { path: url.slice(whole, end) || '/', query: null };
  return { path: url.slice(whole, at) || '/', query: at + 1 < end ? url.slice(at + 1, end) : null };
}

/** Query values by name; repeated ones in order. */
export function readQuery(text: string): QueryMap {
  const query: QueryMap = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = Object.hasOwn(query, name) ? query[name] : undefined;
    const next = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value];
    setOwn(query, name, next);
  }
  return query;
}
