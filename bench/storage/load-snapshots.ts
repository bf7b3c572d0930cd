import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { openTestApp } from '../../apps/api/src/testing/open-test-app.ts';

/** Columns that each copy has of its own. */
const own = ['id', 'timestamp', 'request_id', 'xid', 'created_at', 'updated_at'];

/** Fills a day with the requests of real HAR files, imported by the door and then repeated with new ids. */
export async function loadSnapshots(
  url: string,
  data: URL,
  { rows, end }: { rows: number; end: number },
): Promise<void> {
  await importFiles(url, new URL('har/', data));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: columns } = await client.query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute WHERE attrelid = 'request_snapshots'::regclass AND attnum > 0
     AND NOT attisdropped AND attgenerated = '' AND attname <> ALL ($1)`,
    [own],
  );
  const list = columns.map(({ name }) => name).join(', ');
  const day = new Date(end - 86_400_000).toISOString();
  await client.query(
    'CREATE TEMP TABLE imported AS SELECT *, row_number() OVER () - 1 AS n FROM request_snapshots',
  );
  await client.query('TRUNCATE request_snapshots');
  await client.query(`SELECT ensure_day_partition('request_snapshots', $1::timestamptz::date)`, [day]);
  await client.query(
    `INSERT INTO request_snapshots (${list}, timestamp, request_id)
     SELECT ${list}, $1::timestamptz + place * interval '1 day' / $2, gen_random_uuid()::text
     FROM generate_series(0, $2::int - 1) AS place JOIN imported ON n = place % (SELECT count(*) FROM imported)`,
    [day, rows],
  );
  await client.end();
}

async function importFiles(url: string, folder: URL): Promise<void> {
  const app = await openTestApp(url);
  try {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.har'))) {
      const body = readFileSync(new URL(name, folder));
      await app.call('/import/har?service=web', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
    }
  } finally {
    await app.close();
  }
}
