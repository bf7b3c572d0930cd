import type { ApiKey } from '@apiscope/core/access/key-schema';
import { AppError } from '@apiscope/core/errors';
import type { DbOrTx } from '../client.ts';
import { getKey } from './get-key.ts';
import { type KeyRow, keyColumns, toKey } from './key-row.ts';

/**
 * Ends a key, and with it the token that a rotation replaced. Every caller is judged by the row, so it holds in every process at once.
 * @throws AppError NOT_FOUND when there is none, CONFLICT when it was revoked already.
 */
export async function revokeKey(db: DbOrTx, { id }: { id: number }): Promise<ApiKey> {
  const [row] = await db.$queryRaw<KeyRow[]>`
    UPDATE api_keys SET revoked_at = now(), updated_at = now(), previous_prefix = NULL, previous_hash = NULL, previous_until = NULL
    WHERE id = ${id} AND revoked_at IS NULL AND deleted_at IS NULL RETURNING ${keyColumns}`;
  if (row) return toKey(row);
  await getKey(db, { id });
  throw new AppError('CONFLICT', `key ${id} was revoked already`);
}
