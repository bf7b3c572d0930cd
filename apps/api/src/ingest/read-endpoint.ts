import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import { inferRouteTemplate, normaliseMethod } from '@apiscope/core/metrics/route-template';
import type { Deps } from '../deps.ts';

/** The endpoint of a request. One that is inferred is made of the path, and secrets in paths are as secret there. */
export function readEndpoint(
  { redactor }: Pick<Deps, 'redactor'>,
  { method, route, path }: ObservedRequest,
): string {
  const template = route === undefined ? inferRouteTemplate(redactor.url(path)) : redactor.url(route);
  return `${normaliseMethod(method)} ${template}`;
}
