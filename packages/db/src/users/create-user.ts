import type { User } from '@apiscope/core/users/schema';
import type { DbOrTx } from '../client.ts';
import { toUser, userSelect } from './user-row.ts';

/** Creates a user; name and age are checked by the caller's schema. */
export async function createUser(db: DbOrTx, { name, age }: { name: string; age: number }): Promise<User> {
  return toUser(await db.user.create({ data: { name, age }, select: userSelect }));
}
