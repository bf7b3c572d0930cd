import type { Page } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import type { User } from '@apiscope/core/users/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { leastSimilarity, listRanked } from '../sql/list-ranked.ts';
import { toUser, userColumns } from './user-row.ts';

/** One page of the users that are not deleted. */
export function listUsers(db: DbOrTx, query: ListQuery): Promise<Page<User>> {
  return listRanked(db, { table: Prisma.sql`users`, columns: userColumns, query, mapRow: toUser, near });
}

function near(words: readonly string[]): Prisma.Sql {
  return Prisma.sql`SELECT users.*, alike.relevance FROM users CROSS JOIN LATERAL (
    SELECT sum(round(100 * word_similarity(word, name)))::int AS relevance FROM unnest(${[...words]}::text[]) AS word
    WHERE word_similarity(word, name) >= ${leastSimilarity}::float8
  ) AS alike WHERE alike.relevance > 0`;
}
