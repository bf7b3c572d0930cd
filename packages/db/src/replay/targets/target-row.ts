import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { Prisma } from '../../client.ts';
import { wireTime } from '../../sql/wire.ts';

/** Columns of a target; the sealed headers are only for who sends a request. */
export const targetColumns = Prisma.raw(
  'id, service, name, base_url AS "baseUrl", allowed_cidrs AS "allowedCidrs", lock, header_names AS "headerNames", headers_sealed AS "headersSealed", created_at AS "createdAt", updated_at AS "updatedAt"',
);

export type TargetRow = Omit<ReplayTarget, 'created_at' | 'updated_at'> & {
  headersSealed: Uint8Array | null;
  createdAt: Date;
  updatedAt: Date;
};

/** The wire form of a stored target, without what is sealed. */
export function toTarget({ headersSealed: _, createdAt, updatedAt, ...target }: TargetRow): ReplayTarget {
  return { ...target, created_at: wireTime(createdAt), updated_at: wireTime(updatedAt) };
}
