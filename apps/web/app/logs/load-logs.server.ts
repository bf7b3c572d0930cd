import { relevance } from '@apiscope/core/search/fields';
import { nullIfMissing, type Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { findLogs } from '../range/find-data.server.ts';
import { readScope } from '../range/scope.ts';
import { readId } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';
import { isFailure, type LogRow } from './log-row.ts';
import { hasTerms, isByRelevance, isFollowing, logsQuery, pageSize } from './logs-query.ts';

/** Reads the first screenfuls of the lines asked for, the open one with its like, and what there is instead when there are none. */
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
  const near =
    isEmpty && hasTerms(params.get('search')) && !isByRelevance(params) ? await findNear(api, query) : null;
  const elsewhere = isEmpty && near === null ? await findLogs(api, scope.service) : null;
  return { now, page, problem, query, isFollowing: isFollowing(params), detail, near, elsewhere, views };
}

/** How many lines come near a search that none matches whole; null when none does. */
async function findNear(api: Read['api'], query: ReturnType<typeof logsQuery>) {
  const { order: _order, ...rest } = query;
  const { metadata } = await api.logs.list.query({ ...rest, order_by: relevance, limit: 1 });
  const { total, totalIsCapped, search } = metadata;
  return total === 0 ? null : { total, isCapped: totalIsCapped, corrections: search?.corrections ?? [] };
}
export type NearMatches = NonNullable<Awaited<ReturnType<typeof findNear>>>;

async function readDetail(api: Read['api'], id: number) {
  const log = await nullIfMissing(api.logs.get.query({ id }));
  const [kin, seen] = await Promise.all([readKin(api, log), readSeen(api, log)]);
  return { id, log, kin, seen };
}

/** Whether a failure was seen before; null when that cannot be read. */
async function readSeen(api: Read['api'], log: LogRow | null) {
  if (log === null || !isFailure(log)) return null;
  try {
    return await api.logs.seen.query({ id: log.id });
  } catch {
    return null;
  }
}

/** The pattern of a line with its newest other lines, and the patterns that read like it; null when they cannot be read. */
async function readKin(api: Read['api'], log: LogRow | null) {
  if (log === null || log.patternId === null) return null;
  const { id, patternId } = log;
  try {
    const [pattern, similar, nearest] = await Promise.all([
      api.logs.patterns.get.query({ id: patternId }),
      api.logs.similar.query({ id, limit: 3 }),
      api.logs.patterns.similar.query({ id: patternId, limit: 6 }),
    ]);
    return { pattern, lines: similar.filter((other) => other.patternId === patternId), nearest };
  } catch {
    return null;
  }
}
export type LogKin = NonNullable<Awaited<ReturnType<typeof readKin>>>;
