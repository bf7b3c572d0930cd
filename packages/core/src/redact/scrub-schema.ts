import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';

/** Tables that a scrub rewrites, in this order: lines leave their patterns before these are looked at. */
export const scrubbedTables = [
  'logs',
  'log_patterns',
  'request_snapshots',
  'spans',
  'traces',
  'replay_runs',
  'job_runs',
  'saved_views',
  'retention_runs',
  'replay_sets',
  'replay_sends',
  'consumers',
  'service_senders',
  'api_keys',
  'audit_log',
] as const;
export type ScrubbedTable = (typeof scrubbedTables)[number];

const counted = {
  seen: z.number().int().describe('rows looked at'),
  rewritten: z.number().int().describe('rows in which something was replaced'),
};

/** How far a scrub has come in a table. */
export const scrubProgress = z.object({
  ...counted,
  cursor: z.number().int().describe('id of the last row looked at'),
  until: z.number().int().describe('id of the last row there was when the table was begun'),
  isDone: z.boolean(),
});
export type ScrubProgress = z.infer<typeof scrubProgress>;

/** One rewriting of history. */
export const scrubRun = z
  .object({
    id: z.number().int(),
    rulesVersion: z.number().int().describe('version of the rules it rewrites with'),
    status: z.enum(['running', 'done', 'failed']),
    ...counted,
    tables: z.array(scrubProgress.extend({ table: z.enum(scrubbedTables) })).describe('those begun'),
    error: z.string().nullable().describe('why the last attempt ended; it is tried again'),
    startedAt: timestampOut,
    finishedAt: timestampOut.nullable(),
  })
  .meta({ id: 'ScrubRun' });
export type ScrubRun = z.infer<typeof scrubRun>;

export const scrubRuns = z
  .object({
    tables: z.array(z.enum(scrubbedTables)),
    runs: z.array(scrubRun).describe('the newest 20, newest first'),
  })
  .meta({ id: 'ScrubRuns' });
