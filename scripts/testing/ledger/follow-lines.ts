import { setTimeout as sleep } from 'node:timers/promises';
import { parseEvents } from '../../../apps/api/src/testing/parse-events.ts';
import { ledgerService } from './entries.ts';

/** A reader of the stream that comes back with the last id it saw whenever it is cut off, to the next origin. */
export function followLines(origins: readonly string[]): {
  messages: string[];
  /** Events that said rows were missed. */
  gaps(): number;
  stop(): Promise<void>;
} {
  const leaving = new AbortController();
  const messages: string[] = [];
  let gaps = 0;
  let lastId: string | null = null;

  const follow = async (): Promise<void> => {
    for (let turn = 0; !leaving.signal.aborted; turn++) {
      try {
        const answer = await fetch(
          `${origins[turn % origins.length]}/logs/stream?service__eq=${ledgerService}`,
          {
            headers: lastId === null ? {} : { 'last-event-id': lastId },
            signal: leaving.signal,
          },
        );
        if (answer.status !== 200) throw new Error(`the stream answered ${answer.status}`);
        for await (const { event, id, data } of parseEvents(answer.body!)) {
          if (id !== null) lastId = id;
          if (event === 'log-update') messages.push((JSON.parse(data!) as { message: string }).message);
          if (event === 'gap') gaps++;
        }
      } catch {
        // Cut off, as it will be.
      }
      await sleep(200, undefined, { signal: leaving.signal }).catch(() => {});
    }
  };
  const followed = follow();
  return {
    messages,
    gaps: () => gaps,
    async stop() {
      leaving.abort();
      await followed;
    },
  };
}
