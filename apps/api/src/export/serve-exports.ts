import { badParameter } from '@apiscope/core/errors';
import { chooseColumns } from '@apiscope/core/export/choose-columns';
import type { Hono } from 'hono';
import { requireAccess } from '../access/require-access.ts';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from '../http/app-env.ts';
import { decodeParameters } from '../http/decode-parameters.ts';
import { nameUnstorable } from '../http/name-unstorable.ts';
import { parseInput } from '../http/parse-input.ts';
import { exportHeaders, exportResponse } from './export-response.ts';
import { type ExportRoute, exportRoutes, type ReadList } from './export-routes.ts';
import { redactRow, redactSnapshot } from './redact-row.ts';
import { walkPages } from './walk-pages.ts';
import { csvWriter, harWriter, ndjsonWriter, type Writer } from './writers.ts';

/** What is wanted of a list, and how a row of it is written. */
type Order<Row> = {
  read: ReadList<Record<string, unknown>, Row>;
  filters: Record<string, unknown>;
  limit: number | undefined;
  what: string;
  writer: Writer<Row>;
};

/**
 * Serves every list as a file; to be registered before the routes whose `{id}` would take `export` for one. Where rows have names that
 * others chose, the export is below `/export` instead, so that none is hidden by it.
 */
export function serveExports(app: Hono<AppEnv>, deps: Deps): void {
  for (const route of exportRoutes)
    app.get(route.template, (c) => {
      c.set('route', route.template);
      requireAccess(c.var.actor, route.access);
      const { format, columns, limit, ...filters } = readParameters(c, route);
      const asked = { filters, limit: limit as number | undefined, what: route.what };
      if (format === 'har') {
        if (columns !== undefined) throw badParameter('columns', 'does not apply to har');
        return answer(deps, c, { ...asked, read: route.readWhole!, writer: redactedHar(deps) });
      }
      const writer = redactedRows(deps, route, { format, columns });
      return answer(deps, c, { ...asked, read: route.read, writer });
    });
}

function readParameters(c: AppContext, { input }: ExportRoute): Record<string, unknown> {
  const query = new URL(c.req.url).searchParams;
  return parseInput(input, decodeParameters(input.shape, { path: {}, query }));
}

function redactedRows(
  { redactor }: Deps,
  { columns: all, readings }: ExportRoute,
  asked: { format: unknown; columns: unknown },
): Writer<Record<string, unknown>> {
  const columns = asked.columns === undefined ? all : chooseColumns(all, String(asked.columns));
  const writer = asked.format === 'csv' ? csvWriter(columns) : ndjsonWriter(columns);
  return { ...writer, print: (row) => writer.print(redactRow(redactor, row, { columns, readings })) };
}

function redactedHar({ redactor, settings }: Deps) {
  const writer = harWriter({ version: settings.programVersion });
  return {
    ...writer,
    print: (snapshot: Parameters<typeof writer.print>[0]) => writer.print(redactSnapshot(redactor, snapshot)),
  };
}

async function answer<Row>({ db, clock }: Deps, c: AppContext, order: Order<Row>): Promise<Response> {
  const { read, filters, limit, what, writer } = order;
  const now = clock.now();
  const name = `apiscope-${what}-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  // Hono answers HEAD by this handler and throws the body away: it must not be started.
  if (c.req.method === 'HEAD') return new Response(null, { headers: exportHeaders({ writer, name }) });
  const ending = new AbortController();
  const signal = AbortSignal.any([c.req.raw.signal, ending.signal]);
  const readPage: typeof read = (db, input, walk, at) =>
    read(db, input, walk, at).catch((error) => {
      throw nameUnstorable(error, filters) ?? error;
    });
  const pages = walkPages((slice, walk) => readPage(db, { ...filters, ...slice }, walk, { now }), {
    limit,
    signal,
  });
  return exportResponse(pages, { writer, name, log: c.var.log, signal, stop: () => ending.abort() });
}
