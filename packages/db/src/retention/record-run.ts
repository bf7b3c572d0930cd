import type { Freed, RetentionKind } from '@apiscope/core/retention/schema';
import type { Db } from '../client.ts';

/** Runs that are remembered; with five kinds a night, more than half a year. */
const remembered = 1_000;

/** Notes what a run let go of, of one kind, and why something was left. */
export async function recordRun(
  db: Db,
  {
    kind,
    freed,
    error,
    startedAt,
  }: { kind: RetentionKind; freed: Freed; error: string | null; startedAt: number },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO retention_runs (kind, freed, error, started_at)
    VALUES (${kind}, ${JSON.stringify(freed)}::jsonb, ${error}, ${new Date(startedAt)})`;
  await db.$executeRaw`
    DELETE FROM retention_runs WHERE id <= (SELECT max(id) FROM retention_runs) - ${remembered}`;
}
