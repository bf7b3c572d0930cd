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
  ['jobs', { search: '-timeout' }],
  ['jobs', { id__lt: 10, status__eq: 'dead', jobKey__isnotnull: 'true' }],
];

it('compiles every kind of filter to the SQL that was reviewed', async () => {
  const printed = cases.map(([name, input]) => {
    const { sql, values } = compileWhere(parseQuery(resources[name], input));
    return `-- ${name} ${JSON.stringify(input)}\n${sql}\n-- values: ${JSON.stringify(values)}\n`;
  });
  expect(cases.length).toBeGreaterThanOrEqual(40);
  await expect(printed.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, 'where.golden.sql'));
});
