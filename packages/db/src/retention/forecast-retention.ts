import { lastExpiry } from '@apiscope/core/retention/plan-day';
import {
  isByService,
  type KindByService,
  type RetentionForecast,
  type RetentionKind,
} from '@apiscope/core/retention/schema';
import type { KindRule } from '@apiscope/core/retention/to-keep-rules';
import { type DbOrTx, Prisma } from '../client.ts';
import { endedBefore } from '../jobs/forget-jobs.ts';
import { readPartitions } from '../partitions/list-partitions.ts';
import { dayMs } from '../partitions/parents.ts';
import { wireTime } from '../sql/wire.ts';
import { countDays, sampledPages } from './count-rows.ts';
import { dayTables } from './day-tables.ts';
import { planPartition } from './plan-partition.ts';
import { deletedBefore, softlyDeleted } from './purge-deleted.ts';

/** What a run at `at`, milliseconds since the UTC epoch, would let go of by a rule, as things are now. */
export async function forecastRetention(
  db: DbOrTx,
  { kind, rule, at }: { kind: RetentionKind; rule: KindRule; at: number },
): Promise<RetentionForecast> {
  const found = isByService(kind)
    ? await forecastDays(db, { kind, rule, at })
    : { ...nothing, rows: await countRows(db, kind, at - rule.days * dayMs) };
  return { at: wireTime(new Date(at)), ...found };
}

const nothing = { days: 0, partitions: 0, bytes: 0, rows: 0, rowsAreEstimated: false };
type Found = typeof nothing;

function forecastDays(
  db: DbOrTx,
  { kind, rule, at }: { kind: KindByService; rule: KindRule; at: number },
): Promise<Found> {
  const { table, keep } = dayTables[kind];
  return readPartitions(db, table, async (all) => {
    const days = all.filter(({ to }) => to <= lastExpiry(rule, at));
    const counts = await countDays(db, days, { pages: sampledPages });
    const found = { ...nothing };
    for (const [place, day] of days.entries()) {
      const plan = await planPartition(db, day, { rule, now: at, keep });
      if (!plan.isWhole && !plan.rows) continue;
      const { services, isEstimated } = counts[place]!;
      const gone = new Set(plan.expired);
      found.days += 1;
      found.rows += services.reduce((sum, { service, rows }) => sum + (gone.has(service) ? rows : 0), 0);
      found.rowsAreEstimated ||= isEstimated;
      if (!plan.isWhole) continue;
      found.partitions += 1;
      found.bytes += day.bytes;
    }
    return found;
  });
}

async function countRows(
  db: DbOrTx,
  kind: Exclude<RetentionKind, KindByService>,
  before: number,
): Promise<number> {
  const selects =
    kind === 'jobs'
      ? [Prisma.sql`SELECT count(*) AS rows FROM job_runs WHERE ${endedBefore(before)}`]
      : softlyDeleted.map(
          (table) => Prisma.sql`SELECT count(*) FROM ${Prisma.raw(table)} WHERE ${deletedBefore(before)}`,
        );
  const [sum] = await db.$queryRaw<{ rows: bigint | null }[]>`
    SELECT sum(rows)::bigint AS rows FROM (${Prisma.join(selects, ' UNION ALL ')}) AS counted (rows)`;
  return Number(sum?.rows ?? 0);
}
