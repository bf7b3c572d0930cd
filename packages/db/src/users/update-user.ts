import type { User } from '@apiscope/core/users/schema';
import type { DbOrTx } from '../client.ts';
import { userNotFound } from './get-user.ts';
import { toUser, type UserRow, userColumns } from './user-row.ts';

export type UserChanges = { id: number; name?: string | undefined; age?: number | undefined };

/** Changes what is given of a user and moves `updated_at`. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function updateUser(db: DbOrTx, { id, name, age }: UserChanges): Promise<User> {
  const [row] = await db.$queryRaw<UserRow[]>`
    UPDATE users SET name = coalesce(${name ?? null}::text, name), age = coalesce(${age ?? null}::int, age), updated_at = now()
    WHERE id = ${id} AND deleted_at IS NULL RETURNING ${userColumns}`;
  if (!row) throw userNotFound(id);
  return toUser(row);
}
