import type { AppRouter } from '@apiscope/api/router';
import { replaySends } from '@apiscope/core/search/resources/replay-sends';
import type { inferRouterInputs } from '@trpc/server';
import { nullIfMissing, type Read } from '../api/api.server.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { readFilters, readId, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';

type SendsInput = inferRouterInputs<AppRouter>['sets']['sends'];

const pageSize = 50;
const runsShown = 10;

/** Reads the replay sets, the open set with its latest runs, or the open run with a page of its requests. */
export async function loadSets({ api, params, now }: Read) {
  const [setId, runId] = [readId(params, 'set'), readId(params, 'run')];
  const [sets, services, targets, views, opened, ran] = await Promise.all([
    api.sets.list.query({ limit: pageSize, offset: runId === null ? readOffset(params, pageSize) : 0 }),
    api.services.names.query(),
    api.targets.list.query({}),
    readViews(api, 'snapshots'),
    setId === null || runId !== null ? null : readSet(api, setId),
    runId === null ? null : readRun(api, runId, params),
  ]);
  return { now, sets, services: services, targets, views, opened, ran };
}

async function readSet(api: Read['api'], id: number) {
  const set = await nullIfMissing(api.sets.get.query({ id }));
  const runs = set && (await api.sets.runs.query({ id, limit: runsShown }));
  return { id, set, runs: runs?.data ?? [] };
}

async function readRun(api: Read['api'], id: number, params: URLSearchParams) {
  const run = await nullIfMissing(api.sets.run.query({ id }));
  if (run === null) return { id, run: null, set: null, sends: null, problem: null };
  const { report: _report, ...shown } = run;
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const query = { ...readFilters(replaySends, params), id, ...slice } as SendsInput;
  const [set, { page, problem }] = await Promise.all([
    nullIfMissing(api.sets.get.query({ id: run.setId })),
    orProblem(api.sets.sends.query(query), pageSize),
  ]);
  return { id, run: shown, set, sends: page, problem };
}

export type SetsData = Awaited<ReturnType<typeof loadSets>>;
