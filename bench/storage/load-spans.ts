import { createHash } from 'node:crypto';
import { closeDb, createDb, inTransaction } from '../../packages/db/src/client.ts';
import { ensurePartitions } from '../../packages/db/src/partitions/ensure-partitions.ts';
import { insertSpans } from '../../packages/db/src/traces/insert-spans.ts';
import type { NewSpan } from '../../packages/db/src/traces/new-span.ts';
import { updateTraces } from '../../packages/db/src/traces/update-traces.ts';
import { metricsService, readSamples } from '../data/load-metrics.ts';

/** Spans of a trace: a server's, and three of what it calls. */
const spansOfTrace = 4;
const chunkTraces = 500;

/** Fills a day with traces of the real requests of the OpenStack API, each span with the attributes that OpenTelemetry's HTTP conventions ask for. */
export async function loadSpans(
  url: string,
  data: URL,
  { rows, end }: { rows: number; end: number },
): Promise<void> {
  const real = readSamples(data);
  const db = createDb({ url, maxConnections: 2 });
  const start = end - 86_400_000;
  const traces = Math.round(rows / spansOfTrace);
  try {
    await ensurePartitions(db, 'spans', [start]);
    for (let at = 0; at < traces; at += chunkTraces) {
      const numbers = Array.from({ length: Math.min(chunkTraces, traces - at) }, (_, n) => at + n);
      const spans = numbers.flatMap((n) =>
        makeTrace(n, real[n % real.length]!, Math.floor(start + (n * 86_400_000) / traces)),
      );
      await inTransaction(db, async (tx) => {
        await insertSpans(tx, spans);
        await updateTraces(tx, spans);
      });
    }
  } finally {
    await closeDb(db);
  }
}

type Request = ReturnType<typeof readSamples>[number];

function makeTrace(n: number, { endpoint, status, duration, responseSize }: Request, at: number): NewSpan[] {
  const [method = 'GET', route = '/'] = endpoint.split(' ');
  const nano = (ms: number) => BigInt(Math.round(ms * 1e6));
  const began = BigInt(at) * 1_000_000n;
  const id = (part: string) => createHash('sha256').update(`${n} ${part}`).digest('hex');
  return Array.from({ length: spansOfTrace }, (_, place): NewSpan => {
    const isServer = place === 0;
    return {
      traceId: id('trace').slice(0, 32),
      spanId: id(`span ${place}`).slice(0, 16),
      parentSpanId: isServer ? null : id('span 0').slice(0, 16),
      service: metricsService,
      name: isServer ? endpoint : 'SELECT nova.instances',
      kind: isServer ? 2 : 3,
      startNano: began + nano(place),
      endNano: began + nano(place + (duration ?? 1) / (isServer ? 1 : spansOfTrace)),
      status: 0,
      statusMessage: null,
      statusCode: isServer ? status : null,
      attributes: isServer
        ? {
            'http.request.method': method,
            'http.route': route,
            'url.path': route,
            'url.scheme': 'http',
            'http.response.status_code': status,
            'http.response.body.size': responseSize,
            'server.address': 'nova.example.org',
            'client.address': '10.11.10.1',
            'network.protocol.version': '1.1',
            'user_agent.original': 'python-novaclient',
          }
        : {
            'db.system.name': 'postgresql',
            'db.namespace': 'nova',
            'db.query.text': 'SELECT * FROM instances WHERE uuid = $1 AND deleted = $2 LIMIT $3',
            'db.operation.name': 'SELECT',
            'server.address': 'db.example.org',
            'server.port': 5432,
          },
      events: [],
      links: [],
      scope: 'opentelemetry.instrumentation.wsgi',
      version: '13.0.0',
      stage: 'production',
      instance: 'nova-1',
    };
  });
}
