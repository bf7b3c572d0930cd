import type { AppRouter } from '@apiscope/api/router';
import type { ConsumerDetail } from '@apiscope/core/consumers/schema';
import { consumers } from '@apiscope/core/search/resources/consumers';
import type { inferRouterInputs } from '@trpc/server';
import type { Api, Read } from '../api/api.server.ts';
import { readProblem } from '../api/api-problem.ts';
import { orProblem } from '../api/or-problem.server.ts';
import { metricScope, readScope } from '../range/scope.ts';
import { readFilters, readOffset } from '../search/read-filters.ts';
import { readViews } from '../views/read-views.server.ts';
import { openConsumer } from './consumer-link.ts';

type ListInput = inferRouterInputs<AppRouter>['consumers']['list'];
type GetInput = inferRouterInputs<AppRouter>['consumers']['get'];

const pageSize = 50;

/** Reads a page of who calls, over the range, and the open one: `consumer` of the address, of its `consumerOf` or else of the service in scope. */
export async function loadConsumers({ api, params, now }: Read) {
  const scope = metricScope(readScope(params, now));
  const query = { ...scope, ...readFilters(consumers, params) } as ListInput;
  const open = openConsumer(params);
  const slice = { limit: pageSize, offset: readOffset(params, pageSize) };
  const [{ page, problem }, detail, views] = await Promise.all([
    orProblem(api.consumers.list.query({ ...query, ...slice }), pageSize),
    open && readDetail(api, { ...scope, ...open }),
    readViews(api, 'consumers'),
  ]);
  return { page, problem, query, views, detail: open && detail && { ...open, ...detail } };
}

type Detail = { consumer: ConsumerDetail | null; problem: string | null };

/** One consumer, or the reason why none is meant: nobody of this id calls, or several services know one. */
async function readDetail(api: Api, asked: GetInput): Promise<Detail> {
  try {
    return { consumer: await api.consumers.get.query(asked), problem: null };
  } catch (error) {
    const { code, message } = readProblem(error);
    if (code === 'NOT_FOUND' || code === 'BAD_REQUEST') return { consumer: null, problem: message };
    throw error;
  }
}
