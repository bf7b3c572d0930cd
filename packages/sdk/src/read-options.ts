import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { extendRules } from '@apiscope/core/redact/extend-rules';
import { maxKept } from '@apiscope/core/replay/keep-text';
import type { ApiscopeOptions, BodyKind } from './options.ts';
import type { OutboxLimits } from './transport/create-outbox.ts';

/** Requests that say nothing of who uses an API: probes and what browsers ask for by themselves. */
const defaultIgnore = {
  paths: ['/health', '/healthz', '/livez', '/readyz', '/favicon.ico'],
  userAgents: ['kube-probe', 'ELB-HealthChecker', 'GoogleHC', 'Consul Health Check'],
};

/** A request stands for a million at most. */
const leastRate = 1e-6;

const bodyKinds: readonly BodyKind[] = ['json', 'form', 'text'];

/** Options with their defaults, checked. */
export type Settings = ReturnType<typeof readOptions>;

/**
 * Checks the options and fills in the defaults.
 * @throws TypeError naming the option that is missing or out of bounds
 */
export function readOptions<Raw>(options: ApiscopeOptions<Raw>) {
  const { transport = {} } = options;
  return {
    url: readUrl(options.url),
    key: options.key,
    service: readText('service', options.service),
    version: options.version === undefined ? undefined : readText('version', options.version),
    stage: options.stage === undefined ? undefined : readText('stage', options.stage),
    sampleRate: within('sampleRate', options.sampleRate ?? 1, options.sampleRate === 0 ? 0 : leastRate, 1),
    snapshots: options.snapshots ?? true,
    bodies: readKinds(options.bodies),
    maxBodyBytes: within('maxBodyBytes', options.maxBodyBytes ?? maxKept, 1, maxKept),
    rules: extendRules({ names: [], except: [], shapes: {}, ...options.redact }),
    ignore: { ...defaultIgnore, ...options.ignore },
    trustedProxies: named('trustedProxies', () => createCidrSet(options.trustedProxies ?? [])),
    trustsAny: (options.trustedProxies ?? []).length > 0,
    consumer: options.consumer as ApiscopeOptions['consumer'],
    user: options.user as ApiscopeOptions['user'],
    timeoutMs: within('transport.timeoutMs', transport.timeoutMs ?? 10_000, 10, 120_000),
    gzip: transport.gzip ?? true,
    fetch: transport.fetch ?? globalThis.fetch,
    limits: readLimits(transport),
  };
}

function readLimits(transport: NonNullable<ApiscopeOptions['transport']>): OutboxLimits {
  const bounded = (name: keyof typeof transport, fallback: number, least: number, most: number) =>
    within(`transport.${name}`, (transport[name] as number | undefined) ?? fallback, least, most);
  return {
    maxItems: bounded('maxBatch', 1_000, 1, 1_000),
    maxCharacters: bounded('maxBatchCharacters', 1_000_000, 1_000, 4_000_000),
    maxAgeMs: bounded('maxAgeMs', 2_000, 1, 600_000),
    queueItems: bounded('maxQueue', 250_000, 1, 10_000_000),
    queueCharacters: bounded('maxQueueCharacters', 64_000_000, 1_000, 1_000_000_000),
    maxPauseMs: bounded('maxPauseMs', 15_000, 10, 600_000),
  };
}

function readUrl(url: string): string {
  const parsed = named('url', () => new URL(url));
  if (!/^https?:$/.test(parsed.protocol))
    throw new TypeError(`url: expected http or https, got ${parsed.protocol}`);
  return parsed.href.replace(/[?#].*$/, '').replace(/\/+$/, '');
}

function readText(name: string, value: string): string {
  if (typeof value === 'string' && value.length >= 1 && value.length <= 200) return value;
  throw new TypeError(`${name}: expected 1 to 200 characters`);
}

function readKinds(bodies: ApiscopeOptions['bodies'] = false): ReadonlySet<BodyKind> {
  if (typeof bodies === 'boolean') return new Set(bodies ? bodyKinds : []);
  const unknown = bodies.find((kind) => !bodyKinds.includes(kind));
  if (unknown !== undefined) throw new TypeError(`bodies: expected ${bodyKinds.join(', ')}, got ${unknown}`);
  return new Set(bodies);
}

function within(name: string, value: number, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new TypeError(`${name}: expected a number from ${least} to ${most}, got ${value}`);
}

function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TypeError(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}
