import { AppError, badParameter } from '@apiscope/core/errors';
import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { type DbOrTx, Prisma } from '../../client.ts';
import { type TargetRow, targetColumns, toTarget } from './target-row.ts';

/**
 * The target of a service by its name; without one, the only target that the service has. `headersSealed` is what
 * `openHeaders` of packages/replay opens.
 * @throws AppError BAD_REQUEST naming `target` when there is none of that name, none at all, or more than one to choose from
 */
export async function findTarget(
  db: DbOrTx,
  { service, name }: { service: string; name?: string | undefined },
): Promise<{ target: ReplayTarget; headersSealed: Uint8Array | null }> {
  const named = name === undefined ? Prisma.empty : Prisma.sql`AND name = ${name}`;
  const rows = await db.$queryRaw<TargetRow[]>`
    SELECT ${targetColumns} FROM replay_targets WHERE deleted_at IS NULL AND service = ${service} ${named}
    ORDER BY name COLLATE "C" LIMIT 20`;
  const [row, ...others] = rows;
  if (row && others.length === 0) return { target: toTarget(row), headersSealed: row.headersSealed };
  if (row)
    throw badParameter(
      'target',
      `name one of the targets of ${service}: ${rows.map(({ name }) => name).join(', ')}`,
    );
  if (name !== undefined) throw badParameter('target', `${service} has no target ${JSON.stringify(name)}`);
  throw new AppError(
    'BAD_REQUEST',
    `target: ${service} has none: add one at /dashboard/targets or by POST /targets`,
    {
      issues: [{ path: 'target', message: `${service} has none` }],
    },
  );
}
