import type { User } from '@apiscope/core/users/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { type TextEmbedder, vectorOf } from '../search/text-embedder.ts';
import { userNotFound } from './get-user.ts';
import { toUser, type UserRow, userColumns } from './user-row.ts';

export type UserChanges = { id: number; name?: string | undefined; age?: number | undefined };

/**
 * Changes what is given of a user, the vector along with the name, and moves `updated_at`.
 * @throws AppError NOT_FOUND when there is none, or it is deleted.
 */
export async function updateUser(
  db: DbOrTx,
  { id, name, age }: UserChanges,
  embedder: TextEmbedder,
): Promise<User> {
  const vector =
    name === undefined
      ? Prisma.empty
      : Prisma.sql`, embedding = ${vectorOf(embedder, name)}::vector, embedding_version = ${embedder.version}`;
  const [row] = await db.$queryRaw<UserRow[]>`
    UPDATE users SET name = coalesce(${name ?? null}::text, name), age = coalesce(${age ?? null}::int, age), updated_at = now() ${vector}
    WHERE id = ${id} AND deleted_at IS NULL RETURNING ${userColumns}`;
  if (!row) throw userNotFound(id);
  return toUser(row);
}
