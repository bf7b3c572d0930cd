import type { Page } from '@apiscope/core/page';
import { relevance } from '@apiscope/core/search/fields';
import { type DbOrTx, Prisma } from '../client.ts';
import { cursorOrder } from './cursor.ts';
import { type ListOptions, listPage } from './page.ts';
import { asRanked, nearWords } from './ranked-query.ts';
import { compileWhere } from './where.ts';

type RankedOptions<DbRow, T extends Row> = ListOptions<DbRow, T> & {
  /** The table with those rows that come near some words, and how near in a whole number `relevance`. */
  near: (words: readonly string[]) => Prisma.Sql;
};
type Row = { readonly [field: string]: unknown };

/** Words less alike than this, by trigrams, have nothing to do with each other. */
export const leastSimilarity = 0.4;

/**
 * One page of a search by relevance: the rows that hold every term or, when there is none, those that come near its words: that hold any of
 * them, or something like it, the nearest first.
 * @throws AppError BAD_REQUEST naming `cursor`, `offset`, `order_by` or `order`.
 */
export async function listRanked<DbRow, T extends Row>(
  db: DbOrTx,
  options: RankedOptions<DbRow, T>,
): Promise<Page<T>> {
  const { query } = options;
  const order = query.cursor === null ? null : cursorOrder(query.cursor);
  if (query.orderBy !== relevance || (order !== null && order !== relevance)) return listPage(db, options);
  const words = nearWords(query);
  if (order !== relevance) {
    const page = await listPage(db, options);
    if (page.metadata.total > 0 || words.length === 0) return told(page, page.metadata.total);
  }
  return told(await listNear(db, options, words), 0);
}

function told<T>(page: Page<T>, exact: number): Page<T> {
  return {
    ...page,
    metadata: { ...page.metadata, search: { exact, corrections: [], searchedBackTo: null } },
  };
}

async function listNear<DbRow, T extends Row>(
  db: DbOrTx,
  { near, query, mapRow, columns, ...options }: RankedOptions<DbRow, T>,
  words: readonly string[],
): Promise<Page<T>> {
  type Near = { row: T; relevance: number; [field: string]: unknown };
  const { key } = query.resource;
  const page = await listPage<DbRow & { relevance: number }, Near>(db, {
    ...options,
    table: Prisma.sql`(${near(words)}) AS near`,
    columns: Prisma.sql`${columns}, relevance`,
    query: asRanked(query),
    matching: compileWhere({ ...query, search: query.search.filter(({ negated }) => negated) }),
    mapRow: ({ relevance, ...row }) => {
      const wire = mapRow(row as unknown as DbRow);
      return { row: wire, relevance, [key]: wire[key] };
    },
  });
  return { ...page, data: page.data.map(({ row }) => row) };
}
