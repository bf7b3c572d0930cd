import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { closeDb, createDb } from '../../packages/db/src/client.ts';
import { startEmbedded } from '../../packages/db/src/embedded/start-embedded.ts';
import { insertLog } from '../../packages/db/src/logs/insert-logs.ts';
import { logStream } from '../../packages/db/src/logs/log-row.ts';
import { headCursor, readAfter } from '../../packages/db/src/stream/read-after.ts';
import { makeLog, makeRules } from '../../packages/db/src/testing/make-log.ts';
import { createEmptyDatabase, createTestDb, type TestDb } from '../../packages/db/src/testing/test-db.ts';
import { untilSettled } from '../../packages/db/src/testing/until-settled.ts';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';
import { fillStore } from './fill-store.ts';
import { readAnswers, readDigests } from './read-answers.ts';

const tools = ['/usr/lib/postgresql/15/bin', ...(process.env.PATH ?? '').split(':')].find((folder) =>
  existsSync(join(folder, 'pg_dump')),
);
const { kind } = inject('testTemplate');
const why =
  kind === 'embedded'
    ? 'pg_dump wants a server as old as itself'
    : tools === undefined
      ? 'there is no pg_dump'
      : null;
if (why !== null) console.error(`backup-restore.db.test.ts: ${why}, nothing is dumped`);

let test: TestDb;
let folder: string;
let dump: string;
/** What the database holds and answers, and the last cursor that a client of it was given, after the dump. */
let before: { digests: object; answers: object; given: string };

const run = (tool: 'pg_dump' | 'pg_restore', ...args: string[]) =>
  promisify(execFile)(join(tools!, tool), args);

beforeAll(async () => {
  if (why !== null) return;
  folder = await mkdtemp(join(tmpdir(), 'apiscope-dump-'));
  dump = join(folder, 'apiscope.dump');
  test = await createTestDb();
  await fillStore(test.url);
  await run('pg_dump', '--format=custom', '--no-owner', '--no-privileges', `--file=${dump}`, test.url);
  const [digests, answers] = [await readDigests(test.url), await readAnswers(test.url)];
  await insertLog(test.db, makeLog({ message: 'lost with the server' }), makeRules);
  before = { digests, answers, given: await headCursor(test.db) };
}, 120_000);
afterAll(async () => {
  if (why !== null) return;
  await test.close();
  await rm(folder, { recursive: true });
});

it.skipIf(why !== null)(
  'a dump restored on the same server and on another has every row and answers alike, and streams and ids go on',
  async () => {
    const places = [await createEmptyDatabase(), await startEmbedded({ dataDir: 'memory://' })];
    for (const { url, stop } of places) {
      await run('pg_restore', '--no-owner', '--no-privileges', '--exit-on-error', `--dbname=${url}`, dump);
      await prepareDatabase({ url });
      expect(await readDigests(url)).toEqual(before.digests);
      expect(await readAnswers(url)).toEqual(before.answers);
      await goOn(url);
      await stop();
    }
  },
  120_000,
);

async function goOn(url: string): Promise<void> {
  const db = createDb({ url, maxConnections: 1 });
  try {
    const head = await headCursor(db);
    const { id } = await insertLog(db, makeLog({ message: 'after the restore' }), makeRules);
    expect(id).toBe(901);
    for (const cursor of [head, before.given]) {
      const { rows } = await untilSettled(() => readAfter(db, logStream, { cursor, limit: 10 }));
      expect(rows.map(({ row }) => row.id)).toEqual([901]);
    }
  } finally {
    await closeDb(db);
  }
}
