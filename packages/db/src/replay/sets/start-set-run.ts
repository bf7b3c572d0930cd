import type { Page } from '@apiscope/core/page';
import type { SnapshotListItem } from '@apiscope/core/replay/schema';
import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import { type Db, inTransaction, type Tx } from '../../client.ts';
import { listSnapshots } from '../list-snapshots.ts';
import { type Selection, selectRequests } from './select-requests.ts';

/** Requests that are read at a time. */
const pageSize = 1_000;

type Item = Pick<SnapshotListItem, 'id' | 'endpoint' | 'method' | 'path'>;

export type NewRun = {
  set: ReplaySet;
  kind: 'check' | 'learn';
  /** Name of the target. */
  target: string;
  actor: string;
  now: number;
};

/**
 * Writes down a run with every request that it is to send, once for a check and twice to learn from.
 * @param enqueue puts the job that does it into the queue, in the same transaction.
 * @returns id of the run, or null when no request passes the filter.
 */
export async function startSetRun(
  db: Db,
  { set, kind, target, actor, now }: NewRun,
  enqueue: (tx: Tx, setRunId: number) => Promise<unknown>,
): Promise<number | null> {
  const items = await readItems(db, set, now);
  if (items.length === 0) return null;
  const passes = kind === 'learn' ? 2 : 1;
  const ignored = kind === 'learn' ? set.ignoredPaths : [...set.ignoredPaths, ...set.noisePaths];
  return inTransaction(db, async (tx) => {
    const [run] = await tx.$queryRaw<{ id: bigint }[]>`
      INSERT INTO replay_set_runs (set_id, kind, target, actor, total, concurrency, rate_limit, confirm, ignored)
      VALUES (${set.id}::int, ${kind}, ${target}, ${actor}, ${items.length * passes}::int, ${set.concurrency}::int,
        ${set.rateLimit}::float8, ${set.confirm}, ${ignored}::text[])
      RETURNING id`;
    const id = Number(run!.id);
    await tx.$executeRaw`
      INSERT INTO replay_sends (set_run_id, pass, snapshot_id, endpoint, method, path)
      SELECT ${String(id)}::bigint, pass, item.id, item.endpoint, item.method, item.path
      FROM generate_series(1, ${passes}::int) AS pass
      CROSS JOIN json_to_recordset(${JSON.stringify(items.map((item, at) => ({ ...item, at })))}::json)
        AS item (id bigint, endpoint text, method text, path text, at int)
      ORDER BY pass, at`;
    await enqueue(tx, id);
    return id;
  });
}

async function readItems(db: Db, set: Selection & { maxRequests: number }, now: number): Promise<Item[]> {
  const items = new Map<number, Item>();
  let cursor: string | null = null;
  do {
    const limit = Math.min(pageSize, set.maxRequests - items.size);
    const input = selectRequests(set, { now, limit, cursor });
    const page: Page<SnapshotListItem> = await listSnapshots(db, input, { countTotal: false });
    for (const { id, endpoint, method, path } of page.data) items.set(id, { id, endpoint, method, path });
    cursor = page.metadata.nextCursor;
  } while (cursor !== null && items.size < set.maxRequests);
  return [...items.values()];
}
