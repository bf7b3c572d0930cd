import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { closeDb, createDb } from '../../packages/db/src/client.ts';
import { startEmbedded } from '../../packages/db/src/embedded/start-embedded.ts';
import { insertLog } from '../../packages/db/src/logs/insert-logs.ts';
import { logStream } from '../../packages/db/src/logs/log-row.ts';
import { headCursor, readAfter } from '../../packages/db/src/stream/read-after.ts';
import { makeLog, makeRules } from '../../packages/db/src/testing/make-log.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';
import { createEmptyDatabase } from '../../packages/db/src/testing/test-db.ts';
import { untilSettled } from '../../packages/db/src/testing/until-settled.ts';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';
import { databaseFolder } from '../start/settings.ts';
import { fillStore } from '../testing/fill-store.ts';
import { readAnswers, readDigests } from '../testing/read-answers.ts';
import { openStopLine } from '../testing/stop-line.ts';
import { runDbMove } from './run-db-move.ts';

let folder: string;
let target: Awaited<ReturnType<typeof createEmptyDatabase>>;
/** What the source holds and answers, and the last place of its stream, which lies far ahead of a new cluster. */
let before: { digests: object; answers: object; cursor: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apiscope-move-'));
  target = await createEmptyDatabase();
  before = await inSource(async (url) => {
    await prepareDatabase({ url });
    await fillStore(url);
    await runSql(url, `UPDATE logs SET xid = (xid::text::bigint + 4000000000)::text::xid8`);
    await runSql(url, `UPDATE logs SET xid = '9000000000' WHERE id = (SELECT max(id) FROM logs)`);
    const digests = await readDigests(url);
    return { digests, answers: await readAnswers(url), cursor: '8999999999-0' };
  });
}, 240_000);
afterAll(async () => {
  await target.stop();
  await rm(folder, { recursive: true });
});

async function inSource<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { url, stop } = await startEmbedded({ dataDir: databaseFolder(folder) });
  try {
    return await work(url);
  } finally {
    await stop();
  }
}

async function move(to: string, ...more: string[]) {
  const said = { output: '', errors: '' };
  const code = await runDbMove(['--to', to, '--from', folder, ...more], {
    env: {},
    output: { write: (text) => (said.output += text) },
    errors: { write: (text) => (said.errors += text) },
  });
  return { code, ...said };
}

/** Tables of the target, and those among them that have rows; what each database has of its own left out. */
async function tablesOf(url: string): Promise<{ tables: number; filled: string[] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ tables: number }>(
    `SELECT count(*)::int AS tables FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text IN ('public', 'graphile_worker')`,
  );
  await client.end();
  const { tables } = rows[0]!;
  const digests = tables === 0 ? [] : Object.entries(await readDigests(url));
  return { tables, filled: digests.filter(([, digest]) => digest.rows > 0).map(([name]) => name) };
}

