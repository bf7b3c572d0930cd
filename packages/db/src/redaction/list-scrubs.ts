import {
  type ScrubbedTable,
  type ScrubProgress,
  type ScrubRun,
  scrubbedTables,
} from '@apiscope/core/redact/scrub-schema';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { DbOrTx } from '../client.ts';

type Row = Pick<ScrubRun, 'id' | 'rulesVersion' | 'status' | 'error'> & {
  progress: Partial<Record<ScrubbedTable, ScrubProgress>>;
  startedAt: Date;
  finishedAt: Date | null;
};

/** The newest scrubs, newest first, with how far they are. */
export async function listScrubs(db: DbOrTx, { limit }: { limit: number }): Promise<ScrubRun[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT id::float8 AS id, rules_version AS "rulesVersion", status, error, progress, started_at AS "startedAt", finished_at AS "finishedAt"
    FROM scrub_runs ORDER BY scrub_runs.id DESC LIMIT ${limit}::int`;
  return rows.map(({ progress, startedAt, finishedAt, ...row }) => {
    const tables = scrubbedTables.flatMap((table) =>
      progress[table] ? [{ table, ...progress[table] }] : [],
    );
    const sum = (part: 'seen' | 'rewritten') => tables.reduce((total, each) => total + each[part], 0);
    return {
      ...row,
      seen: sum('seen'),
      rewritten: sum('rewritten'),
      tables,
      startedAt: printTimestamp(startedAt.getTime()),
      finishedAt: finishedAt && printTimestamp(finishedAt.getTime()),
    };
  });
}
