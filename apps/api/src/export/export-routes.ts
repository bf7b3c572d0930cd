import { auditEntry } from '@apiscope/core/access/audit-schema';
import { apiKey } from '@apiscope/core/access/key-schema';
import { consumerSummary, listConsumersInput } from '@apiscope/core/consumers/schema';
import { type Column, listColumns } from '@apiscope/core/export/list-columns';
import { job } from '@apiscope/core/jobs/schema';
import { listPatternsInput, patternListItem } from '@apiscope/core/logs/pattern-schema';
import { log } from '@apiscope/core/logs/schema';
import { trendRange } from '@apiscope/core/logs/trend-range';
import {
  endpointSummary,
  listEndpointsInput,
  listMetricsInput,
  metricWindow,
} from '@apiscope/core/metrics/schema';
import type { Page } from '@apiscope/core/page';
import { listSnapshotsInput, snapshotListItem, type WholeSnapshot } from '@apiscope/core/replay/schema';
import { replaySet } from '@apiscope/core/replay/set-schema';
import { type Resource, relevance } from '@apiscope/core/search/fields';
import type { WalkOptions } from '@apiscope/core/search/filter';
import { listInput } from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { audit } from '@apiscope/core/search/resources/audit';
import { catalogue } from '@apiscope/core/search/resources/catalogue';
import { consumers } from '@apiscope/core/search/resources/consumers';
import { endpoints } from '@apiscope/core/search/resources/endpoints';
import { jobs } from '@apiscope/core/search/resources/jobs';
import { keys } from '@apiscope/core/search/resources/keys';
import { logs } from '@apiscope/core/search/resources/logs';
import { metrics } from '@apiscope/core/search/resources/metrics';
import { patterns } from '@apiscope/core/search/resources/patterns';
import { replaySets } from '@apiscope/core/search/resources/replay-sets';
import { services } from '@apiscope/core/search/resources/services';
import { snapshots } from '@apiscope/core/search/resources/snapshots';
import { traces } from '@apiscope/core/search/resources/traces';
import { users } from '@apiscope/core/search/resources/users';
import { views } from '@apiscope/core/search/resources/views';
import {
  catalogueEntry,
  listCatalogueInput,
  listServicesInput,
  service,
} from '@apiscope/core/services/schema';
import { listTracesInput, trace } from '@apiscope/core/traces/schema';
import { user } from '@apiscope/core/users/schema';
import { view } from '@apiscope/core/views/schema';
import { listAudit } from '@apiscope/db/access/list-audit';
import { listKeys } from '@apiscope/db/access/list-keys';
import type { DbOrTx } from '@apiscope/db/client';
import { listConsumers } from '@apiscope/db/consumers/list-consumers';
import { listJobs } from '@apiscope/db/jobs/list-jobs';
import { listLogs } from '@apiscope/db/logs/list-logs';
import { listPatterns } from '@apiscope/db/logs/list-patterns';
import { listEndpoints } from '@apiscope/db/metrics/list-endpoints';
import { listMetrics } from '@apiscope/db/metrics/list-metrics';
import { listSnapshots } from '@apiscope/db/replay/list-snapshots';
import { listWholeSnapshots } from '@apiscope/db/replay/list-whole-snapshots';
import { listSets } from '@apiscope/db/replay/sets/list-sets';
import { listCatalogue } from '@apiscope/db/services/list-catalogue';
import { listServices } from '@apiscope/db/services/list-services';
import { listTraces } from '@apiscope/db/traces/list-traces';
import { listUsers } from '@apiscope/db/users/list-users';
import { listViews } from '@apiscope/db/views/list-views';
import type { z } from 'zod';
import type { Access } from '../trpc/meta.ts';
import { type ExportFormat, exportInput } from './export-input.ts';
import type { Readings } from './redact-row.ts';

/** Reads one page of a list; `now` is when the export began, the same for all pages. */
export type ReadList<Input, Row> = (
  db: DbOrTx,
  input: Input,
  walk: WalkOptions,
  moment: { now: number },
) => Promise<Page<Row>>;

type Definition<Input extends z.ZodObject, Row extends z.ZodObject> = {
  template: string;
  tag: string;
  /** What it is an export of, in the plural. */
  what: string;
  /** Who may have it; default `read`. */
  access?: Access;
  resource: Resource;
  /** Input and row of the list. */
  input: Input;
  row: Row;
  read: ReadList<z.infer<Input>, z.infer<Row>>;
  /** Columns that are more than text to the redactor. */
  readings?: Readings;
  /** Reads the whole exchanges of a HAR file. */
  readWhole?: ReadList<z.infer<Input>, WholeSnapshot>;
};

/** An export as REST serves it. */
export type ExportRoute = {
  template: string;
  tag: string;
  what: string;
  access: Access;
  formats: readonly ExportFormat[];
  columns: readonly Column[];
  input: z.ZodObject;
  read: ReadList<Record<string, unknown>, Record<string, unknown>>;
  readings: Readings;
  readWhole: ReadList<Record<string, unknown>, WholeSnapshot> | null;
};

/** Rows in a page of a search by relevance, each of which may be a megabyte. */
const rankedRows = 100;

