import type { AppRouter } from '@apiscope/api/router';
import { hasFailed } from '@apiscope/core/replay/failure-of';
import { snapshots } from '@apiscope/core/search/resources/snapshots';
import type { inferRouterInputs } from '@trpc/server';
import { nullIfMissing, type Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { findSnapshots } from '../range/find-data.server.ts';
import { filterScope, readScope } from '../range/scope.ts';
import { readFilters, readId, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';
import { type OpenReplay, readReplays } from './read-replays.server.ts';

type ListInput = inferRouterInputs<AppRouter>['replay']['list'];

const pageSize = 50;

/** Reads a page of captured requests, and the open one with the log lines of the same request. */
export async function loadReplay({ api, params, now }: Read) {
  const scope = readScope(params, now);
  const query = {
    ...filterScope(scope, 'timestamp'),
    ...readFilters(snapshots, params),
  } as ListInput;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const id = readId(params, 'snapshot');
  const [{ page, problem }, detail, views] = await Promise.all([
    orProblem(api.replay.list.query({ ...query, ...slice }), pageSize),
    id === null
      ? null
      : readDetail(api, { id, run: readId(params, 'run'), compare: readId(params, 'compare') }),
    readViews(api, 'snapshots'),
  ]);
  const isEmpty = page.data.length === 0 && problem === null;
  const elsewhere = isEmpty ? await findSnapshots(api, scope.service) : null;
  return { page, problem, query, detail, elsewhere, views };
}

async function readDetail(api: Read['api'], { id, ...open }: { id: number } & OpenReplay) {
  const snapshot = await nullIfMissing(api.replay.get.query({ id }));
  const requestId = snapshot?.requestId;
  const [logs, seen, curl, replays] = await Promise.all([
    requestId
      ? api.logs.list.query({ requestId__eq: requestId, limit: 50, order_by: 'created_at', order: 'asc' })
      : null,
    snapshot && hasFailed(snapshot.statusCode) ? readSeen(api, id) : null,
    snapshot && api.replay.curl.query({ id }).catch(() => null),
    readReplays(api, snapshot, open),
  ]);
  return { id, snapshot, logs: logs?.data ?? [], seen, curl, replays };
}

/** Whether a failure was seen before; null when that cannot be read. */
async function readSeen(api: Read['api'], id: number) {
  try {
    return await api.replay.seen.query({ id });
  } catch {
    return null;
  }
}
