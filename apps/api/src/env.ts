import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { replayEnv } from '@apiscope/core/replay/replay-env';
import { defaultRetentionDays } from '@apiscope/core/retention/schema';
import { z } from 'zod';

const loopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/;
const text = z.string().trim();
const optional = text.transform((value) => (value === '' ? undefined : value)).optional();
const days = (fallback: number) => z.coerce.number().int().min(1).max(36_500).default(fallback);

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000),
  HOST: text
    .regex(
      loopback,
      'nobody signs in yet, so only a loopback address may be served: 127.0.0.1, ::1 or localhost',
    )
    .default('127.0.0.1'),
  DATABASE_URL: z
    .string('is needed by this process; `npm start` at the root brings a database along')
    .trim()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://user@host:port/database'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TRUSTED_PROXIES: text.default('').transform((list, context) => {
    try {
      return createCidrSet(list.split(','));
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  }),
  GEOIP_MMDB: optional,
  EMBEDDING_DIMENSIONS: z.coerce.number().int().min(1).max(2_000).default(16),
  MAX_PATTERNS: z.coerce.number().int().min(1).max(100_000).default(5_000),
  RETENTION_DAYS_LOGS: days(defaultRetentionDays.logs),
  RETENTION_DAYS_SNAPSHOTS: days(defaultRetentionDays.snapshots),
  RETENTION_DAYS_METRICS: days(defaultRetentionDays.metrics),
  RETENTION_DAYS_JOBS: days(defaultRetentionDays.jobs),
  RETENTION_DAYS_DELETED: days(defaultRetentionDays.deleted),
  ...replayEnv,
  VERSION: optional,
  STAGE: optional,
});

/** What the environment tells this process, read once. */
export type Env = z.infer<typeof schema>;

/** Reads the environment. @throws Error with one line per variable that is missing or wrong. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}
