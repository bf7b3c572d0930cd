import type { NewLog } from '../../packages/core/src/logs/schema.ts';
import { printTimestamp } from '../../packages/core/src/search/timestamp.ts';
import type { Health } from './make-request.ts';
import type { Service } from './services.ts';

const minute = 60_000;

/** A release that goes wrong. Times are epoch ms; parts of a scenario start every ten minutes, and so do its turns. */
export type Incident = {
  readonly service: string;
  readonly version: string;
  readonly deployedAt: number;
  /** When connections have leaked enough for requests to fail. */
  readonly failsAt: number;
  readonly rolledBackAt: number;
};

/** The incident of a scenario that ends at `end`: deployed 100 minutes before, taken back 40 minutes before. */
export function incidentOf(end: number): Incident {
  return {
    service: 'checkout',
    version: '2.5.0',
    deployedAt: end - 100 * minute,
    failsAt: end - 85 * minute,
    rolledBackAt: end - 40 * minute,
  };
}

/** The version a service runs at a moment. */
export function versionAt(service: Service, incident: Incident | null, at: number): string {
  const isBad = incident?.service === service.name && at >= incident.deployedAt && at < incident.rolledBackAt;
  return isBad ? incident.version : service.version;
}

/** How a service does: the released one gets slower and then fails, its caller waits for it, the others don't notice. */
export function healthAt(service: string, incident: Incident | null, at: number): Health {
  if (!incident || at < incident.deployedAt || at >= incident.rolledBackAt)
    return { slowness: 1, failing: 0 };
  const hasFailed = at >= incident.failsAt;
  if (service === 'gateway') return { slowness: hasFailed ? 2.2 : 1.2, failing: hasFailed ? 0.05 : 0 };
  if (service !== incident.service) return { slowness: 1, failing: 0 };
  const leaked = Math.min(1, (at - incident.deployedAt) / (incident.failsAt - incident.deployedAt));
  return { slowness: 1 + 5 * leaked, failing: hasFailed ? 0.28 : 0.02 * leaked };
}

/** What a service logs about its release and the way back, within a span. */
export function deployLogs(
  { name, version }: Service,
  incident: Incident | null,
  { start, end }: { start: number; end: number },
): NewLog[] {
  if (!incident || incident.service !== name) return [];
  const lines: [number, NewLog['level'], string][] = [
    [incident.deployedAt, 'info', `shutting down ${name} ${version}`],
    [incident.deployedAt + 2_000, 'info', `starting ${name} ${incident.version}`],
    [incident.deployedAt + 3_500, 'info', 'listening on port 8080'],
    [incident.failsAt - minute, 'warn', 'connection pool: 19 of 20 in use'],
    [incident.failsAt, 'error', 'connection pool: 20 of 20 in use, 37 waiting'],
    [
      incident.failsAt + 8 * minute,
      'fatal',
      'health check failed 3 times: database not reachable within 2000 ms',
    ],
    [incident.rolledBackAt, 'warn', `rolling back ${name} ${incident.version}`],
    [incident.rolledBackAt + 2_000, 'info', `starting ${name} ${version}`],
    [incident.rolledBackAt + 3_200, 'info', 'listening on port 8080'],
  ];
  return lines
    .filter(([at]) => at >= start && at < end)
    .map(([at, level, message]) => ({
      source: 'app',
      service: name,
      level,
      message,
      created_at: printTimestamp(at),
    }));
}
