import { printTimestamp } from '@apiscope/core/search/timestamp';
import type { Deps } from '../deps.ts';
import type { Info } from './schema.ts';

/** What this process is; it answers while the database is away too. */
export async function getInfo({ clock, database, settings }: Deps): Promise<Info> {
  const described = await database.describe().catch(() => null);
  return {
    name: 'apiscope',
    version: settings.programVersion,
    node: process.versions.node,
    startedAt: printTimestamp(settings.startedAt),
    uptime: Math.round((clock.now() - settings.startedAt) / 1000),
    database: described ?? { kind: null, version: null },
  };
}
