import { replayEnv } from '@apiscope/core/replay/replay-env';
import { defaultRetentionDays } from '@apiscope/core/retention/schema';
import { z } from 'zod';

const days = (fallback: number) => z.coerce.number().int().min(1).max(36_500).default(fallback);

const schema = z.object({
  DATABASE_URL: z
    .string()
    .trim()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://user@host:port/database'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(2),
  EMBEDDING_DIMENSIONS: z.coerce.number().int().min(1).max(2_000).default(16),
  MAX_ENDPOINTS: z.coerce.number().int().min(1).max(1_000_000).default(2_000),
  RETENTION_DAYS_LOGS: days(defaultRetentionDays.logs),
  RETENTION_DAYS_SNAPSHOTS: days(defaultRetentionDays.snapshots),
  RETENTION_DAYS_METRICS: days(defaultRetentionDays.metrics),
  RETENTION_DAYS_JOBS: days(defaultRetentionDays.jobs),
  RETENTION_DAYS_DELETED: days(defaultRetentionDays.deleted),
  ...replayEnv,
});

/** What the environment tells this process, read once. */
export type Env = z.infer<typeof schema>;

/** Reads the environment; empty variables count as unset. @throws Error with one line per variable that is missing or wrong. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}
