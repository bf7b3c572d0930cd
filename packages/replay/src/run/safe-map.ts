import { safeText } from '@apiscope/core/logs/safe-json';
import type { HeaderMap } from '@apiscope/core/replay/schema';

/** Names and values that PostgreSQL can store. */
export function safeMap(map: HeaderMap): HeaderMap {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [
      safeText(name),
      typeof value === 'string' ? safeText(value) : value.map(safeText),
    ]),
  );
}
