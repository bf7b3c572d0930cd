import type { ApiKey } from '@apiscope/core/access/key-schema';
import { Prisma } from '../client.ts';
import { wireTime } from '../sql/wire.ts';

/** Columns of a key that may be seen; a replaced token is told of while it counts. */
export const keyColumns = Prisma.raw(`
  id, name, prefix, scopes, service, created_by AS "createdBy", expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
  revoked_at AS "revokedAt", CASE WHEN previous_until > now() AND revoked_at IS NULL THEN previous_prefix END AS "previousPrefix",
  CASE WHEN previous_until > now() AND revoked_at IS NULL THEN previous_until END AS "previousUntil",
  CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'active' END AS status,
  created_at AS "createdAt", updated_at AS "updatedAt"`);

type Moments = Record<'expiresAt' | 'lastUsedAt' | 'revokedAt' | 'previousUntil', Date | null>;
export type KeyRow = Omit<ApiKey, keyof Moments | 'created_at' | 'updated_at'> &
  Moments & { createdAt: Date; updatedAt: Date };

/** The wire form of a stored key. */
export function toKey({ createdAt, updatedAt, ...row }: KeyRow): ApiKey {
  return {
    ...row,
    expiresAt: row.expiresAt && wireTime(row.expiresAt),
    lastUsedAt: row.lastUsedAt && wireTime(row.lastUsedAt),
    revokedAt: row.revokedAt && wireTime(row.revokedAt),
    previousUntil: row.previousUntil && wireTime(row.previousUntil),
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}
