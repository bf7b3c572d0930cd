import { auditDays } from '@apiscope/core/access/audit-schema';
import { type KeepRule, keptSince } from '@apiscope/core/retention/plan-day';
import { type Freed, type RetentionKind, retentionKinds } from '@apiscope/core/retention/schema';
import { type KindRules, toKeepRules } from '@apiscope/core/retention/to-keep-rules';
import { forgetAudit } from '@apiscope/db/access/forget-audit';
import type { Db } from '@apiscope/db/client';
import { forgetConsumers } from '@apiscope/db/consumers/forget-consumers';
import { forgetIngestBatches } from '@apiscope/db/ingest/forget-ingest-batches';
import { forgetJobs } from '@apiscope/db/jobs/forget-jobs';
import { forgetBatches } from '@apiscope/db/metrics/forget-batches';
import { forgetSeries } from '@apiscope/db/metrics/forget-series';
import { forgetReplayRuns } from '@apiscope/db/replay/forget-runs';
import { dayTables } from '@apiscope/db/retention/day-tables';
import { expireDays } from '@apiscope/db/retention/expire-days';
import { expirePatterns } from '@apiscope/db/retention/expire-patterns';
import { listPolicies } from '@apiscope/db/retention/list-policies';
import { purgeDeleted } from '@apiscope/db/retention/purge-deleted';
import { recordRun } from '@apiscope/db/retention/record-run';
import type { Rest } from '@apiscope/db/retention/rest';
import { emptyTally, type Tally, toFreed } from '@apiscope/db/retention/tally';
import { forgetSenders } from '@apiscope/db/services/forget-senders';
import { forgetTraces } from '@apiscope/db/traces/forget-traces';
import { describeError } from '../describe-error.ts';
import type { JobContext } from '../job-context.ts';
import { takeTurns } from './take-turns.ts';

const day = 86_400_000;

/**
 * Applies the retention of every kind, as the policies say and where none is set, the environment. Each kind is tried even when another
 * one fails, for example because readers hold a day; what each let go of is kept either way, and then the job fails as a whole and is
 * tried again. A run that was killed is finished by the next one.
 */
export async function cleanUp(
  _payload: unknown,
  { db, log, clock, now, settings, redactor }: JobContext,
): Promise<Partial<Record<RetentionKind, Freed>>> {
  const rules = toKeepRules(settings.retentionDays, await listPolicies(db));
  const rest = takeTurns(clock);
  const done: Partial<Record<RetentionKind, Freed>> = {};
  const failed: string[] = [];
  for (const kind of retentionKinds) {
    const tally = emptyTally();
    const startedAt = { wall: clock.now(), monotonic: clock.monotonic() };
    let error: string | null = null;
    try {
      await expire[kind]({ db, rules, now, rest, tally });
    } catch (reason) {
      log.warn({ err: reason, kind }, 'retention of one kind failed');
      error = describeError(reason, redactor);
      failed.push(`${kind}: ${error}`);
    }
    const freed = toFreed(tally, clock.monotonic() - startedAt.monotonic);
    done[kind] = freed;
    await recordRun(db, { kind, freed, error, startedAt: startedAt.wall });
  }
  if (failed.length > 0) throw new Error(`retention failed for ${failed.join('; ')}`);
  return done;
}

/** A batch may be of any service, and must be known for as long as anything of anybody's is kept. */
function daysOfAny({ days, services }: KeepRule): number {
  return Math.max(days, ...services.values());
}

type Work = { db: Db; rules: KindRules; now: number; rest: Rest; tally: Tally };

const expire: Record<RetentionKind, (work: Work) => Promise<void>> = {
  async logs({ db, rules: { logs: rule }, now, rest, tally }) {
    await expireDays(db, { ...dayTables.logs, rule, now }, { rest, tally });
    tally.others.patterns = await expirePatterns(db, { rule, now }, rest);
    tally.others.batches = await forgetIngestBatches(db, keptSince(daysOfAny(rule), now), rest);
  },
  async snapshots({ db, rules: { snapshots: rule }, now, rest, tally }) {
    await expireDays(db, { ...dayTables.snapshots, rule, now }, { rest, tally });
    tally.others.replayRuns = await forgetReplayRuns(db, keptSince(rule.days, now), rest);
  },
  async metrics({ db, rules: { metrics: rule }, now, rest, tally }) {
    await expireDays(db, { ...dayTables.metrics, rule, now }, { rest, tally });
    const before = keptSince(daysOfAny(rule), now);
    tally.others.batches = await forgetBatches(db, before, rest);
    tally.others.consumers = await forgetConsumers(db, { rule, now }, rest);
    tally.others.senders = await forgetSenders(db, before, rest);
  },
  async traces({ db, rules: { traces: rule }, now, rest, tally }) {
    await expireDays(db, { ...dayTables.traces, rule, now }, { rest, tally });
    tally.others.traces = await forgetTraces(db, { rule, now }, rest);
    tally.others.histogramSeries = await forgetSeries(db, now - rule.days * day, rest);
  },
  async jobs({ db, rules, now, rest, tally }) {
    tally.rows = await forgetJobs(db, now - rules.jobs.days * day, rest);
  },
  async deleted({ db, rules, now, rest, tally }) {
    await purgeDeleted(db, now - rules.deleted.days * day, { rest, tally });
    tally.others.audit = await forgetAudit(db, now - auditDays * day, rest);
  },
};
