import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import type { User } from '@apiscope/core/users/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { listPage } from '../sql/page.ts';
import { toUser, userColumns } from './user-row.ts';

/** One page of the users that are not deleted. */
export function listUsers(db: DbOrTx, query: ListQuery): Promise<Page<User>> {
  return listPage(db, { table: Prisma.sql`users`, columns: userColumns, query, mapRow: toUser });
}
