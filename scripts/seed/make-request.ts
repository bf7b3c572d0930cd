import type { ObservedRequest } from '../../packages/core/src/ingest/schema.ts';
import type { NewLog } from '../../packages/core/src/logs/schema.ts';
import { printTimestamp } from '../../packages/core/src/search/timestamp.ts';
import type { Random } from './random.ts';
import { type Endpoint, networks, type Service, userAgents } from './services.ts';

/** How badly a service does at a moment; 1 and 0 are health. */
export type Health = {
  /** What latencies are multiplied by. */
  readonly slowness: number;
  /** Share of requests that fail with a server error on top of the usual ones. */
  readonly failing: number;
};

export type MadeRequest = { readonly request: ObservedRequest; readonly logs: readonly NewLog[] };

const usualStatus: Readonly<Record<string, number>> = { POST: 201, DELETE: 204 };

/** Makes one request to a service, with the lines the service logs about it. */
export function makeRequest(
  random: Random,
  at: number,
  { service, health }: { service: Service; health: Health },
): MadeRequest {
  const endpoint = random.pick(service.endpoints);
  const statusCode = pickStatus(random, endpoint, health);
  const id = String(random.integer(1_000, 99_999));
  const requestId = `req_${random.hex(16)}`;
  const isTimeout = statusCode >= 500 && health.failing > 0;
  const latency = random.logNormal(endpoint.median * health.slowness * (isTimeout ? 3 : 1), endpoint.sigma);
  const duration = Math.round(Math.min(latency, 30_000) * 1_000) / 1_000;
  const request: ObservedRequest = {
    timestamp: printTimestamp(at),
    method: endpoint.method,
    path: endpoint.route.replace('{id}', id),
    route: endpoint.route,
    statusCode,
    duration,
    requestSize: endpoint.method === 'GET' || endpoint.method === 'DELETE' ? 0 : random.integer(60, 900),
    responseSize: statusCode >= 400 ? 120 : Math.round(random.logNormal(endpoint.bytes, 0.3)),
    ip: `${random.pick(networks).prefix}.${random.integer(0, 255)}.${random.integer(1, 254)}`,
    headers: { 'user-agent': random.pick(userAgents).text },
    requestId,
    ...(random.next() < 0.6 && { userId: `user-${random.integer(1, 800)}` }),
  };
  const write = (template: string) =>
    fill(random, template, {
      id,
      ms: String(Math.round(duration)),
      status: String(statusCode),
      route: endpoint.route,
    });
  const log = (level: NewLog['level'], message: string): NewLog => ({
    source: 'http',
    service: service.name,
    level,
    message,
    requestId,
    created_at: printTimestamp(at + Math.ceil(duration)),
    meta: { route: `${endpoint.method} ${endpoint.route}`, status: statusCode },
  });
  return { request, logs: linesAbout({ random, endpoint, service, statusCode, log, write }) };
}

function linesAbout({
  random,
  endpoint,
  service,
  statusCode,
  log,
  write,
}: {
  random: Random;
  endpoint: Endpoint;
  service: Service;
  statusCode: number;
  log: (level: NewLog['level'], message: string) => NewLog;
  write: (template: string) => string;
}): NewLog[] {
  if (statusCode >= 500)
    return [log('error', write(service.trouble[random.integer(0, service.trouble.length - 1)]!))];
  if (statusCode >= 400)
    return statusCode === 404
      ? []
      : [log('warn', write(`${endpoint.method} ${endpoint.route} refused with {status}`))];
  return endpoint.says ? [log('info', write(endpoint.says))] : [];
}

function pickStatus(random: Random, { failures, method }: Endpoint, { failing }: Health): number {
  if (random.next() < failing) return random.next() < 0.7 ? 503 : 500;
  let left = random.next();
  for (const [status, share] of Object.entries(failures)) {
    left -= share;
    if (left < 0) return Number(status);
  }
  return usualStatus[method] ?? 200;
}

/** Fills `{name}` in a template; `{n}` is a small number, `{ms}` one if none is given. */
export function fill(
  random: Random,
  template: string,
  values: Readonly<Record<string, string>> = {},
): string {
  return template.replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? String(random.integer(2, name === 'ms' ? 900 : 60)),
  );
}
