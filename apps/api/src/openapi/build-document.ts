import { generateOpenApiDocument, type OpenApiMeta, type OpenApiRouter } from 'trpc-openapi';
import { exportRoutes } from '../export/export-routes.ts';
import { prometheusPath } from '../health/exposition/prometheus-path.ts';
import { errorEnvelope } from '../http/envelope.ts';
import { listRestRoutes } from '../http/list-rest-routes.ts';
import { appRouter } from '../router.ts';
import { logStream, metricStream } from '../stream/serve-streams.ts';
import type { Access } from '../trpc/meta.ts';
import { methodsOf, type OpenApiDocument } from './document.ts';
import { extraPaths, handMade } from './extra-paths.ts';
import { finishOperation } from './finish-operation.ts';
import { otlpRoutes } from './otlp-operations.ts';
import { securitySchemes } from './say-access.ts';

const tags: Record<string, string> = {
  users: 'The public resource whose traffic Apiscope watches out of the box.',
  logs: 'Log lines: stored, listed, searched, followed.',
  metrics: 'Counts, sizes and latency percentiles of windows and ranges.',
  traces: 'What OpenTelemetry tells of the way of a request through services.',
  replay: 'Captured requests and what came of sending them again.',
  targets: 'Where captured requests may be sent again.',
  retention: 'How long each kind of data is kept, how much there is, and what the last run let go of.',
  worker: 'Background jobs, their schedule and their workers.',
  services: 'Who is watched.',
  sets: 'Captured requests that are replayed together, to see what a new version answers differently.',
  views: 'What a page shows, kept under a name.',
  ingest: 'Requests that other services handled.',
  keys: 'Keys of machines: made, rotated, revoked.',
  audit: 'Who did what.',
  mcp: 'Looking into MCP servers; Apiscope’s own is at /mcp.',
  health: 'How the program and what it leans on are doing.',
  document: 'This document and its reader.',
};

/** Builds the OpenAPI 3.1 document of every REST route: the procedures', the streams' and the few that are neither. */
export function buildDocument({ version }: { version: string }): OpenApiDocument {
  const document = generateOpenApiDocument<OpenApiMeta>(appRouter as unknown as OpenApiRouter, {
    title: 'Apiscope',
    description:
      'Self-hosted API monitoring. Every JSON answer is an envelope of `data`, `error` and `metadata`; dates are ISO-8601 in UTC.',
    version,
    openApiVersion: '3.1.0',
    baseUrl: '/',
    license: { name: 'MIT', identifier: 'MIT' },
    securitySchemes: {},
    paths: extraPaths(),
    defs: { ErrorEnvelope: errorEnvelope },
    filter: ({ metadata }) => !handMade.has(`${metadata.openapi.method} ${metadata.openapi.path}`),
  }) as unknown as OpenApiDocument;

  const routes = new Map(
    listRestRoutes(appRouter).map((route) => [`${route.method} ${route.template}`, route]),
  );
  const accessOf = new Map<string, Access>([
    ...exportRoutes.map(({ template, access }) => [`GET ${template}`, access] as const),
    ...[logStream.template, metricStream.template, prometheusPath].map(
      (template) => [`GET ${template}`, 'read'] as const,
    ),
    ...[...otlpRoutes].map((name) => [name, 'ingest'] as const),
  ]);
  for (const [template, item] of Object.entries(document.paths)) {
    for (const method of methodsOf(item)) {
      const name = `${method.toUpperCase()} ${template}`;
      const route = routes.get(name);
      const access = route?.access ?? accessOf.get(name) ?? 'public';
      finishOperation(item[method]!, { route, access, tellsFailures: handMade.has(name) });
    }
  }
  const { schemas = {}, ...components } = document.components;
  const used = Object.entries(schemas).filter(([name]) => !name.startsWith('error.'));
  return {
    ...document,
    // The generator's own error schemas: the envelope has taken their place.
    components: { ...components, schemas: Object.fromEntries(used), securitySchemes },
    security: [],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  };
}
