import type { StreamGap } from '@apiscope/core/logs/schema';
import type { StreamSource } from './source.ts';

/** Where a stream starts, and what of it is missing before that. */
export type Opening = { cursor: string; gap?: StreamGap['gap'] };

/**
 * Reads where a client wants to resume: without a cursor after the newest row, with an unreadable one there too but
 * saying so, and with one from before what retention has kept right after what was dropped.
 */
export async function openCursor(
  source: StreamSource<unknown>,
  lastEventId: string | null | undefined,
): Promise<Opening> {
  if (lastEventId === null || lastEventId === undefined || lastEventId === '')
    return { cursor: await source.head() };
  // A cursor from after the newest row was never given out: by this database, at least.
  if (!source.isCursor(lastEventId) || source.compare(lastEventId, await source.newest()) > 0)
    return {
      cursor: await source.head(),
      gap: {
        reason: 'cursor_unreadable',
        message: 'the id to resume after is not one of this stream; it goes on with what comes next',
      },
    };
  const horizon = await source.horizon();
  if (horizon === null || source.compare(lastEventId, horizon) >= 0) return { cursor: lastEventId };
  return {
    cursor: horizon,
    gap: {
      reason: 'cursor_expired',
      message: 'rows after the id to resume after are dropped by retention; it goes on with what is kept',
    },
  };
}
