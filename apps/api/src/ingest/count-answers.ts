import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from '../http/app-env.ts';
import { isNdjson } from '../logs/ndjson.ts';
import { signals } from '../otlp/signals.ts';
import { calledProcedures } from '../trpc/called-procedures.ts';
import type { IngestDoor } from './create-ingest-counts.ts';

const byPath: Readonly<Record<string, IngestDoor>> = {
  '/logs': 'logs',
  '/ingest/requests': 'ingest_requests',
  '/ingest/logs': 'ingest_logs',
  '/import/har': 'import_har',
  ...Object.fromEntries(signals.map(({ path, door }) => [path, door])),
};
const byProcedure: Readonly<Record<string, IngestDoor>> = {
  'logs.create': 'logs',
  'ingest.requests': 'ingest_requests',
  'ingest.logs': 'ingest_logs',
  'import.har': 'import_har',
};

/** Counts how requests that bring data are answered; to stand where refusals for too many requests pass it too. */
export function countAnswers({ ingested }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const door = c.req.method === 'POST' ? doorOf(c) : undefined;
    if (door !== undefined) c.set('door', door);
    await next();
    if (door !== undefined) ingested.addAnswer(door, c.res.status);
  };
}

/** The first door that a request is for: one that batches calls of several is counted once. */
function doorOf(c: AppContext): IngestDoor | undefined {
  const { path } = c.req;
  if (path.startsWith('/trpc/'))
    return calledProcedures(c.req.url).flatMap((name) => byProcedure[name] ?? [])[0];
  if (path === '/logs' && isNdjson(c.req.header('content-type'))) return 'log_stream';
  return byPath[path];
}
