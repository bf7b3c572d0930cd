import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { closeDb, createDb } from '../packages/db/src/client.ts';
import { releaseDeadWorkers } from '../packages/db/src/jobs/release-dead-workers.ts';
import { prepareDatabase } from '../packages/jobs/src/migrate/prepare-database.ts';
import { openClient } from './testing/ledger/ask.ts';
import { drive } from './testing/ledger/drive.ts';
import { type Entry, isTaken } from './testing/ledger/entries.ts';
import { followLines } from './testing/ledger/follow-lines.ts';
import { type Effects, firstJobAfter, readEffects, readSamples } from './testing/ledger/read-effects.ts';
import { type Life, openStage, type Stage } from './testing/ledger/stage.ts';
import { watchReadiness } from './testing/ledger/watch-readiness.ts';
import { hasOwnPostgres, type OwnPostgres, startOwnPostgres } from './testing/own-postgres.ts';

/** Requests a second, and how long the database refuses connections; LEDGER_OUTAGE_SECONDS=30 is the run that the documents tell of. */
const rate = 200;
const outageMs = Number(process.env.LEDGER_OUTAGE_SECONDS ?? 4) * 1_000;
/** What is promised from the return of the database on, ms; a busy machine has more, the figures are printed. */
const recoveryMs = Number(process.env.LEDGER_RECOVERY_SECONDS ?? 15) * 1_000;
/** Longest that anybody waits to be refused: for a connection, and then for a transaction to begin, ms. */
const longestRefusalMs = 25_000;
/** A probe that has waited so long says that it is not ready, as a machine that is too busy isn't, ms. */
const longestProbeMs = 5_000;

type Outage = { name: string; from: number; haltedAt: number; resumingAt: number; backAt: number };

/** It needs no embedded database, so it runs once: with the tests on a native one. */
const canRun = inject('testTemplate').kind === 'native' && hasOwnPostgres;

