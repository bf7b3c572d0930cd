import type { ResourceName, View } from '@apiscope/core/views/schema';
import type { Api } from '../api/api.server.ts';
import { readProblem } from '../api/api-problem.ts';

/** The views of a page's resource by name, or why there are none to show: the page stands without them. */
export type PageViews = { views: View[]; total: number; problem: string | null };

/** Most views that a menu lists. */
const mostViews = 200;

/** Reads the saved views of a resource. */
export async function readViews(api: Api, resource: ResourceName): Promise<PageViews> {
  try {
    const { data, metadata } = await api.views.list.query({
      resource__eq: resource,
      order_by: 'name',
      order: 'asc',
      limit: mostViews,
    });
    return { views: data, total: metadata.total, problem: null };
  } catch (error) {
    return { views: [], total: 0, problem: readProblem(error).message };
  }
}
