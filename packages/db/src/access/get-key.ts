import type { ApiKey } from '@apiscope/core/access/key-schema';
import { AppError } from '@apiscope/core/errors';
import type { DbOrTx } from '../client.ts';
import { type KeyRow, keyColumns, toKey } from './key-row.ts';

/** One key. @throws AppError NOT_FOUND when there is none. */
export async function getKey(db: DbOrTx, { id }: { id: number }): Promise<ApiKey> {
  const [row] = await db.$queryRaw<KeyRow[]>`
    SELECT ${keyColumns} FROM api_keys WHERE id = ${id} AND deleted_at IS NULL`;
  if (!row) throw new AppError('NOT_FOUND', `there is no key ${id}`);
  return toKey(row);
}
