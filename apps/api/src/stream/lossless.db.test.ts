import { ensurePartitions } from '@apiscope/db/partitions/ensure-partitions';
import { headCursor } from '@apiscope/db/stream/read-after';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiProcess, spawnApi } from '../testing/spawn-api.ts';
import { writeScrambled } from './testing/scrambled-writers.ts';
import { type Door, type Seen, subscribeRestlessly } from './testing/subscribe-restlessly.ts';

/** Seconds of writing: STREAM_TEST_SECONDS=60 for the long run. */
const seconds = Number(process.env.STREAM_TEST_SECONDS ?? 8);
const day = Date.UTC(2026, 0, 31);

let database: TestDb;
let processes: ApiProcess[];
beforeAll(async () => {
  database = await createTestDb();
  await ensurePartitions(database.db, 'logs', [day]);
  processes = await Promise.all([1, 2].map(() => spawnApi({ DATABASE_URL: database.url, PORT: '0' })));
}, 120_000);
afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop('SIGTERM')));
  await database.close();
});

/** A generator with a seed, so that a failure can be seen again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const sse =
  (filter: string) =>
  (origin: string): Door => ({
    open: (after, signal) =>
      fetch(`${origin}/logs/stream?service__eq=scramble${filter}`, {
        headers: after === null ? {} : { 'last-event-id': after },
        signal,
      }),
    rowId: ({ event, data }) => (event === 'log-update' ? String(JSON.parse(data!).id) : null),
  });

/** As the typed client asks: the cursor is the `lastEventId` of the input. */
const trpc =
  (filter: Record<string, string>) =>
  (origin: string): Door => ({
    open: (after, signal) => {
      const input = { service__eq: 'scramble', ...filter, ...(after === null ? {} : { lastEventId: after }) };
      const url = `${origin}/trpc/logs.stream?input=${encodeURIComponent(JSON.stringify(input))}`;
      return fetch(url, { signal, headers: { accept: 'text/event-stream' } });
    },
    rowId: ({ id, data }) => (id !== null && data ? String(JSON.parse(data).id) : null),
  });

it(
  `gives every subscriber each committed row that matches, once, in order: 4 writers for ${seconds} s, 2 processes, 3 subscribers that come and go`,
  async () => {
    const subscribers = [
      { door: sse(''), wants: () => true },
      { door: sse('&level__gte=error'), wants: (severity: number) => severity >= 17 },
      { door: trpc({ level__lt: 'error' }), wants: (severity: number) => severity < 17 },
    ];
    const random = seeded(7);
    let expected: { id: string; severity: number }[] | null = null;
    // Everybody starts at one known place, so that nobody has to be waited for.
    const head = await headCursor(database.db);
    const following = subscribers.map(({ door, wants }) => {
      let last = '';
      return subscribeRestlessly(
        processes.map(({ origin }) => startingAt(head, door(origin))),
        {
          random,
          isDone: (seen: readonly Seen[]) => {
            if (expected === null) return false;
            last ||= expected.filter(({ severity }) => wants(severity)).at(-1)!.id;
            return seen.some(({ id }) => id === last);
          },
        },
      );
    });
    const stopCutting = cutListenersEverySecond();
    const committed = await writeScrambled(database.url, {
      writers: 4,
      ms: seconds * 1_000,
      at: new Date(day),
      random,
    });
    const cuts = await stopCutting();
    const stored = await database.db.$queryRaw<{ id: bigint; severity: number }[]>`
      SELECT id, severity FROM logs WHERE service = 'scramble' ORDER BY xid, id`;
    expected = stored.map(({ id, severity }) => ({ id: String(id), severity }));
    expect(expected.map(({ id }) => id).sort()).toEqual(committed.map(({ id }) => id).sort());
    const all = await Promise.all(following);
    for (const [n, { seen, visits }] of all.entries()) {
      const wanted = expected.filter(({ severity }) => subscribers[n]!.wants(severity)).map(({ id }) => id);
      expect(seen.filter(({ gap }) => gap)).toEqual([]);
      expect(seen.map(({ id }) => id)).toEqual(wanted);
      expect(visits).toBeGreaterThan(3);
    }
    const ids = expected.map(({ id }) => BigInt(id));
    const crossed = ids.filter((id, n) => n > 0 && id < ids[n - 1]!).length;
    // Without transactions that end out of order the test would show nothing; the embedded database runs one after the other.
    if (database.kind === 'native') {
      expect(crossed).toBeGreaterThan(5);
      expect(cuts).toBeGreaterThan(5);
    }
    console.info(
      `${expected.length} rows, ${crossed} out of the order of their ids; ${cuts} LISTEN connections cut; visits ${all.map(({ visits }) => visits).join(', ')}`,
    );
  },
  seconds * 1_000 + 60_000,
);

function startingAt(head: string, door: Door): Door {
  return { ...door, open: (after, signal) => door.open(after ?? head, signal) };
}

/** Ends the LISTEN connections of both processes over and over; on the embedded database, which can't, none. @returns how many, once stopped. */
function cutListenersEverySecond(): () => Promise<number> {
  let cuts = 0;
  if (database.kind === 'embedded') return async () => cuts;
  const cutting = setInterval(async () => {
    const cut = await database.db.$queryRaw<unknown[]>`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'apiscope-listen'`;
    cuts += cut.length;
  }, 1_000);
  return async () => {
    clearInterval(cutting);
    return cuts;
  };
}
