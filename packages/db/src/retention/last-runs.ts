import { type RetentionKind, type RetentionRun, retentionKinds } from '@apiscope/core/retention/schema';
import type { DbOrTx } from '../client.ts';
import { wireTime } from '../sql/wire.ts';

/** What the newest run of each kind let go of. */
export async function lastRetentionRuns(db: DbOrTx): Promise<Map<RetentionKind, RetentionRun>> {
  const rows = await db.$queryRaw<
    { kind: RetentionKind; freed: RetentionRun['freed']; error: string | null; startedAt: Date }[]
  >`
    SELECT latest.* FROM unnest(${[...retentionKinds]}::text[]) AS wanted (kind)
    CROSS JOIN LATERAL (
      SELECT kind, freed, error, started_at AS "startedAt" FROM retention_runs
      WHERE retention_runs.kind = wanted.kind ORDER BY id DESC LIMIT 1) AS latest`;
  return new Map(
    rows.map(({ kind, freed, error, startedAt }) => [kind, { freed, error, startedAt: wireTime(startedAt) }]),
  );
}
