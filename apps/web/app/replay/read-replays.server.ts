import type { Snapshot } from '@apiscope/core/replay/schema';
import { ownService } from '@apiscope/core/services/own-service';
import { nullIfMissing, type Read } from '../api/api.server.ts';

/** Which replay is open, and which it is compared with. */
export type OpenReplay = { run: number | null; compare: number | null };

/** Replays of a request that are listed. */
const listed = 20;

/** The replays of a captured request, the targets it may be sent to, and the replay that is open. */
export async function readReplays(
  api: Read['api'],
  snapshot: Pick<Snapshot, 'id' | 'service'> | null,
  open: OpenReplay,
) {
  if (snapshot === null)
    return { runs: [], total: 0, targets: [], isOwn: false, run: null, comparison: null };
  const { id, service } = snapshot;
  const [page, targets, run, comparison] = await Promise.all([
    api.replay.runs.query({ id, limit: listed }),
    api.targets.list.query({ service }),
    open.run === null ? null : nullIfMissing(api.replay.getRun.query({ id: open.run })),
    open.run === null || open.compare === null
      ? null
      : nullIfMissing(api.replay.compare.query({ before: open.compare, after: open.run })),
  ]);
  return {
    runs: page.data.map(({ id, status, statusCode, equal, target, duration, created_at, error }) => ({
      id,
      status,
      statusCode,
      equal,
      target,
      duration,
      created_at,
      error,
    })),
    total: page.metadata.total,
    targets: targets.map(({ name, baseUrl, lock }) => ({ name, baseUrl, lock })),
    isOwn: service === ownService,
    run: run?.snapshotId === id ? run : null,
    comparison: comparison && { before: { id: comparison.before.id }, diff: comparison.diff },
  };
}
