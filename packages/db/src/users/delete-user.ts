import type { User } from '@apiscope/core/users/schema';
import type { DbOrTx } from '../client.ts';
import { userNotFound } from './get-user.ts';
import { toUser, type UserRow, userColumns } from './user-row.ts';

/**
 * Hides a user, or with `hard` removes the row for good, hidden before or not.
 * @returns the user as it was. @throws AppError NOT_FOUND when there is none, or a soft delete finds it deleted.
 */
export async function deleteUser(
  db: DbOrTx,
  { id, hard = false }: { id: number; hard?: boolean },
): Promise<User> {
  const [row] = hard
    ? await db.$queryRaw<UserRow[]>`DELETE FROM users WHERE id = ${id} RETURNING ${userColumns}`
    : await db.$queryRaw<UserRow[]>`
        UPDATE users SET deleted_at = now() WHERE id = ${id} AND deleted_at IS NULL RETURNING ${userColumns}`;
  if (!row) throw userNotFound(id);
  return toUser(row);
}
