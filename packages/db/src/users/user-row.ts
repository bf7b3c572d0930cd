import type { User } from '@apiscope/core/users/schema';
import { Prisma } from '../client.ts';
import { wireTime } from '../sql/wire.ts';

/** Columns of a user that may be seen. */
export const userColumns = Prisma.raw('id, name, age, created_at AS "createdAt", updated_at AS "updatedAt"');

export type UserRow = { id: number; name: string; age: number; createdAt: Date; updatedAt: Date };

/** The wire form of a stored user. */
export function toUser({ id, name, age, createdAt, updatedAt }: UserRow): User {
  return { id, name, age, created_at: wireTime(createdAt), updated_at: wireTime(updatedAt) };
}

/** Fields that Prisma reads for {@link toUser}. */
export const userSelect = { id: true, name: true, age: true, createdAt: true, updatedAt: true } as const;
