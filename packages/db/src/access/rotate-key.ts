import type { ApiKey } from '@apiscope/core/access/key-schema';
import { AppError } from '@apiscope/core/errors';
import type { DbOrTx } from '../client.ts';
import { getKey } from './get-key.ts';
import { type KeyRow, keyColumns, toKey } from './key-row.ts';

/** What is kept of a key's new token. */
export type RotatedKey = {
  id: number;
  prefix: string;
  hash: Uint8Array<ArrayBuffer>;
  /** How long the token before counts as well, ms; 0: not at all. What was replaced before that is gone. */
  overlapMs: number;
};

/**
 * Gives a key another token. @throws AppError NOT_FOUND when there is none, CONFLICT when it was revoked or has expired: that takes a new key.
 */
export async function rotateKey(db: DbOrTx, { id, prefix, hash, overlapMs }: RotatedKey): Promise<ApiKey> {
  const [row] = await db.$queryRaw<KeyRow[]>`
    UPDATE api_keys SET prefix = ${prefix}, hash = ${hash}, updated_at = now(),
      previous_prefix = CASE WHEN ${overlapMs}::float8 > 0 THEN prefix END,
      previous_hash = CASE WHEN ${overlapMs}::float8 > 0 THEN hash END,
      previous_until = CASE WHEN ${overlapMs}::float8 > 0 THEN now() + ${overlapMs}::float8 * interval '1 ms' END
    WHERE id = ${id} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) AND deleted_at IS NULL
    RETURNING ${keyColumns}`;
  if (row) return toKey(row);
  const { status } = await getKey(db, { id });
  throw new AppError('CONFLICT', `key ${id} is ${status}: make a new one instead`);
}
