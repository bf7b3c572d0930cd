import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { MovedTable } from './list-tables.ts';

/** About as much is read by one statement: the embedded database answers a COPY as a whole. */
const chunkBytes = 8_388_608;
const mostPages = 1_024;

/**
 * Copies the rows of a table from one database to another, whose partitions must be there. What is in memory at a time does not
 * grow with the table: rows are read some pages after the other, as fast as the target takes them.
 * @throws what either database says; the transaction of the target can only be rolled back then.
 */
export async function copyTable(
  { source, target }: { source: pg.ClientBase; target: pg.ClientBase },
  { name, columns, heaps }: MovedTable,
): Promise<void> {
  const list = columns.join(', ');
  await pipeline(readHeaps(source, list, heaps), target.query(copyFrom(`COPY ${name} (${list}) FROM STDIN`)));
}

async function* readHeaps(
  source: pg.ClientBase,
  list: string,
  heaps: MovedTable['heaps'],
): AsyncGenerator<Buffer> {
  for (const { name, pages, bytes } of heaps) {
    const step = Math.min(mostPages, Math.max(1, Math.floor((chunkBytes * pages) / Math.max(1, bytes))));
    for (let page = 0; page < pages; page += step) {
      const range = `ctid >= '(${page},0)' AND ctid < '(${page + step},0)'`;
      yield* source.query(copyTo(`COPY (SELECT ${list} FROM ${name} WHERE ${range}) TO STDOUT`));
    }
  }
}