describe.skipIf(!canRun)(
  'the ledger (skipped where no PostgreSQL 15 of its own can be started, and on the embedded database)',
  () => {
    let postgres: OwnPostgres;
    let stage: Stage;
    const client = openClient();
    let entries: Entry[] = [];
    let effects: Effects;
    const outages: Outage[] = [];
    let probes: ReturnType<typeof watchReadiness>['probes'] = [];
    let streamed: string[] = [];
    let gaps = 0;
    let survivors: Life[] = [];
    let dropped: number[] = [];
    let exitCodes: (number | null)[] = [];
    let workerLived = false;

    /** Waits until every API has said that it is ready and a job has begun, as long as is promised and no longer; then it goes on for a second. */
    const untilRecovered = async (backAt: number): Promise<void> => {
      const isReady = () =>
        stage
          .targets()
          .every(({ name }) =>
            probes.some((probe) => probe.process === name && probe.to >= backAt && probe.status === 200),
          );
      while (Date.now() < backAt + recoveryMs) {
        if (isReady() && Number.isFinite(await firstJobAfter(postgres.url, backAt))) break;
        await sleep(100);
      }
      await sleep(1_000);
    };
    const outage = async (name: string, ms: number): Promise<void> => {
      const from = Date.now();
      await postgres.halt();
      const haltedAt = Date.now();
      await sleep(ms);
      const resumingAt = Date.now();
      await postgres.resume();
      const backAt = Date.now();
      outages.push({ name, from, haltedAt, resumingAt, backAt });
      await untilRecovered(backAt);
    };

    beforeAll(async () => {
      postgres = await startOwnPostgres();
      await prepareDatabase({ url: postgres.url });
      stage = await openStage(postgres.url);
      const origins = stage.targets().map(({ origin }) => origin);
      const follower = followLines(origins);
      const watch = watchReadiness(client, stage.targets);
      probes = watch.probes;
      const load = drive({ client, rate, targets: stage.targets });
      entries = load.entries;

      await sleep(1_000);
      await stage.killApi('a');
      await stage.killWorker();
      await Promise.all([stage.killApi('b'), stage.killWorker()]);
      await sleep(500);
      await outage('restart', 0);
      await outage('refused', outageMs);
      await load.end();
      await watch.stop();

      survivors = stage.survivors();
      workerLived = stage.workerLives();
      if (!workerLived) console.log(stage.workerOutput().slice(-3_000));
      dropped = await Promise.all(
        survivors.map(async ({ origin }) => {
          const { text } = await client.ask(origin, { method: 'GET', path: '/health' });
          return JSON.parse(text).data.parts.buffers.snapshots.dropped;
        }),
      );
      // Also those that were stored and whose answer never came.
      const lines = (await readEffects(postgres.url)).lines.size;
      for (let waited = 0; follower.messages.length < lines && waited < 30_000; waited += 100)
        await sleep(100);
      await follower.stop();
      streamed = follower.messages;
      gaps = follower.gaps();
      exitCodes = await stage.stopApis();
      effects = await readEffects(postgres.url);
    }, 400_000);
    afterAll(async () => {
      client.close();
      stage?.kill();
      await postgres?.stop();
    });

    it('has every record that was acknowledged once, and none twice', () => {
      const found = { requests: effects.requests, lines: effects.lines, user: effects.users };
      const wrong = entries.flatMap((entry) => {
        if (entry.kind === 'read') return [];
        const times = found[entry.kind].get(entry.n) ?? 0;
        return times > 1 || (isTaken(entry) && times !== 1) ? [{ ...entry, times }] : [];
      });
      expect(wrong).toEqual([]);
      expect(entries.filter((entry) => entry.again && !isTaken(entry))).toEqual([]);
      expect(entries.filter(isTaken).length).toBeGreaterThan(entries.length / 3);
    });

    it('streams every line once, whatever was cut off', () => {
      expect(gaps).toBe(0);
      expect(streamed.length).toBe(new Set(streamed).size);
      const stored = [...effects.lines.keys()].map((n) => `entry ${n} of the ledger`);
      expect([...streamed].sort()).toEqual(stored.sort());
    });

    it('says 503 or 429 and when to come again, in time, and breaks a connection only where a process was killed', () => {
      const lives = new Map(stage.lives.map((life) => [life.name, life]));
      const wrong = entries.flatMap(({ n, kind, tries }) =>
        tries
          .filter(({ at, process, status, retryAfter, ms }) => {
            const { readyAt, killedAt } = lives.get(process)!;
            if (status === 0)
              return (
                (killedAt ?? Number.POSITIVE_INFINITY) > at + ms + 50 && readyAt !== null && at > readyAt
              );
            const isRefusal = (status === 503 || status === 429) && Number(retryAfter) > 0;
            return isRefusal ? ms > longestRefusalMs : status !== 200 && status !== 201;
          })
          .map((each) => ({ n, kind, ...each })),
      );
      expect(wrong).toEqual([]);
      expect({ survivors: survivors.map(({ name }) => name), exitCodes, workerLived }).toEqual({
        survivors: ['a2', 'b2'],
        exitCodes: [0, 0],
        workerLived: true,
      });
    });

    it('is ready when the database is there, and not while it is away', () => {
      const { haltedAt, resumingAt, backAt } = outages.at(-1)!;
      const away = probes.filter(({ from, to }) => from >= haltedAt && to <= resumingAt);
      expect(away.length).toBeGreaterThan(5);
      expect(away.filter(({ status }) => status !== 503)).toEqual([]);
      const settled = probes.filter(({ from, to, process }) => {
        const { readyAt, killedAt } = stage.lives.find(({ name }) => name === process)!;
        const wasThere = killedAt === null && readyAt !== null && from > readyAt && to < outages[0]!.from;
        const again = probes.find(
          (each) => each.process === process && each.status === 200 && each.from > backAt,
        );
        return to - from < longestProbeMs && (wasThere || (again !== undefined && from > again.to));
      });
      expect(settled.filter(({ status }) => status !== 200)).toEqual([]);
    });

    it('has what its survivors captured once, or counts it as dropped; of a killed one only the last moments are lost', () => {
      const lost: { life: string; requests: number; oldestMs: number }[] = [];
      for (const life of stage.lives) {
        const ofLife = effects.captures.get(life.name) ?? new Map<number, number>();
        expect([...ofLife].filter(([, times]) => times > 1)).toEqual([]);
        const answered = entries.flatMap(({ n, kind, tries }) =>
          kind === 'user' || kind === 'read'
            ? tries
                .filter(({ process, status }) => process === life.name && status > 0)
                .map(({ at, ms }) => ({ n, at: at + ms }))
            : [],
        );
        const missing = answered.filter(({ n }) => !ofLife.has(n));
        const survivor = survivors.indexOf(life);
        if (survivor >= 0) expect([life.name, missing.length]).toEqual([life.name, dropped[survivor]]);
        else {
          const oldestMs = Math.round(
            life.killedAt! - Math.min(life.killedAt!, ...missing.map(({ at }) => at)),
          );
          lost.push({ life: life.name, requests: missing.length, oldestMs });
          expect(oldestMs).toBeLessThan(10_000);
        }
      }
      // Samples are held in greater number than snapshots, so none of a survivor's was dropped.
      const asked = entries
        .filter(({ kind }) => kind === 'user' || kind === 'read')
        .flatMap(({ tries }) => tries);
      const certain = asked.filter(
        ({ process, status }) => status > 0 && survivors.some(({ name }) => name === process),
      );
      expect(effects.ownSamples).toBeGreaterThanOrEqual(certain.length);
      expect(effects.ownSamples).toBeLessThanOrEqual(asked.length);
      console.log(
        'lost with a killed API:',
        JSON.stringify(lost),
        'dropped and counted:',
        JSON.stringify(dropped),
      );
    });

    it('serves and works within seconds of the return of the database', async () => {
      const tries = entries.flatMap((entry) => entry.tries);
      for (const [at, { name, from, backAt }] of outages.entries()) {
        const until = outages[at + 1]?.from ?? Number.POSITIVE_INFINITY;
        const ofOutage = tries.filter((each) => each.at >= from && each.at < until);
        const ended = ofOutage.filter(
          ({ status, at, ms }) => status >= 200 && status < 300 && at + ms >= backAt,
        );
        const servedMs = survivors.map(({ name: process }) =>
          Math.round(
            Math.min(
              ...ended.filter((each) => each.process === process).map(({ at, ms }) => at + ms - backAt),
            ),
          ),
        );
        const workedMs = (await firstJobAfter(postgres.url, backAt)) - backAt;
        const statuses: Record<number, number> = {};
        for (const { status } of ofOutage) statuses[status] = (statuses[status] ?? 0) + 1;
        const readyMs = survivors.map(
          (life) =>
            Math.min(
              ...probes
                .filter(({ process, to, status }) => process === life.name && status === 200 && to >= backAt)
                .map(({ to }) => to),
            ) - backAt,
        );
        const longestMs = Math.round(Math.max(...ofOutage.map(({ ms }) => ms)));
        const awayMs = backAt - from;
        const asked = entries.filter(({ tries: [first] }) => first!.at >= from && first!.at < backAt).length;
        const newPerSecond = Math.round((asked * 1_000) / awayMs);
        console.log(
          `${name}:`,
          JSON.stringify({ awayMs, newPerSecond, servedMs, readyMs, workedMs, longestMs, statuses }),
        );
        for (const ms of [...servedMs, ...readyMs, workedMs]) expect(ms).toBeLessThan(recoveryMs);
      }
      const span = entries.at(-1)!.tries[0]!.at - entries[0]!.tries[0]!.at;
      console.log(
        `${entries.length} requests, ${Math.round((entries.length * 1_000) / span)} a second, ${entries.filter(isTaken).length} taken`,
      );
    });

    it('counts each sample once, over killed workers too', async () => {
      const db = createDb({ url: postgres.url, maxConnections: 1 });
      const settle = async (): Promise<boolean> => {
        // As a worker does half a minute after the last sign of life.
        await releaseDeadWorkers(db, 10);
        const { taken, counted } = await readSamples(postgres.url);
        return taken === counted && taken === effects.requests.size;
      };
      try {
        await expect.poll(settle, { timeout: 90_000, interval: 1_000 }).toBe(true);
      } finally {
        await closeDb(db);
      }
    }, 120_000);
  },
);
