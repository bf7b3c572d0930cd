import type { DbOrTx } from '../client.ts';

/** Seconds without a heartbeat after which a worker counts as gone. */
export const staleAfterSeconds = 30;

/** A worker as it announces itself. `id` is the name under which it locks jobs in the queue. */
export type WorkerSelf = { id: string; hostname: string; pid: number; running: number };

/** Says that a worker lives, by the clock of the database. */
export async function beat(db: DbOrTx, { id, hostname, pid, running }: WorkerSelf): Promise<void> {
  await db.$executeRaw`
    INSERT INTO worker_heartbeats (id, hostname, pid, running, started_at, seen_at)
    VALUES (${id}, ${hostname}, ${pid}::int, ${running}::int, now(), now())
    ON CONFLICT (id) DO UPDATE SET running = excluded.running, seen_at = excluded.seen_at`;
}

/** Forgets a worker that stopped in order. */
export async function removeHeartbeat(db: DbOrTx, id: string): Promise<void> {
  await db.$executeRaw`DELETE FROM worker_heartbeats WHERE id = ${id}`;
}
