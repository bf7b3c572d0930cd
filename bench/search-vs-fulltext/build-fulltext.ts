import type pg from 'pg';

/**
 * Full-text search on every row as one would build it: a table of its own with a vector of the same words that patterns are searched by,
 * and a GIN index over it. It is kept for the next run.
 * @returns seconds that it took to build; null when it was there.
 */
export async function buildFulltext(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query(`SELECT to_regclass('fulltext_rows') IS NOT NULL AS there`);
  if (rows[0].there) return null;
  const began = performance.now();
  await client.query(`
    CREATE TABLE fulltext_being_built AS
    SELECT id, service, created_at, to_tsvector('english', search_words(source || ' ' || message)) AS words FROM logs WHERE deleted_at IS NULL`);
  await client.query('CREATE INDEX ON fulltext_being_built USING gin (words)');
  await client.query('ALTER TABLE fulltext_being_built RENAME TO fulltext_rows');
  await client.query('VACUUM (ANALYZE) fulltext_rows');
  return (performance.now() - began) / 1_000;
}
