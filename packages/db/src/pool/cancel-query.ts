import pg from 'pg';

/** Longest that the request to cancel may take, ms: where the database hangs nobody takes it. */
const longestMs = 5_000;

/** What pg has and its types do not tell of. */
type Running = pg.Client & { processID: number | null; secretKey: number | null };
type Line = pg.Connection & {
  connect(port: number | string, host?: string): void;
  cancel(processID: number, secretKey: number): void;
};

/**
 * Asks the database by a connection of its own to give up what a connection runs, so that work nobody waits for does not pile up there.
 * Whether it does is not waited for.
 */
export function cancelQuery(client: pg.Client): void {
  const { processID, secretKey, host, port } = client as Running;
  if (processID === null || secretKey === null) return;
  const line = new pg.Connection() as Line;
  const timer = setTimeout(() => line.stream.destroy(), longestMs);
  line.on('error', () => {});
  line.on('end', () => clearTimeout(timer));
  // The database answers by closing. As with every client of PostgreSQL up to 16 it goes without TLS: it holds a key for this alone.
  line.on('connect', () => line.cancel(processID, secretKey));
  if (host.startsWith('/')) line.connect(`${host}/.s.PGSQL.${port}`);
  else line.connect(port, host);
}
