import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { type DbOrTx, Prisma } from '../../client.ts';
import { type TargetRow, targetColumns, toTarget } from './target-row.ts';

/** Every target there is, or those of one service: by service, then by name. */
export async function listTargets(
  db: DbOrTx,
  { service }: { service?: string | undefined },
): Promise<ReplayTarget[]> {
  const ofService = service === undefined ? Prisma.empty : Prisma.sql`AND service = ${service}`;
  const rows = await db.$queryRaw<TargetRow[]>`
    SELECT ${targetColumns} FROM replay_targets WHERE deleted_at IS NULL ${ofService}
    ORDER BY service COLLATE "C", name COLLATE "C"`;
  return rows.map(toTarget);
}
