import { systemClock } from '@apiscope/core/clock';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { randomId } from '@apiscope/core/ids';
import type { DestinationStream } from 'pino';
import { type App, createApp } from '../app.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';
import { openDeps } from '../open-deps.ts';

/** The app over a real database, wired as main.ts wires it, but for the socket and the log on stdout. */
export type TestApp = {
  app: App;
  deps: Deps;
  /** Asks REST and reads the envelope. */
  call(path: string, init?: RequestInit): Promise<Answer>;
  /** Sends JSON. */
  send(method: string, path: string, body: unknown): Promise<Answer>;
  close(): Promise<void>;
};

/** An answer of REST; its rows are looked into by name. */
export type Answer = {
  status: number;
  headers: Headers;
  body: {
    data: Row & Row[];
    error: { code: string; message: string; issues?: { path: string; message: string }[] } | null;
    metadata: { limit: number; offset: number; total: number; nextCursor: string | null };
  };
};
type Row = Record<string, unknown>;

export async function openTestApp(
  url: string,
  env: Partial<Env> = {},
  stdout: DestinationStream = { write: () => {} },
): Promise<TestApp> {
  const { deps, close } = await openDeps(
    {
      PORT: 0,
      HOST: '127.0.0.1',
      AUTH: 'off',
      DATABASE_URL: url,
      DATABASE_DIRECT_URL: undefined,
      LOG_LEVEL: 'info',
      RATE_LIMIT_KEY: 0,
      RATE_LIMIT_ADDRESS: 0,
      RATE_LIMIT_FAILURES: 0,
      CORS_ORIGINS: new Set(),
      TRUSTED_PROXIES: createCidrSet([]),
      MAX_PATTERNS: 5_000,
      INGEST_MAX_REQUESTS: 64,
      INGEST_MAX_BYTES: 64 * 1024 * 1024,
      RETENTION_DAYS_LOGS: 30,
      RETENTION_DAYS_SNAPSHOTS: 14,
      RETENTION_DAYS_METRICS: 90,
      RETENTION_DAYS_TRACES: 14,
      RETENTION_DAYS_JOBS: 14,
      RETENTION_DAYS_DELETED: 7,
      REPLAY_ALLOWED_CIDRS: [],
      GEOIP_MMDB: undefined,
      EMBEDDING_DIMENSIONS: 16,
      VERSION: undefined,
      STAGE: undefined,
      PUBLIC_URL: undefined,
      APISCOPE_SECRET_KEY: env.AUTH === 'on' ? new Uint8Array(32).fill(7) : undefined,
      ...env,
    },
    { clock: systemClock, newId: randomId, stdout },
  );
  const app = createApp(deps);
  const call = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await app.request(path, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  return {
    app,
    deps,
    call,
    send: (method, path, body) =>
      call(path, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    close: () => close(5_000),
  };
}