describe('db:move', { timeout: 120_000 }, () => {
  it('refuses what can not be followed, and touches neither database', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'apiscope-none-'));
    const unreachable = 'postgres://me:secret@127.0.0.1:9/none';
    for (const [to, more, words] of [
      ['somewhere', [], '--to must begin with postgres://'],
      [target.url, ['--form', 'x'], 'usage: npm run db:move'],
      [unreachable, [], 'cannot reach the database of --to'],
      [target.url, ['--from', empty], 'there is no database in'],
    ] as const) {
      const { code, errors } = await move(to, ...more);
      expect([code, errors]).toEqual([2, expect.stringContaining(words)]);
      expect(errors).not.toContain('secret');
    }
    await rm(empty, { recursive: true });
    await inSource(async () => {
      expect(await move(target.url)).toMatchObject({
        code: 2,
        errors: expect.stringMatching(/is in use by an Apiscope that runs \(process \d+\); stop it first/),
      });
    });
    expect(await move(target.url, '--check')).toMatchObject({
      code: 0,
      output: expect.stringMatching(/fit/),
    });
    expect(await tablesOf(target.url)).toEqual({ tables: 0, filled: [] });
  });

  it('refuses a source that is in use, or of another release', async () => {
    await inSource(async (url) => {
      const name = '20991231000000_of_a_later_release';
      const ledger = (verb: string) => runSql(url, verb);
      await ledger(
        `INSERT INTO worker_heartbeats (id, hostname, pid, started_at, seen_at) VALUES ('w1', 'h', 1, now(), now())`,
      );
      expect(await move(target.url, '--from', url)).toMatchObject({
        code: 2,
        errors: expect.stringContaining('the source is in use by worker w1'),
      });
      await ledger('DELETE FROM worker_heartbeats');
      await ledger(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '${name}', now())`,
      );
      expect(await move(target.url, '--from', url)).toMatchObject({
        code: 2,
        errors: expect.stringContaining(name),
      });
      await ledger(`DELETE FROM _prisma_migrations WHERE id = 'x'`);
    });
    expect(await tablesOf(target.url)).toEqual({ tables: 0, filled: [] });
  });

  it('refuses a target whose role may not make the extensions, or whose encoding is not UTF-8', async () => {
    const template = inject('testTemplate');
    // The embedded database has one role and one encoding.
    if (template.kind === 'embedded') return;
    const name = `apiscope_move_${process.pid}`;
    await runSql(template.url, `CREATE ROLE ${name} LOGIN`);
    await runSql(template.url, `CREATE DATABASE ${name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`);
    try {
      expect(await move(withDatabase(template.url, name))).toMatchObject({
        code: 2,
        errors: expect.stringContaining('stores text as SQL_ASCII'),
      });
      const weak = new URL(target.url);
      weak.username = name;
      expect(await move(weak.href)).toMatchObject({
        code: 2,
        errors: expect.stringContaining(`the role ${name} may not create the extension vector`),
      });
    } finally {
      await runSql(template.url, `DROP DATABASE ${name}`);
      await runSql(template.url, `DROP ROLE ${name}`);
    }
    expect(await tablesOf(target.url)).toEqual({ tables: 0, filled: [] });
  });

  it('keeps nothing when the connection is lost in the middle, or a row is refused', async () => {
    const line = await openStopLine(target.url, 'COPY public.spans', 'cut');
    const cut = await move(line.url);
    line.close();
    expect(cut).toMatchObject({
      code: 1,
      output: expect.stringContaining('public.logs'),
      errors: expect.stringContaining('Nothing was moved'),
    });
    expect((await tablesOf(target.url)).filled).toEqual([]);

    await inSource(async (url) => {
      await runSql(url, 'ALTER TABLE users DROP CONSTRAINT users_age_check');
      await runSql(url, 'UPDATE users SET age = 200 WHERE id = 1');
    });
    expect(await move(target.url)).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/copying public\.users: .*users_age_check/),
    });
    expect((await tablesOf(target.url)).filled).toEqual([]);
    await inSource(async (url) => {
      await runSql(url, 'UPDATE users SET age = 30 WHERE id = 1');
      await runSql(url, 'ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0 AND age <= 150)');
    });
  });

  it('killed in the middle leaves a source that is whole and a target to run it on again', async () => {
    const line = await openStopLine(target.url, 'COPY public.spans', 'hold');
    const program = join(import.meta.dirname, '../db-move.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, '--to', line.url, '--from', folder], {
      stdio: 'inherit',
    });
    const ended = once(child, 'exit');
    await Promise.race([
      line.reached,
      ended.then(([code]) => Promise.reject(new Error(`it ended with ${code}`))),
    ]);
    child.kill('SIGKILL');
    await ended;
    line.close();
    expect((await tablesOf(target.url)).filled).toEqual([]);
  });

  it('moves every row, answers alike, goes on with ids, streams and jobs, and leaves the source as it was', async () => {
    let moved = await move(target.url);
    // The server may take a moment to see that a client is gone, whose locks it holds until then.
    for (let tries = 0; moved.code === 1 && tries < 20; tries++) {
      await sleep(500);
      moved = await move(target.url);
    }
    expect(moved).toMatchObject({ code: 0, errors: '' });
    expect(moved.output).toContain(`Set DATABASE_URL=${new URL(target.url).href}`);
    expect(await readDigests(target.url)).toEqual(before.digests);
    expect(await readAnswers(target.url)).toEqual(before.answers);
    const db = createDb({ url: target.url, maxConnections: 1 });
    try {
      const head = await headCursor(db);
      const { id } = await insertLog(db, makeLog({ message: 'after the move' }), makeRules);
      expect(id).toBe(901);
      const read = async (cursor: string) => {
        const { rows, held } = await readAfter(db, logStream, { cursor, limit: 10 });
        return { ids: rows.map(({ row }) => row.id), held };
      };
      expect(await untilSettled(() => read(head))).toEqual({ ids: [901], held: false });
      expect(await untilSettled(() => read(before.cursor))).toEqual({ ids: [900, 901], held: false });
      const days =
        await db.$queryRaw`SELECT count(*)::int AS days FROM pg_inherits WHERE inhparent = 'logs'::regclass`;
      expect(days).toEqual([{ days: 4 }]);
    } finally {
      await closeDb(db);
    }
    expect(await move(target.url)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/the target is not empty, rows are in .*logs/),
    });
  });
});

it('a copy of the data folder, made while it is not in use, is a back-up; moving has not changed it', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'apiscope-copy-'));
  await cp(folder, copy, { recursive: true });
  const { url, stop } = await startEmbedded({ dataDir: databaseFolder(copy) });
  expect(await readDigests(url)).toEqual(before.digests);
  expect(await readAnswers(url)).toEqual(before.answers);
  await stop();
  await rm(copy, { recursive: true });
}, 60_000);
