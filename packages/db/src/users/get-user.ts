import { AppError } from '@apiscope/core/errors';
import type { User } from '@apiscope/core/users/schema';
import type { DbOrTx } from '../client.ts';
import { toUser, userSelect } from './user-row.ts';

/** One user. @throws AppError NOT_FOUND when there is none, or it is deleted. */
export async function getUser(db: DbOrTx, { id }: { id: number }): Promise<User> {
  const row = await db.user.findFirst({ where: { id, deletedAt: null }, select: userSelect });
  if (!row) throw userNotFound(id);
  return toUser(row);
}

/** The 404 of a user. */
export function userNotFound(id: number): AppError {
  return new AppError('NOT_FOUND', `there is no user ${id}`);
}
