import { setTimeout as sleep } from 'node:timers/promises';
import { parseEvents, type ServerSentEvent } from '../../testing/parse-events.ts';

/** What a subscriber has seen: row ids with their cursors, and gaps, in the order they came. */
export type Seen = { id: string; cursor: string; gap: boolean };

/** How a door is asked for the events after a cursor. */
export type Door = {
  open(after: string | null, signal: AbortSignal): Promise<Response>;
  /** Id of the row that an event carries; null when it carries none. */
  rowId(event: ServerSentEvent): string | null;
};

/**
 * Follows a stream and goes away after random times, each time at another of the doors, to resume after the last event it has seen;
 * stops once `isDone` says so. @returns what it has seen, and how often it came back.
 */
export async function subscribeRestlessly(
  doors: readonly Door[],
  { isDone, random }: { isDone: (seen: readonly Seen[]) => boolean; random: () => number },
): Promise<{ seen: Seen[]; visits: number }> {
  const seen: Seen[] = [];
  let cursor: string | null = null;
  let visits = 0;
  while (!isDone(seen)) {
    const leaving = new AbortController();
    const visit = sleep(20 + random() * 900, undefined, { signal: leaving.signal })
      .then(() => leaving.abort())
      .catch(() => {});
    try {
      const door = doors[visits++ % doors.length]!;
      const response = await door.open(cursor, leaving.signal);
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      for await (const event of parseEvents(response.body!)) {
        const id = door.rowId(event);
        if (event.event === 'gap') seen.push({ id: '', cursor: event.id!, gap: true });
        else if (id !== null) seen.push({ id, cursor: event.id!, gap: false });
        if (event.id !== null) cursor = event.id;
      }
    } catch (error) {
      if (!leaving.signal.aborted) throw error;
    }
    leaving.abort();
    await visit;
  }
  return { seen, visits };
}
