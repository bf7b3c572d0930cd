import { join } from 'node:path';
import { type Parameters, parseQuery } from '@apiscope/core/search/parse';
import { resources } from '@apiscope/core/search/resources';
import { expect, it } from 'vitest';
import { compileWhere } from './where.ts';

const cases: [keyof typeof resources, Parameters][] = [
  ['users', {}],
  ['users', { id__eq: 7 }],
  ['users', { id__ne: 7, age__gt: '18', age__lte: 65 }],
  ['users', { id__in: '3,1,2' }],
  ['users', { id__in: '' }],
  ['users', { id__isnull: 'true' }],
  ['users', { id__isnotnull: 'false' }],
  ['users', { name__eq: "O'Brien; DROP TABLE users; --" }],
  ['users', { name__ne: '' }],
  ['users', { name__gt: 'm', name__gte: 'm' }],
  ['users', { name__lt: 'm', name__lte: 'm' }],
  ['users', { name__like: '100%_\\' }],
  ['users', { name__ilike: 'ÄÖ_' }],
  ['users', { name__startswith: '%' }],
  ['users', { name__endswith: '\\' }],
  ['users', { name__in: 'a\\,b,c' }],
  ['users', { created_at__gte: '2026-01-31', created_at__lt: '2026-02-01T00:00:00+02:00' }],
  ['users', { created_at__lt: '9999-12-31T23:59:59-14:00' }],
  ['users', { updated_at__in: '2026-01-31,2026-02-01T09:30:00.125Z' }],
  ['users', { search: 'ann "de la" -bob' }],
  ['logs', { level__eq: 'warn' }],
  ['logs', { level__gte: 'warn' }],
  ['logs', { level__lt: 'error', level__ne: 'debug' }],
  ['logs', { level__in: 'error,fatal' }],
  ['logs', { level__like: 'r' }],
  ['logs', { level__ilike: 'ER' }],
  ['logs', { level__startswith: 'f' }],
  ['logs', { level__endswith: 'x' }],
  ['logs', { level__isnull: 'false' }],
  ['logs', { meta__isnull: 'true' }],
  ['logs', { meta__isnotnull: 'true' }],
  ['logs', { traceId__eq: 'abc', requestId__ne: 'r-1' }],
  ['logs', { traceId__isnull: 'true', patternId__isnull: 'false' }],
  ['logs', { patternId__in: '5,6' }],
  ['logs', { message__like: 'timeout', service__eq: 'shop', source__startswith: 'API' }],
  ['logs', { search: '50% -"a_b"' }],
  ['metrics', { p95Latency__gt: '250.5' }],
  ['metrics', { p99Latency__lte: '1e3', avgLatency__ne: 0.1 }],
  ['metrics', { errorRate__gte: 1, trafficCount__gt: 1000 }],
  ['metrics', { windowStart__gte: '2026-01-31T09:00:00Z', endpoint__eq: 'GET /api/v1/users/{id}' }],
  ['metrics', { requestSize__isnull: 'true', responseSize__lt: 9007199254740991 }],
  ['snapshots', { statusCode__gte: 500, method__in: 'PUT,PATCH' }],
  ['snapshots', { path__startswith: '/api/', geoLat__gt: -90, geoLon__lt: '.5' }],
  ['snapshots', { timestamp__lt: '2026-01-31', geoCountry__isnull: 'true' }],
  ['logs', { requestId__in: 'r-1,r\\,2,', traceId__startswith: '00-' }],
  ['logs', { search: 'req-12345 -"trace 99999"' }],
  ['patterns', {}],
  ['patterns', { lastSeen__gte: '2026-01-31', count__gt: 1_000 }],
  ['patterns', { firstSeen__gt: '2026-01-30T00:00:00Z', service__in: 'shop,cart', source__ne: 'API' }],
  ['patterns', { pattern__like: 'blk_<id>', sample__ilike: '50%', id__in: '1,2' }],
  ['patterns', { search: 'refused -"<num> ms"' }],
  ['metrics', { id__eq: 1, windowEnd__lte: '2026-01-31T10:00', service__endswith: '_eu' }],
  ['metrics', { clientErrorCount__gt: 0, serverErrorCount__in: '1,2', p50Latency__isnull: 'false' }],
  ['metrics', { search: '/users' }],
  ['endpoints', { endpoint__startswith: 'GET ', trafficCount__gte: 10, p99Latency__lt: 1_000 }],
  ['endpoints', { search: 'orders -health', errorRate__gt: 0 }],
  ['snapshots', { endpoint__eq: 'GET /things/{id}', service__ne: 'shop', duration__gte: 250 }],
  ['snapshots', { requestId__eq: 'r-1', traceId__in: 't-1,t-2', userId__isnull: 'true' }],
  ['snapshots', { version__gt: '1.2', stage__in: 'production', geoRegion__ilike: 'nord', geoCity__ne: '' }],
  ['snapshots', { geoSource__eq: 'ip', statusCode__isnull: 'true' }],
  ['snapshots', { search: '"POST /orders" -/health' }],
  ['replayRuns', { status__in: 'failed,refused', target__isnull: 'false', actor__startswith: 'op' }],
  ['replayRuns', { statusCode__ne: 200, duration__lt: 1.5, created_at__gte: '2026-01-31' }],
  ['replayRuns', { search: 'staging -"ci bot"' }],
  ['jobs', { search: '-timeout' }],
  ['jobs', { runAt__lte: '2026-01-31T09:00:00Z', startedAt__isnull: 'true', finishedAt__gt: '2026-01-30' }],
  ['jobs', { task__in: 'cleanup_logs', priority__lte: -1, attempts__gte: 3, maxAttempts__eq: 5 }],
  ['jobs', { error__ilike: "can't \\ 100%", workerId__eq: 'w-1', duration__isnotnull: 'true' }],
  ['views', { name__ilike: 'cards', resource__eq: 'logs', service__isnull: 'true' }],
  ['views', { search: 'declined' }],
  ['jobs', { id__lt: 10, status__eq: 'dead', jobKey__isnotnull: 'true' }],
];

it('compiles every kind of filter to the SQL that was reviewed', async () => {
  const printed = cases.map(([name, input]) => {
    const { sql, values } = compileWhere(parseQuery(resources[name], input));
    return `-- ${name} ${JSON.stringify(input)}\n${sql}\n-- values: ${JSON.stringify(values)}\n`;
  });
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map(([name]) => name))).toEqual(new Set(Object.keys(resources)));
  await expect(printed.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, 'where.golden.sql'));
});
