import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@apiscope/core/clock';
import { AppError } from '@apiscope/core/errors';
import { countingId } from '@apiscope/core/ids';
import { createRedactor } from '@apiscope/core/redact/redactor';
import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import { parseListQuery } from '@apiscope/core/search/parse';
import { replaySends } from '@apiscope/core/search/resources/replay-sends';
import { inTransaction } from '@apiscope/db/client';
import { insertSnapshots } from '@apiscope/db/replay/insert-snapshots';
import { claimSend } from '@apiscope/db/replay/sets/claim-send';
import { createSet } from '@apiscope/db/replay/sets/create-set';
import { getSetRun } from '@apiscope/db/replay/sets/get-set-run';
import { listSends } from '@apiscope/db/replay/sets/list-sends';
import { startSetRun } from '@apiscope/db/replay/sets/start-set-run';
import { steerSetRun } from '@apiscope/db/replay/sets/steer-set-run';
import { takeLease } from '@apiscope/db/replay/sets/take-lease';
import { makeSnapshot } from '@apiscope/db/testing/make-snapshot';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../enqueue.ts';
import { handlers } from '../handlers.ts';
import type { Replay } from '../job-context.ts';
import { openWorker, until, untilStatus } from '../testing/open-worker.ts';
import { replaySet } from './replay-set.ts';

const requests = 20;
const now = Date.UTC(2026, 1, 4);
const newId = countingId('attempt');
let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
  const made = Array.from({ length: requests }, (_, n) =>
    makeSnapshot({ method: 'GET', endpoint: 'GET /orders/{id}', path: `/orders/${n}`, timestamp: now - n }),
  );
  await insertSnapshots(test.db, made);
  await insertSnapshots(test.db, [makeSnapshot({ service: 'other', timestamp: now })]);
});
afterAll(() => test.close());

let sets = 0;
async function startRun(over: Partial<ReplaySet> = {}): Promise<number> {
  const set = await createSet(test.db, {
    name: `set ${++sets}`,
    service: 'shop',
    filter: {},
    range: null,
    target: null,
    maxRequests: 100,
    concurrency: 4,
    rateLimit: 1_000,
    confirm: false,
    ignoredPaths: ['body.id'],
    noisePaths: ['body.at'],
    ...over,
  });
  const order = { set, kind: 'check' as const, target: 'staging', actor: 'tester', now };
  return (await startSetRun(test.db, order, async () => {}))!;
}

/** A stand-in for the way out that counts what is sent; what it answers is the test's. */
function sender(answer: (n: number) => Promise<Partial<ReplayRun>> = async () => ({})) {
  const sent: number[] = [];
  const seen = { underWay: 0, most: 0, orders: [] as Parameters<Replay>[0][] };
  const replay: Replay = async (order) => {
    sent.push(order.snapshotId);
    seen.orders.push(order);
    seen.most = Math.max(seen.most, ++seen.underWay);
    try {
      const changes = await answer(sent.length);
      return {
        status: 'done',
        equal: true,
        id: sent.length,
        diff: null,
        error: null,
        ...changes,
      } as ReplayRun;
    } finally {
      seen.underWay--;
    }
  };
  return { sent, seen, replay };
}

const stopping = new AbortController().signal;
const context = (replay: Replay) => ({
  db: test.db,
  clock: systemClock,
  newId,
  redactor: createRedactor(),
  replay,
  stopping,
});
const once = (sent: number[]) => new Set(sent).size === sent.length;
const sendsOf = async (run: number, filter = {}) =>
  (await listSends(test.db, run, parseListQuery(replaySends, { limit: 100, ...filter }))).data;

