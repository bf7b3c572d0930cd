import { toKeepRules } from '@apiscope/core/retention/to-keep-rules';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { listPolicies } from '@apiscope/db/retention/list-policies';
import type { Deps } from '../deps.ts';
import type { Info } from './schema.ts';

/** What this process is; it answers while the database is away too. */
export async function getInfo({ clock, db, database, settings }: Deps): Promise<Info> {
  const described = await database.describe().catch(() => null);
  const { logs, snapshots, metrics } = toKeepRules(
    settings.retentionDays,
    await listPolicies(db).catch(() => []),
  );
  return {
    name: 'apiscope',
    version: settings.programVersion,
    node: process.versions.node,
    startedAt: printTimestamp(settings.startedAt),
    uptime: Math.round((clock.now() - settings.startedAt) / 1000),
    database: described ?? { kind: null, version: null },
    retention: { logs: logs.days, snapshots: snapshots.days, metrics: metrics.days },
  };
}
