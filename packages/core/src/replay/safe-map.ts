import { safeText } from '../logs/safe-json.ts';
import type { HeaderMap } from './schema.ts';

/** Names and values that PostgreSQL can store. */
export function safeMap(map: HeaderMap): HeaderMap {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [
      safeText(name),
      typeof value === 'string' ? safeText(value) : value.map(safeText),
    ]),
  );
}
