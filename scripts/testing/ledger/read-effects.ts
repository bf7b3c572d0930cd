import pg from 'pg';
import { ledgerService } from './entries.ts';

/** How often each entry is found in the database, by its number. */
export type Effects = {
  requests: Map<number, number>;
  lines: Map<number, number>;
  users: Map<number, number>;
  /** Captured by an API itself, by the name of the life that did. */
  captures: Map<string, Map<number, number>>;
  /** Samples that the APIs took of themselves. */
  ownSamples: number;
};

/** Counts what the entries have left, by SQL of its own. */
export async function readEffects(url: string): Promise<Effects> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const count = async (from: string): Promise<Map<number, number>> => {
    const { rows } = await client.query<{ n: number; times: number }>(
      `SELECT n::int, count(*)::int AS times FROM (SELECT ${from}) AS found GROUP BY n`,
    );
    return new Map(rows.map(({ n, times }) => [n, times]));
  };
  try {
    const captures = new Map<string, Map<number, number>>();
    const { rows } = await client.query<{ version: string; n: number; times: number }>(
      `SELECT version, n::int, count(*)::int AS times FROM (
         SELECT version, substring(concat(query, body) FROM 'entry-([0-9]+)') AS n FROM request_snapshots
         WHERE service = 'apiscope') AS found GROUP BY version, n`,
    );
    for (const { version, n, times } of rows) {
      const ofLife = captures.get(version) ?? new Map<number, number>();
      captures.set(version, ofLife.set(n, times));
    }
    const own = await client.query<{ samples: number }>(
      `SELECT coalesce(sum(sample_count), 0)::int AS samples FROM metric_batches WHERE service = 'apiscope'`,
    );
    return {
      requests: await count(
        `substring(path FROM '[0-9]+$') AS n FROM request_snapshots WHERE service = '${ledgerService}'`,
      ),
      lines: await count(
        `substring(message FROM '[0-9]+') AS n FROM logs WHERE service = '${ledgerService}'`,
      ),
      users: await count(`substring(name FROM '[0-9]+$') AS n FROM users WHERE name LIKE 'entry-%'`),
      captures,
      ownSamples: own.rows[0]!.samples,
    };
  } finally {
    await client.end();
  }
}

/** Samples of the ledger's service: taken in, and counted in windows of a minute. */
export async function readSamples(url: string): Promise<{ taken: number; counted: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ taken: number; counted: number }>(
      `SELECT (SELECT coalesce(sum(sample_count), 0)::int FROM metric_batches WHERE service = $1) AS taken,
              (SELECT coalesce(sum(traffic_count), 0)::int FROM metrics WHERE service = $1 AND resolution = 60) AS counted`,
      [ledgerService],
    );
    return rows[0]!;
  } finally {
    await client.end();
  }
}

/** When the first job began after a moment, ms since the epoch. */
export async function firstJobAfter(url: string, moment: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ at: Date | null }>(
      'SELECT min(started_at) AS at FROM job_runs WHERE started_at >= $1',
      [new Date(moment)],
    );
    return rows[0]!.at?.getTime() ?? Number.POSITIVE_INFINITY;
  } finally {
    await client.end();
  }
}
