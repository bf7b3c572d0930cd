import { setTimeout as sleep } from 'node:timers/promises';
import { logsChannel } from '@apiscope/db/logs/insert-logs';
import pg from 'pg';

/** A row as it was committed; `order` is filled in from the database once all have ended. */
export type CommittedRow = { id: string; severity: number };

const insert = `INSERT INTO logs (service, source, severity, message, created_at) VALUES ('scramble', 'writer', $1, $2, $3) RETURNING id`;

/**
 * Writers over connections of their own whose transactions end in another order than they began: long and short ones mixed, some of
 * several rows, some rolled back. Ends by itself after `ms`. @returns what was committed.
 */
export async function writeScrambled(
  url: string,
  { writers, ms, at, random }: { writers: number; ms: number; at: Date; random: () => number },
): Promise<CommittedRow[]> {
  const committed: CommittedRow[] = [];
  const until = performance.now() + ms;
  const write = async (writer: number): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (let n = 0; performance.now() < until; n++) {
      const rows: CommittedRow[] = [];
      await client.query('BEGIN');
      for (let count = 1 + Math.floor(random() * 4); count > 0; count--) {
        const severity = random() < 0.5 ? 9 : 17;
        const { rows: stored } = await client.query(insert, [severity, `w${writer}-${n}-${count}`, at]);
        rows.push({ id: stored[0].id, severity });
        // One in eight is long: others that began later end before it.
        if (random() < 0.3) await sleep(random() < 0.12 ? 400 : random() * 20);
      }
      await client.query(`SELECT pg_notify($1, '')`, [logsChannel]);
      const isKept = random() < 0.9;
      await client.query(isKept ? 'COMMIT' : 'ROLLBACK');
      if (isKept) committed.push(...rows);
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return committed;
}
