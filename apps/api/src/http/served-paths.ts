import { exportRoutes } from '../export/export-routes.ts';
import { prometheusPath } from '../health/exposition/prometheus-path.ts';
import { signals } from '../otlp/signals.ts';
import { appRouter } from '../router.ts';
import { logStream, metricStream } from '../stream/serve-streams.ts';
import type { ServedPath } from './answer-unmatched.ts';
import { listRestRoutes } from './list-rest-routes.ts';

/** Every path that REST serves, with its methods; those without parameters first. */
export function servedPaths(): ServedPath[] {
  const streams = [logStream.template, metricStream.template];
  const files = exportRoutes.map(({ template }) => template);
  const pages = ['/doc', '/reference', '/error', prometheusPath, ...streams, ...files];
  const methods = new Map<string, string[]>(pages.map((template) => [template, ['GET']]));
  for (const { path } of signals) methods.set(path, ['POST']);
  for (const { method, template } of listRestRoutes(appRouter))
    methods.set(template, [...(methods.get(template) ?? []), method]);
  return [...methods].map(([template, served]) => ({ template, methods: served }));
}
