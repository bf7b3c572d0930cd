import { nullIfMissing, type Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { findLogs } from '../range/find-data.server.ts';
import { readScope } from '../range/scope.ts';
import { readId } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';
import { isFollowing, logsQuery, pageSize } from './logs-query.ts';

/** Reads the first screenfuls of the lines asked for, the open one with its like, and where lines are when there are none. */
export async function loadLogs({ api, params, now }: Read) {
  const scope = readScope(params, now);
  const query = logsQuery(params, scope);
  const id = readId(params, 'log');
  const [{ page, problem }, detail, views] = await Promise.all([
    orProblem(api.logs.list.query({ ...query, limit: pageSize }), pageSize),
    id === null ? null : readDetail(api, id),
    readViews(api, 'logs'),
  ]);
  const isEmpty = page.data.length === 0 && problem === null;
  const elsewhere = isEmpty ? await findLogs(api, scope.service) : null;
  return { now, page, problem, query, isFollowing: isFollowing(params), detail, elsewhere, views };
}

async function readDetail(api: Read['api'], id: number) {
  const [log, similar] = await Promise.all([
    nullIfMissing(api.logs.get.query({ id })),
    nullIfMissing(api.logs.similar.query({ id, limit: 8 })),
  ]);
  return { id, log, similar: similar?.filter((other) => other.id !== id) ?? [] };
}
