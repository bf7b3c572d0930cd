import { badParameter } from '@apiscope/core/errors';
import type { Page, PageMetadata } from '@apiscope/core/page';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type DbOrTx, Prisma } from '../client.ts';
import { type PageCursor, parsePageCursor, printPageCursor } from './cursor.ts';
import { byDefault } from './ranked-query.ts';
import { type RowsRead, readWeighed } from './read-weighed.ts';
import { bindValue, columnOf, compileWhere } from './where.ts';

/** Rows are counted up to here; a longer list says `totalIsCapped`. */
export const maxTotal = 1_000_000;

/** The wire row of a list and, under the names of the registry, the values it can be sorted by. */
type Row = { readonly [field: string]: unknown };

export type ListOptions<DbRow, T extends Row> = {
  /** Table or view, a constant of the caller. */
  table: Prisma.Sql;
  /** Columns to read, constants of the caller. */
  columns: Prisma.Sql;
  query: ListQuery;
  mapRow: (row: DbRow) => T;
  /** In place of the condition that filter and search compile to, one that selects the same rows by other means. */
  matching?: Prisma.Sql;
  /** The number of rows where it is known already. */
  total?: Pick<PageMetadata, 'total' | 'totalIsCapped'>;
  /** A further condition that is no part of the filter, for example the parent row. */
  where?: Prisma.Sql;
  /** Bytes of a row's columns that know no small bound, a constant of the caller; what `maxBytes` of the query adds up. */
  weight?: Prisma.Sql;
};

/**
 * Reads one page of a resource: filtered, sorted, with the unique key as tie-break, by offset or after a cursor.
 * @throws AppError BAD_REQUEST naming `cursor`, or `offset`, `order_by` or `order` when it contradicts the cursor.
 */
export async function listPage<DbRow, T extends Row>(
  db: DbOrTx,
  options: ListOptions<DbRow, T>,
): Promise<Page<T>> {
  const { table, columns, mapRow } = options;
  const { query, after } = resume(byDefault(options.query));
  const matching = Prisma.sql`${options.matching ?? compileWhere(query)}${options.where ? Prisma.sql` AND ${options.where}` : Prisma.empty}`;
  const sliced = after ? Prisma.sql`${matching} AND ${compileAfter(query, after)}` : matching;
  const select = (read: Prisma.Sql) => Prisma.sql`SELECT ${read} FROM ${table} WHERE ${sliced}
    ORDER BY ${compileOrder(query)} LIMIT ${query.limit + 1} OFFSET ${query.offset}`;
  const { weight } = options;
  const { rows, found } =
    weight && query.maxBytes !== undefined
      ? await readWeighed<DbRow>(db, select(Prisma.sql`${columns}, ${weight} AS row_weight`), query.maxBytes)
      : await readAll<DbRow>(db, select(columns));
  const data = rows.slice(0, query.limit).map(mapRow);
  const last = data.at(-1);
  const nextCursor = found > data.length && last ? cursorAt(query, last) : null;
  return {
    data,
    metadata: {
      limit: query.limit,
      offset: query.offset,
      ...(query.countTotal === false
        ? seenTotal(query, data.length, nextCursor)
        : (options.total ?? (await countTotal(db, table, matching)))),
      nextCursor,
    },
  };
}

async function readAll<DbRow>(db: DbOrTx, select: Prisma.Sql): Promise<RowsRead<DbRow>> {
  const rows = await db.$queryRaw<DbRow[]>(select);
  return { rows, found: rows.length };
}

/** What a page shows of the total: there are its rows, those before them, and maybe more. */
export function seenTotal({ offset, cursor }: ListQuery, rows: number, nextCursor: string | null) {
  return { total: offset + rows, totalIsCapped: cursor !== null || nextCursor !== null };
}

async function countTotal(
  db: DbOrTx,
  table: Prisma.Sql,
  matching: Prisma.Sql,
): Promise<{ total: number; totalIsCapped: boolean }> {
  const [row] = await db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (SELECT 1 FROM ${table} WHERE ${matching} LIMIT ${maxTotal + 1}) AS counted`;
  const counted = row?.total ?? 0;
  return { total: Math.min(counted, maxTotal), totalIsCapped: counted > maxTotal };
}

function resume(query: ListQuery): { query: ListQuery; after: PageCursor | null } {
  if (query.cursor === null) return { query, after: null };
  if (query.offset > 0) throw badParameter('offset', 'cannot be combined with cursor');
  const after = parsePageCursor(query, query.cursor);
  return { query: { ...query, orderBy: after.orderBy, order: after.order }, after };
}

function cursorAt(query: ListQuery, row: Row): string {
  const value = row[query.orderBy];
  return printPageCursor(query, {
    value: (value ?? null) as string | number | null,
    key: Number(row[query.resource.key]),
  });
}

/** Sort column, nulls last either way, then the unique key in the same direction. */
function compileOrder({ resource, orderBy, order }: ListQuery): Prisma.Sql {
  const direction = Prisma.raw(order === 'asc' ? 'ASC' : 'DESC');
  const key = Prisma.sql`${columnOf(resource, resource.key)} ${direction}`;
  if (orderBy === resource.key) return key;
  const nulls = resource.fields[orderBy]?.nullable ? Prisma.raw(' NULLS LAST') : Prisma.empty;
  return Prisma.sql`${sortColumn(resource, orderBy)} ${direction}${nulls}, ${key}`;
}

/** Text is sorted by code point, whatever the collation of the database. */
function sortColumn(resource: ListQuery['resource'], name: string): Prisma.Sql {
  const column = columnOf(resource, name);
  return resource.fields[name]?.type === 'text' ? Prisma.sql`${column} COLLATE "C"` : column;
}

/** The rows that come after the cursor's row in the order of the list. */
function compileAfter({ resource, orderBy, order }: ListQuery, { value, key }: PageCursor): Prisma.Sql {
  const beyond = Prisma.raw(order === 'asc' ? '>' : '<');
  const keyColumn = columnOf(resource, resource.key);
  const bound = Prisma.sql`${String(key)}::bigint`;
  const keyBeyond = Prisma.sql`${keyColumn} ${beyond} ${bound}`;
  if (orderBy === resource.key) return keyBeyond;
  const column = sortColumn(resource, orderBy);
  if (value === null) return Prisma.sql`(${column} IS NULL AND ${keyBeyond})`;
  const field = resource.fields[orderBy]!;
  const at = bindValue(field, value);
  // The plain bound says nothing new, but partitions are left out by it, which a comparison of rows doesn't do.
  const rowBeyond = Prisma.sql`(${column} ${beyond}= ${at} AND (${column}, ${keyColumn}) ${beyond} (${at}, ${bound}))`;
  return field.nullable ? Prisma.sql`(${rowBeyond} OR ${column} IS NULL)` : rowBeyond;
}