/** Every list that can be exported: an entry here is all that another one needs. */
export const exportRoutes: readonly ExportRoute[] = [
  exportOf({
    template: '/api/v1/users/export',
    tag: 'users',
    what: 'users',
    resource: users,
    input: listInput(users),
    row: user,
    read: (db, input, walk) => listUsers(db, { ...parseListQuery(users, input), ...walk }),
  }),
  exportOf({
    template: '/logs/export',
    tag: 'logs',
    what: 'logs',
    resource: logs,
    input: listInput(logs),
    row: log,
    read: (db, input, walk) => {
      const query = parseListQuery(logs, input);
      // Pages by relevance are put together from several readings and not bounded by bytes, so fewer rows must do.
      const limit = query.orderBy === relevance ? Math.min(query.limit, rankedRows) : query.limit;
      return listLogs(db, { ...query, ...walk, limit });
    },
  }),
  exportOf({
    template: '/logs/patterns/export',
    tag: 'logs',
    what: 'patterns',
    resource: patterns,
    input: listPatternsInput,
    row: patternListItem,
    read: (db, { startDate, endDate, ...list }, walk, moment) =>
      listPatterns(
        db,
        { ...parseListQuery(patterns, list), ...walk },
        { range: trendRange({ startDate, endDate }, moment) },
      ),
  }),
  exportOf({
    template: '/metrics/export',
    tag: 'metrics',
    what: 'metrics',
    resource: metrics,
    input: listMetricsInput,
    row: metricWindow,
    read: listMetrics,
  }),
  exportOf({
    template: '/metrics/endpoints/export',
    tag: 'metrics',
    what: 'endpoints',
    resource: endpoints,
    input: listEndpointsInput,
    row: endpointSummary,
    // Computed as a whole each time: one page is one picture, where several would each be of another moment.
    read: (db, input) => listEndpoints(db, { ...input, limit: Number.MAX_SAFE_INTEGER }),
  }),
  exportOf({
    template: '/export/consumers',
    tag: 'consumers',
    what: 'consumers',
    resource: consumers,
    input: listConsumersInput,
    row: consumerSummary,
    read: (db, input) => listConsumers(db, { ...input, limit: Number.MAX_SAFE_INTEGER }),
  }),
  exportOf({
    template: '/export/services',
    tag: 'services',
    what: 'services',
    resource: services,
    input: listServicesInput,
    row: service,
    read: (db, input) => listServices(db, { ...input, limit: Number.MAX_SAFE_INTEGER }),
  }),
  exportOf({
    template: '/endpoints/export',
    tag: 'services',
    what: 'catalogue',
    resource: catalogue,
    input: listCatalogueInput,
    row: catalogueEntry,
    read: (db, input) => listCatalogue(db, { ...input, limit: Number.MAX_SAFE_INTEGER }),
  }),
  exportOf({
    template: '/replay/export',
    tag: 'replay',
    what: 'snapshots',
    resource: snapshots,
    input: listSnapshotsInput,
    row: snapshotListItem,
    read: listSnapshots,
    readings: { path: 'url', query: 'query' },
    readWhole: listWholeSnapshots,
  }),
  exportOf({
    template: '/replay/sets/export',
    tag: 'sets',
    what: 'replay-sets',
    resource: replaySets,
    input: listInput(replaySets),
    row: replaySet,
    read: (db, input, walk) => listSets(db, { ...parseListQuery(replaySets, input), ...walk }),
  }),
  exportOf({
    template: '/traces/export',
    tag: 'traces',
    what: 'traces',
    resource: traces,
    input: listTracesInput,
    row: trace,
    read: listTraces,
  }),
  exportOf({
    template: '/worker/jobs/export',
    tag: 'worker',
    what: 'jobs',
    resource: jobs,
    input: listInput(jobs),
    row: job,
    read: (db, input, walk) => listJobs(db, { ...parseListQuery(jobs, input), ...walk }),
  }),
  exportOf({
    template: '/views/export',
    tag: 'views',
    what: 'views',
    resource: views,
    input: listInput(views),
    row: view,
    read: (db, input, walk) => listViews(db, { ...parseListQuery(views, input), ...walk }),
  }),
  exportOf({
    template: '/keys/export',
    tag: 'keys',
    what: 'keys',
    access: 'admin',
    resource: keys,
    input: listInput(keys),
    row: apiKey,
    read: (db, input, walk) => listKeys(db, { ...parseListQuery(keys, input), ...walk }),
  }),
  exportOf({
    template: '/audit/export',
    tag: 'audit',
    what: 'audit',
    access: 'admin',
    resource: audit,
    input: listInput(audit),
    row: auditEntry,
    read: (db, input, walk) => listAudit(db, { ...parseListQuery(audit, input), ...walk }),
  }),
];

/** Forgets the types of a definition, which its own input schema stands for at run time. */
function exportOf<Input extends z.ZodObject, Row extends z.ZodObject>({
  resource,
  input,
  row,
  read,
  access = 'read',
  readings = {},
  readWhole,
  ...about
}: Definition<Input, Row>): ExportRoute {
  const columns = listColumns(row, resource);
  const formats: readonly ExportFormat[] = readWhole ? ['csv', 'ndjson', 'har'] : ['csv', 'ndjson'];
  const names = columns.map(({ name }) => name);
  return {
    ...about,
    access,
    formats,
    columns,
    input: exportInput(resource, { list: input, formats, columns: names }),
    read: (db, asked, ...rest) => read(db, asked as z.infer<Input>, ...rest),
    readings,
    readWhole: readWhole ? (db, asked, ...rest) => readWhole(db, asked as z.infer<Input>, ...rest) : null,
  };
}
