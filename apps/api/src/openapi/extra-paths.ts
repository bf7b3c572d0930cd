import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { type ExportRoute, exportRoutes } from '../export/export-routes.ts';
import { prometheusPath } from '../health/exposition/prometheus-path.ts';
import { listRestRoutes } from '../http/list-rest-routes.ts';
import { appRouter } from '../router.ts';
import { logStream, metricStream, type StreamRoute } from '../stream/serve-streams.ts';
import { createLogsOperation } from './create-logs-operation.ts';
import { importHarOperation } from './import-har-operation.ts';
import { otlpPaths, otlpRoutes } from './otlp-operations.ts';

/**
 * Routes of procedures that the generator refuses: their input is no object, a query parameter of it is a choice of numbers, or the body is
 * one field of it.
 */
export const handMade: ReadonlySet<string> = new Set([
  'POST /logs',
  'GET /metrics',
  'POST /import/har',
  ...otlpRoutes,
]);

/** The paths that the generator doesn't know: streams, bodies that are an array or an object, and pages. */
export function extraPaths(): ZodOpenApiPathsObject {
  return {
    '/logs': { post: createLogsOperation },
    '/metrics': { get: queryOperation('metrics.list') },
    '/import/har': { post: importHarOperation },
    ...otlpPaths(),
    [logStream.template]: { get: streamOperation(logStream) },
    [metricStream.template]: { get: streamOperation(metricStream) },
    ...Object.fromEntries(exportRoutes.map((route) => [route.template, { get: exportOperation(route) }])),
    '/doc': { get: page('document-get', 'This OpenAPI document', 'application/json') },
    '/reference': { get: page('document-reference', 'A reader of this document', 'text/html') },
    [prometheusPath]: {
      get: {
        operationId: 'health-prometheus',
        tags: ['health'],
        summary: 'How this process is doing, in the text format of Prometheus',
        description:
          'Answers while the database is away too, with `apiscope_database_up 0`. With `AUTH=off` it is told to this machine alone.',
        responses: {
          200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } },
        },
      },
    },
    '/error': {
      get: {
        operationId: 'health-error',
        tags: ['health'],
        summary: 'Fail on purpose',
        description: 'Throws, so that the way of an error can be seen from end to end: always answers 500.',
        responses: {},
      },
    },
  };
}

function queryOperation(procedure: string): ZodOpenApiOperationObject {
  const route = listRestRoutes(appRouter).find((candidate) => candidate.procedure === procedure)!;
  return {
    operationId: procedure.replace('.', '-'),
    tags: route.tags,
    summary: route.summary,
    requestParams: { query: z.object(route.shape as z.ZodRawShape) },
    responses: {
      200: { description: 'Successful response', content: { 'application/json': { schema: route.output } } },
    },
  };
}

function streamOperation({ procedure, about, event, input }: StreamRoute): ZodOpenApiOperationObject {
  return {
    operationId: procedure.replace('.', '-'),
    tags: [procedure.split('.')[0]!],
    summary: about,
    description: `Server-sent events: \`${event}\` carries one row as JSON and an \`id\` to resume after; \`gap\` says that rows between two events can no longer be given; \`end\`, the last one, that the caller may no more: the session ended, or the key was revoked or ran out. A comment is sent every 15 s.`,
    requestParams: {
      query: input,
      header: z.object({
        'Last-Event-ID': z
          .string()
          .optional()
          .describe('id of the last event seen, sent by browsers when they reconnect'),
      }),
    },
    responses: {
      200: {
        description: 'An endless stream of events',
        content: { 'text/event-stream': { schema: z.string() } },
      },
    },
  };
}

function exportOperation({ template, tag, what, formats, input }: ExportRoute): ZodOpenApiOperationObject {
  const schema = z.string();
  return {
    operationId: `${template.slice(1).replace('api/v1/', '').replaceAll('/', '-')}`,
    tags: [tag],
    summary: `Export ${what}`,
    description:
      'The whole list as a file, sent while it is read: filters, search and order are those of the list, secrets are redacted once more. Rows that were there at the start come exactly once. A failure on the way breaks the transfer off, so a file that arrived whole is whole.',
    requestParams: { query: input },
    responses: {
      200: {
        description: 'The file',
        content: {
          'text/csv': { schema },
          'application/x-ndjson': { schema },
          ...(formats.includes('har') && {
            'application/json': { schema: z.record(z.string(), z.unknown()).describe('HAR 1.2') },
          }),
        },
      },
    },
  };
}

function page(operationId: string, summary: string, type: string): ZodOpenApiOperationObject {
  const schema = type === 'application/json' ? z.record(z.string(), z.unknown()) : z.string();
  return {
    operationId,
    tags: ['document'],
    summary,
    responses: { 200: { description: summary, content: { [type]: { schema } } } },
  };
}
