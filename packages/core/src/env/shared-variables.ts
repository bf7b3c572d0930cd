import { z } from 'zod';
import { replayEnv } from '../replay/replay-env.ts';
import { defaultRetentionDays } from '../retention/schema.ts';

const databaseUrl = (error?: string) =>
  z
    .string(error)
    .trim()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://user@host:port/database');

const days = (fallback: number, about: string) =>
  z.coerce.number().int().min(1).max(36_500).default(fallback).describe(`days that ${about}`);

/**
 * What every long-running process is told, and told alike. A description is the meaning that the table of
 * docs/environment.md and `.env.example` show, so it stands last: zod keeps it with that instance alone.
 */
export const sharedVariables = {
  DATABASE_URL: databaseUrl(
    'is needed by this process; `npm start` at the root brings a database along',
  ).describe(
    'a PostgreSQL ≥ 15 with pgvector and pg_trgm; `npm start` brings an embedded one along where it is unset',
  ),
  DATABASE_DIRECT_URL: databaseUrl().optional().meta({
    unset: '`DATABASE_URL`',
    description:
      'the same database past a connection pooler, needed where `DATABASE_URL` leads through one that lends its connections by transaction ([PgBouncer](pgbouncer.md)): notifications, the job queue and migrations go this way',
  }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('trace, debug, info, warn, error, fatal or silent'),
  EMBEDDING_DIMENSIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_000)
    .default(16)
    .describe('dimensions of the vectors behind "similar"; a change makes them anew at the next start'),
  RETENTION_DAYS_LOGS: days(
    defaultRetentionDays.logs,
    'logs are kept; this and the next five hold for what has no days set in `/retention`',
  ),
  RETENTION_DAYS_SNAPSHOTS: days(defaultRetentionDays.snapshots, 'request snapshots are kept'),
  RETENTION_DAYS_METRICS: days(
    defaultRetentionDays.metrics,
    'one-minute windows are kept; hours and days stay',
  ),
  RETENTION_DAYS_TRACES: days(defaultRetentionDays.traces, 'traces and their spans are kept'),
  RETENTION_DAYS_JOBS: days(defaultRetentionDays.jobs, 'finished jobs are kept'),
  RETENTION_DAYS_DELETED: days(
    defaultRetentionDays.deleted,
    'deleted rows are kept, hidden, before they are removed for good',
  ),
  ...replayEnv,
};
