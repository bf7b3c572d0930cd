import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import { Prisma } from '../../client.ts';
import { wireTime } from '../../sql/wire.ts';

/** Columns of a set that may be seen. */
export const setColumns = Prisma.raw(
  `id, name, service, filter, range, target, max_requests AS "maxRequests", concurrency, rate_limit AS "rateLimit", confirm,
   ignored_paths AS "ignoredPaths", noise_paths AS "noisePaths", learned_at AS "learnedAt", created_at AS "createdAt",
   updated_at AS "updatedAt"`,
);

/** A stored set; filter and range were checked when it was written. */
export type SetRow = Omit<ReplaySet, 'learnedAt' | 'created_at' | 'updated_at'> & {
  learnedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

/** The wire form of a stored set. */
export function toSet({ learnedAt, createdAt, updatedAt, ...set }: SetRow): ReplaySet {
  return {
    ...set,
    learnedAt: wireTime(learnedAt),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}
