import type pg from 'pg';
import type { Client } from '../measure/create-client.ts';

/** A way to search the same lines: gives the ids of the ten best. */
export type Rival = { name: string; search(text: string): Promise<number[]> };

/** Milliseconds after which a search is given up. */
const patience = 300_000;

/** Ours through REST, with its total; full-text over every row, ranked; and the whole text as ILIKE, newest first. */
export function rivalsOf(client: Client, sql: pg.Client): Rival[] {
  const idsOf = async (text: string, values: unknown[]): Promise<number[]> => {
    await sql.query(`SET statement_timeout = ${patience}`);
    const { rows } = await sql.query<{ id: string }>(text, values);
    return rows.map(({ id }) => Number(id));
  };
  return [
    {
      name: 'Apiscope, REST',
      async search(text) {
        const { data } = await client.get(`/logs?limit=10&search=${encodeURIComponent(text.slice(0, 500))}`);
        return data.map(({ id }: { id: number }) => id);
      },
    },
    {
      name: 'full-text on rows, ts_rank',
      search: (text) =>
        idsOf(
          `WITH query AS MATERIALIZED (
             SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS query FROM unnest(to_tsvector('english', search_words($1))))
           SELECT id FROM fulltext_rows, query WHERE words @@ query ORDER BY ts_rank(words, query) DESC, created_at DESC, id DESC LIMIT 10`,
          [text],
        ),
    },
    {
      name: 'ILIKE on rows',
      search: (text) =>
        idsOf(
          `SELECT id FROM logs WHERE deleted_at IS NULL AND message ILIKE $1 ORDER BY created_at DESC, id DESC LIMIT 10`,
          [`%${text.replace(/[\\%_]/g, '\\$&')}%`],
        ),
    },
  ];
}
