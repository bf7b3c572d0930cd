import type { NewSet } from '@apiscope/core/replay/parse-set';
import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import type { DbOrTx } from '../../client.ts';
import { refuseTakenName } from '../../views/refuse-taken-name.ts';
import { type SetRow, setColumns, toSet } from './set-row.ts';

/** Stores a replay set. @throws AppError CONFLICT naming `name` when a set has it. */
export async function createSet(db: DbOrTx, set: NewSet): Promise<ReplaySet> {
  const [row] = await refuseTakenName(
    { what: 'replay set', name: set.name },
    db.$queryRaw<SetRow[]>`
      INSERT INTO replay_sets (name, service, filter, range, target, max_requests, concurrency, rate_limit, confirm,
        ignored_paths, noise_paths)
      VALUES (${set.name}, ${set.service}, ${JSON.stringify(set.filter)}::jsonb,
        ${set.range && JSON.stringify(set.range)}::jsonb, ${set.target}, ${set.maxRequests}::int, ${set.concurrency}::int,
        ${set.rateLimit}::float8, ${set.confirm}, ${set.ignoredPaths}::text[], ${set.noisePaths}::text[])
      RETURNING ${setColumns}`,
  );
  return toSet(row!);
}
