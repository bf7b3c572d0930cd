import type { SetChanges } from '@apiscope/core/replay/parse-set';
import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import { type DbOrTx, Prisma } from '../../client.ts';
import { refuseTakenName } from '../../views/refuse-taken-name.ts';
import { setNotFound } from './get-set.ts';
import { type SetRow, setColumns, toSet } from './set-row.ts';

/**
 * Changes what is given of a set and moves `updated_at`; runs that were started keep what they were started with.
 * @throws AppError NOT_FOUND when there is none, or it is deleted; CONFLICT naming `name` when another set has it.
 */
export async function updateSet(
  db: DbOrTx,
  { id, ...changes }: { id: number } & SetChanges,
): Promise<ReplaySet> {
  const { name, filter, range, target, maxRequests, concurrency, rateLimit, confirm } = changes;
  const { ignoredPaths, noisePaths } = changes;
  const assignments = [
    Prisma.sql`updated_at = now()`,
    ...(name === undefined ? [] : [Prisma.sql`name = ${name}`]),
    ...(filter === undefined ? [] : [Prisma.sql`filter = ${JSON.stringify(filter)}::jsonb`]),
    ...(range === undefined ? [] : [Prisma.sql`range = ${range && JSON.stringify(range)}::jsonb`]),
    ...(target === undefined ? [] : [Prisma.sql`target = ${target}`]),
    ...(maxRequests === undefined ? [] : [Prisma.sql`max_requests = ${maxRequests}::int`]),
    ...(concurrency === undefined ? [] : [Prisma.sql`concurrency = ${concurrency}::int`]),
    ...(rateLimit === undefined ? [] : [Prisma.sql`rate_limit = ${rateLimit}::float8`]),
    ...(confirm === undefined ? [] : [Prisma.sql`confirm = ${confirm}`]),
    ...(ignoredPaths === undefined ? [] : [Prisma.sql`ignored_paths = ${ignoredPaths}::text[]`]),
    ...(noisePaths === undefined ? [] : [Prisma.sql`noise_paths = ${noisePaths}::text[]`]),
  ];
  const [row] = await refuseTakenName(
    { what: 'replay set', name: name ?? '' },
    db.$queryRaw<SetRow[]>`
      UPDATE replay_sets SET ${Prisma.join(assignments)} WHERE id = ${id}::int AND deleted_at IS NULL
      RETURNING ${setColumns}`,
  );
  if (!row) throw setNotFound(id);
  return toSet(row);
}
