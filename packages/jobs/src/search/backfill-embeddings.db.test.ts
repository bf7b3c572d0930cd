import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import { parseListQuery } from '@apiscope/core/search/parse';
import { jobs } from '@apiscope/core/search/resources/jobs';
import { listJobs } from '@apiscope/db/jobs/list-jobs';
import { countStaleEmbeddings } from '@apiscope/db/search/count-stale-embeddings';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handlers } from '../handlers.ts';
import { openWorker, until } from '../testing/open-worker.ts';
import { backfillEmbeddings } from './backfill-embeddings.ts';
import { enqueueStale } from './enqueue-stale.ts';

const embedder = createHashEmbedder({ dimensions: 24 });
const log = pino({ level: 'silent' });
const [userCount, patternCount] = [700, 30];
let test: TestDb;
let child: ChildProcess | undefined;

beforeAll(async () => {
  test = await createTestDb();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await test.close();
});
beforeEach(async () => {
  await test.db
    .$queryRaw`SELECT count(*) FROM (SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs) AS gone`;
  await test.db.$executeRaw`TRUNCATE users, log_patterns, job_runs, worker_heartbeats RESTART IDENTITY`;
  await test.db
    .$executeRaw`INSERT INTO users (name, age) SELECT 'user ' || n, 1 FROM generate_series(1, ${userCount}::int) AS n`;
  await test.db.$executeRaw`
    INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, first_seen, last_seen, embedding, embedding_version)
    SELECT 'shop', 'API', n::text, 'pattern number ' || n, '', now(), now(), '[1,0]', 'older-2' FROM generate_series(1, ${patternCount}::int) AS n`;
});

const stale = async () => {
  const { users, log_patterns } = await countStaleEmbeddings(test.db, embedder.version);
  return { users, log_patterns };
};
const backfill = () => backfillEmbeddings({}, { db: test.db, log, embedder });
const history = async () => (await listJobs(test.db, parseListQuery(jobs, { order: 'asc' }))).data;

describe('backfillEmbeddings', () => {
  it('makes all that is stale anew, says how much that was, and finds nothing the second time', async () => {
    expect(await stale()).toEqual({ users: userCount, log_patterns: patternCount });
    const version = embedder.version;
    expect(await backfill()).toEqual({
      version,
      embedded: { users: userCount, log_patterns: patternCount },
      remaining: 0,
    });
    expect(await stale()).toEqual({ users: 0, log_patterns: 0 });
    expect(await backfill()).toEqual({ version, embedded: { users: 0, log_patterns: 0 }, remaining: 0 });
  });

  it('is shared by two that run at once: every row is made anew by one of them', async () => {
    const [one, other] = await Promise.all([backfill(), backfill()]);
    expect(await stale()).toEqual({ users: 0, log_patterns: 0 });
    expect(one.embedded.users + other.embedded.users).toBe(userCount);
    expect(one.embedded.log_patterns + other.embedded.log_patterns).toBe(patternCount);
  });
});

describe('a worker that makes other vectors than those stored', () => {
  it('enqueues the work once, however many start, and nothing when all is well', async () => {
    const asked = await Promise.all([enqueueStale(test.db, embedder), enqueueStale(test.db, embedder)]);
    expect(new Set(asked.filter((id) => id !== null)).size).toBe(1);
    expect(await enqueueStale(test.db, embedder)).toBeNull();
    expect(await history()).toMatchObject([{ task: 'backfill_embeddings', status: 'queued' }]);
    await test.db.$executeRaw`UPDATE job_runs SET status = 'succeeded'`;
    await backfill();
    expect(await enqueueStale(test.db, embedder)).toBeNull();
  });

  it('is killed in the middle: what is done stays done, and the next one does the rest', async () => {
    const file = new URL('../testing/stalling-worker.ts', import.meta.url).pathname;
    const texts = patternCount + 450;
    child = spawn(process.execPath, ['--import', 'tsx', file, test.url, '24', String(texts)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout!.on('data', (chunk) => {
      said += String(chunk);
    });
    await until(async () => said.includes('STALLED'), 60_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const left = userCount - 400;
    await until(async () => (await stale()).users === left);
    expect(await stale()).toEqual({ users: left, log_patterns: 0 });
    expect(await history()).toMatchObject([{ status: 'running', attempts: 1 }]);

    // What half a minute would do.
    await test.db.$executeRaw`UPDATE worker_heartbeats SET seen_at = now() - interval '31 seconds'`;
    const worker = await openWorker(test, handlers, { embedder, beatMs: 100, staleSeconds: 1 });
    await until(async () => (await history())[0]!.status === 'succeeded');
    await worker.stop();
    expect(await history()).toMatchObject([
      {
        task: 'backfill_embeddings',
        attempts: 2,
        result: { embedded: { users: left, log_patterns: 0 }, remaining: 0 },
      },
    ]);
    expect(await stale()).toEqual({ users: 0, log_patterns: 0 });
  }, 120_000);
});
