import type { User } from '@apiscope/core/users/schema';
import type { DbOrTx } from '../client.ts';
import { type TextEmbedder, vectorOf } from '../search/text-embedder.ts';
import { toUser, type UserRow, userColumns } from './user-row.ts';

/** Creates a user with the vector of its name; name and age are checked by the caller's schema. */
export async function createUser(
  db: DbOrTx,
  { name, age }: { name: string; age: number },
  embedder: TextEmbedder,
): Promise<User> {
  const [row] = await db.$queryRaw<UserRow[]>`
    INSERT INTO users (name, age, embedding, embedding_version)
    VALUES (${name}, ${age}::int, ${vectorOf(embedder, name)}::vector, ${embedder.version}) RETURNING ${userColumns}`;
  return toUser(row!);
}
