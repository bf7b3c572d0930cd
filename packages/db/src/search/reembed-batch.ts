import { type Db, inTransaction, Prisma, type Tx } from '../client.ts';
import { type EmbeddedTable, embeddedTables } from './embedded-tables.ts';
import { type TextEmbedder, vectorOf } from './text-embedder.ts';

export type ReembedOptions = {
  table: EmbeddedTable;
  embedder: TextEmbedder;
  /** Only rows with a greater id. */
  after: number;
  limit: number;
};

/** What came of a batch: how many rows have a new vector, and the last id looked at; null when no stale row is left. */
export type Reembedded = { embedded: number; last: number | null };

/**
 * Gives the next rows whose vector is missing or of another version a new one, in one short transaction. Whoever else writes them
 * meanwhile, a second run or a change of the text, is waited for and its work kept. Neither `updated_at` nor anything else moves.
 */
export function reembedBatch(db: Db, options: ReembedOptions): Promise<Reembedded> {
  return inTransaction(db, (tx) => reembed(tx, options));
}

async function reembed(tx: Tx, { table, embedder, after, limit }: ReembedOptions): Promise<Reembedded> {
  const [from, text] = [Prisma.raw(table), Prisma.raw(embeddedTables[table])];
  const stale = Prisma.sql`embedding_version IS DISTINCT FROM ${embedder.version}`;
  const found = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM ${from} WHERE ${stale} AND id > ${after}::int ORDER BY id LIMIT ${limit}::int`;
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return { embedded: 0, last: null };
  // Locked in the order of their ids, as writers of patterns do, and looked at again: another run may have been faster.
  const rows = await tx.$queryRaw<{ id: number; text: string }[]>`
    SELECT id, ${text} AS text FROM ${from} WHERE id = ANY (${ids}::int[]) AND ${stale} ORDER BY id FOR NO KEY UPDATE`;
  const embedded = await tx.$executeRaw`
    UPDATE ${from} AS stored SET embedding = input.embedding::vector, embedding_version = ${embedder.version}
    FROM unnest(${rows.map(({ id }) => id)}::int[], ${rows.map((row) => vectorOf(embedder, row.text))}::text[]) AS input (id, embedding)
    WHERE stored.id = input.id`;
  return { embedded, last: ids.at(-1)! };
}
