import { buildRequest } from '@apiscope/core/replay/build-request';
import type { ReplaySet, SetCount } from '@apiscope/core/replay/set-schema';
import { listWholeSnapshots } from '@apiscope/db/replay/list-whole-snapshots';

import { selectRequests } from '@apiscope/db/replay/sets/select-requests';
import type { Deps } from '../deps.ts';
import { chooseTarget } from './choose-target.ts';

/** Requests read at a time, and bytes of them. */
const page = { rows: 200, maxBytes: 4_000_000 };
/** Reasons and paths that are listed. */
const maxListed = 20;

/** What a set says of what it takes; one that is not stored yet may be counted too. */
export type CountedSet = Pick<
  ReplaySet,
  'service' | 'filter' | 'range' | 'target' | 'maxRequests' | 'confirm'
>;

/**
 * Tells what a run would send and refuse, without sending anything.
 * @throws AppError BAD_REQUEST naming `target`.
 */
export async function countSet({ db, clock }: Deps, set: CountedSet): Promise<SetCount> {
  const target = await chooseTarget(db, set);
  const destination = {
    baseUrl: target.baseUrl,
    // Values make no difference to what is refused; they stay sealed.
    headers: Object.fromEntries(target.headerNames.map((name) => [name, 'set'])),
    lock: target.lock,
    key: 'count',
  };
  const now = clock.now();
  const reasons = new Map<string, { count: number; snapshotId: number }>();
  const values = new Map<string, number>();
  const count = { matching: 0, matchingIsCapped: false, selected: 0, sendable: 0, refused: 0, needsValue: 0 };
  let cursor: string | null = null;
  do {
    const limit = Math.min(page.rows, set.maxRequests - count.selected);
    const walk =
      cursor === null ? { maxBytes: page.maxBytes } : { maxBytes: page.maxBytes, countTotal: false as const };
    const { data, metadata } = await listWholeSnapshots(
      db,
      selectRequests(set, { now, limit, cursor }),
      walk,
    );
    if (cursor === null) {
      count.matching = metadata.total;
      count.matchingIsCapped = metadata.totalIsCapped;
    }
    for (const snapshot of data) {
      count.selected++;
      const built = buildRequest(snapshot, { confirm: set.confirm }, destination);
      if ('refused' in built) {
        count.refused++;
        const known = reasons.get(built.refused);
        if (known) known.count++;
        else reasons.set(built.refused, { count: 1, snapshotId: snapshot.id });
        continue;
      }
      count.sendable++;
      if (built.needsValue.length > 0) count.needsValue++;
      for (const path of built.needsValue) values.set(path, (values.get(path) ?? 0) + 1);
    }
    cursor = metadata.nextCursor;
  } while (cursor !== null && count.selected < set.maxRequests);
  return {
    ...count,
    target: target.name,
    reasons: listed([...reasons].map(([reason, known]) => ({ reason, ...known }))),
    values: listed([...values].map(([path, count]) => ({ path, count }))),
  };
}

function listed<T extends { count: number }>(items: T[]): T[] {
  return items.sort((a, b) => b.count - a.count).slice(0, maxListed);
}