describe('a run of a replay set', () => {
  it('sends every request of the filter once, under the settings of the run, and passes', async () => {
    const setRunId = await startRun();
    const { sent, seen, replay } = sender(() => sleep(5, {}));
    const result = await replaySet({ setRunId }, context(replay));
    expect(result).toMatchObject({
      status: 'done',
      verdict: 'pass',
      counts: { equal: requests, pending: 0 },
    });
    expect(sent).toHaveLength(requests);
    expect(once(sent)).toBe(true);
    expect(seen.most).toBeLessThanOrEqual(4);
    expect(seen.most).toBeGreaterThan(1);
    expect(seen.orders[0]).toMatchObject({
      actor: 'tester',
      setRunId,
      overrides: { target: 'staging', confirm: false, ignore: ['body.id', 'body.at'] },
    });
  });

  it('keeps to its rate', async () => {
    const setRunId = await startRun({ rateLimit: 25, maxRequests: 11, concurrency: 8 });
    const { sent, replay } = sender();
    const startedAt = performance.now();
    await replaySet({ setRunId }, context(replay));
    expect(sent).toHaveLength(11);
    expect(performance.now() - startedAt).toBeGreaterThan(395);
  });

  it('fails when an answer differs, fails, is refused or nobody knows of, and says which', async () => {
    const setRunId = await startRun({ maxRequests: 5, concurrency: 1 });
    const changes = ['body.a', 'body.b', 'body.a'].map((path) => ({ path, kind: 'changed' as const }));
    const { replay } = sender(async (n) => {
      const diff = { equal: false, compared: 'json' as const, changes, ignored: [], more: 0, notes: [] };
      if (n === 1) return { equal: false, diff };
      if (n === 2) return { status: 'failed', equal: null, error: 'connection refused' };
      if (n === 3) throw new AppError('NOT_FOUND', 'there is no snapshot 3');
      if (n === 4) throw new Error('the database went away');
      return {};
    });
    expect(await replaySet({ setRunId }, context(replay))).toMatchObject({
      verdict: 'fail',
      counts: { equal: 1, different: 1, failed: 1, refused: 1, interrupted: 1 },
    });
    expect(await sendsOf(setRunId)).toMatchObject([
      { status: 'different', changedPaths: ['body.a', 'body.b'], runId: 1 },
      { status: 'failed', error: 'connection refused' },
      { status: 'refused', error: 'there is no snapshot 3', runId: null },
      { status: 'interrupted', error: expect.stringContaining('the database went away') },
      { status: 'equal' },
    ]);
    expect(await sendsOf(setRunId, { status__eq: 'different' })).toHaveLength(1);
  });

  it('begins no request within a second of being paused, and sends only the rest when resumed', async () => {
    const setRunId = await startRun({ concurrency: 2, rateLimit: 50 });
    const { sent, replay } = sender();
    const job = replaySet({ setRunId }, context(replay));
    await until(async () => sent.length >= 4);
    await steerSetRun(test.db, { id: setRunId, move: 'pause' });
    const pausedAt = performance.now();
    expect(await job).toMatchObject({ status: 'paused', verdict: null });
    expect(performance.now() - pausedAt).toBeLessThan(1_000);
    const before = sent.length;
    expect(before).toBeLessThan(requests);
    expect(await replaySet({ setRunId }, context(replay))).toMatchObject({ status: 'paused' });
    expect(sent).toHaveLength(before);
    await steerSetRun(test.db, { id: setRunId, move: 'resume' });
    expect(await replaySet({ setRunId }, context(replay))).toMatchObject({ status: 'done', verdict: 'pass' });
    expect(sent).toHaveLength(requests);
    expect(once(sent)).toBe(true);
  });

  it('ends when it is cancelled, and cannot be resumed', async () => {
    const setRunId = await startRun({ concurrency: 1, rateLimit: 20 });
    const { sent, replay } = sender();
    const job = replaySet({ setRunId }, context(replay));
    await until(async () => sent.length >= 2);
    await steerSetRun(test.db, { id: setRunId, move: 'cancel' });
    expect(await job).toMatchObject({ status: 'cancelled', verdict: null });
    expect(sent.length).toBeLessThan(requests);
    const run = await getSetRun(test.db, setRunId);
    expect(run).toMatchObject({ done: sent.length, counts: { pending: requests - sent.length, sending: 0 } });
    await expect(steerSetRun(test.db, { id: setRunId, move: 'resume' })).rejects.toThrow(
      `run ${setRunId} is cancelled; resume needs it to be paused`,
    );
  });

  it('leaves what a dead attempt had begun as interrupted, and sends the rest', async () => {
    const setRunId = await startRun();
    await takeLease(test.db, { id: setRunId, lease: 'dead' });
    const claimed = await claimSend(test.db, { setRunId, pass: 1, lease: 'dead' });
    await test.db
      .$executeRaw`UPDATE replay_set_runs SET lease_at = now() - interval '11 seconds' WHERE lease = 'dead'`;
    const { sent, replay } = sender();
    expect(await replaySet({ setRunId }, context(replay))).toMatchObject({
      verdict: 'fail',
      counts: { equal: requests - 1, interrupted: 1 },
    });
    expect(sent).not.toContain(claimed!.snapshotId);
    expect(once(sent)).toBe(true);
    // The dead one, should it live after all, can take nothing more.
    expect(await claimSend(test.db, { setRunId, pass: 1, lease: 'dead' })).toBeNull();
  });

  it('is sent by one attempt at a time, however many jobs it has', async () => {
    const setRunId = await startRun({ concurrency: 2, rateLimit: 100 });
    const { sent, seen, replay } = sender(() => sleep(10, {}));
    const jobs = [1, 2, 3].map(() => replaySet({ setRunId }, context(replay)));
    for (const result of await Promise.all(jobs)) expect(result).toMatchObject({ verdict: 'pass' });
    expect(sent).toHaveLength(requests);
    expect(once(sent)).toBe(true);
    expect(seen.most).toBeLessThanOrEqual(2);
  });
});

it('a worker that is told to stop hands the run on, and nothing is sent twice', async () => {
  const setRunId = await startRun({ concurrency: 2, rateLimit: 40 });
  const { sent, replay } = sender(() => sleep(20, {}));
  const first = await openWorker(test, handlers, { replay });
  const job = await inTransaction(test.db, (tx) => enqueue(tx, 'replay_set', { setRunId }));
  await until(async () => sent.length >= 4);
  await first.stop();
  expect(sent.length).toBeLessThan(requests);
  expect(await getSetRun(test.db, setRunId)).toMatchObject({
    status: 'running',
    isWaiting: true,
    counts: { sending: 0 },
  });
  await test.db.$executeRaw`SELECT graphile_worker.reschedule_jobs(ARRAY[${job}]::bigint[], run_at => now())`;
  const second = await openWorker(test, handlers, { replay });
  await untilStatus(test.db, job, 'succeeded');
  await second.stop();
  expect(await getSetRun(test.db, setRunId)).toMatchObject({ status: 'done', verdict: 'pass' });
  expect(sent).toHaveLength(requests);
  expect(once(sent)).toBe(true);
});
