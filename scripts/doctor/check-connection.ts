import { neededEncoding, oldestVersion } from '../../packages/db/src/check-database.ts';
import { fail, type Machine, type OpenDatabase, type Outcome, ok, warn } from './check.ts';

/** Round trips that are timed; the one in the middle counts. */
const trips = 5;
/** Above it screens and ingest are slow, ms. */
const slowMs = 50;

/** Version, encoding, TLS and latency of the connection. */
export async function checkConnection(
  { client, kind, url }: OpenDatabase,
  { clock }: Pick<Machine, 'clock'>,
): Promise<Outcome> {
  const { rows } = await client.query<{ number: number; version: string; encoding: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
            current_setting('server_encoding') AS encoding`,
  );
  const { number, version, encoding } = rows[0]!;
  if (number < oldestVersion)
    return fail(
      `PostgreSQL 15 or later is needed, this is ${version}`,
      'upgrade the server, or use another one',
    );
  if (encoding !== neededEncoding)
    return fail(
      `the database stores text as ${encoding}`,
      `make another with ENCODING '${neededEncoding}', and name it in DATABASE_URL`,
    );
  const times: number[] = [];
  for (let trip = 0; trip < trips; trip++) {
    const startedAt = clock.monotonic();
    await client.query('SELECT 1');
    times.push(clock.monotonic() - startedAt);
  }
  const latency = times.sort((a, b) => a - b)[Math.floor(trips / 2)]!;
  const isEncrypted = kind === 'external' && (await usesTls(client));
  const says = `PostgreSQL ${version}, ${latency.toFixed(1)} ms a round trip, ${isEncrypted ? 'TLS' : 'no TLS'}`;
  if (latency > slowMs) return warn(`${says}: slow`, 'bring API and worker nearer to the database');
  const { hostname } = new URL(url);
  if (kind === 'external' && !isEncrypted && !isNear(hostname))
    return warn(`${says}, to another machine`, 'add sslmode=verify-full to DATABASE_URL');
  return ok(says);
}

async function usesTls(client: OpenDatabase['client']): Promise<boolean> {
  const { rows } = await client.query<{ ssl: boolean }>(
    'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
  );
  return rows[0]?.ssl ?? false;
}

/** This machine, or a name without a domain, as those of containers on one machine are. */
function isNear(host: string): boolean {
  return host === '' || !/[.:]/.test(host) || host.startsWith('127.') || host === '[::1]';
}
