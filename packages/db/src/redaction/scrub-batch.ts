import { AppError } from '@apiscope/core/errors';
import type { ScrubbedTable, ScrubProgress } from '@apiscope/core/redact/scrub-schema';
import { type Db, inTransaction, Prisma, type Tx } from '../client.ts';
import { scrubLogs } from './scrub-logs.ts';
import { scrubPatterns } from './scrub-patterns.ts';
import { scrubRows } from './scrub-rows.ts';
import { scrubSnapshots } from './scrub-snapshots.ts';
import type { ScrubStep, ScrubTools } from './scrub-step.ts';

type Scrubbing = { key: string; limit: number; step: ScrubStep };

/** How each table is rewritten. A batch is as small as the largest rows ask for, so that writers hardly wait. */
const scrubbings: Record<ScrubbedTable, Scrubbing> = {
  logs: { key: 'id', limit: 500, step: scrubLogs },
  log_patterns: { key: 'id', limit: 200, step: scrubPatterns },
  request_snapshots: { key: 'id', limit: 50, step: scrubSnapshots },
  spans: rows('spans', 'id', 200, {
    name: 'text',
    status_message: 'text',
    attributes: 'json',
    events: 'json',
    links: 'json',
    scope: 'text',
    version: 'text',
    stage: 'text',
    instance: 'text',
  }),
  traces: rows('traces', 'id', 500, { name: 'text' }),
  replay_runs: rows('replay_runs', 'id', 50, {
    target: 'url',
    url: 'url',
    overrides: 'json',
    request_headers: 'json',
    request_body: 'body',
    response_headers: 'json',
    response_body: 'body',
    diff: 'json',
    error: 'text',
  }),
  job_runs: rows('job_runs', 'job_id', 500, {
    payload: 'json',
    result: 'json',
    error: 'text',
    job_key: 'text',
  }),
  saved_views: rows('saved_views', 'id', 500, { name: 'text', filter: 'json' }),
  retention_runs: rows('retention_runs', 'id', 500, { error: 'text' }),
  replay_sets: rows('replay_sets', 'id', 500, { name: 'text', filter: 'json' }),
  consumers: rows('consumers', 'id', 500, { consumer: 'text', name: 'text' }),
  service_senders: rows('service_senders', 'id', 500, {
    instance: 'text',
    sdk_name: 'text',
    sdk_version: 'text',
    version: 'text',
    stage: 'text',
  }),
  replay_sends: rows('replay_sends', 'id', 500, { endpoint: 'text', path: 'url', error: 'text' }),
  api_keys: rows('api_keys', 'id', 500, { name: 'text' }),
  audit_log: rows('audit_log', 'id', 500, { actor: 'text', subject: 'text', details: 'json' }),
};

function rows(
  table: ScrubbedTable,
  key: string,
  limit: number,
  columns: Parameters<typeof scrubRows>[0]['columns'],
): Scrubbing {
  return { key, limit, step: scrubRows({ table, key, columns }) };
}

/**
 * Rewrites the next batch of a table and takes note of it, in one transaction: after a kill the next attempt goes on where this one
 * was, and two at once take turns. @returns how far the table is. @throws AppError NOT_FOUND when the run is not under way.
 */
export function scrubBatch(
  db: Db,
  { run, table, ...tools }: ScrubTools & { run: number; table: ScrubbedTable },
): Promise<ScrubProgress> {
  const { key, limit, step } = scrubbings[table];
  return inTransaction(db, async (tx) => {
    const [stored] = await tx.$queryRaw<{ progress: Partial<Record<ScrubbedTable, ScrubProgress>> }[]>`
      SELECT progress FROM scrub_runs WHERE id = ${String(run)}::bigint AND status = 'running' FOR UPDATE`;
    if (!stored) throw new AppError('NOT_FOUND', `scrub ${run} is not under way`);
    const before = stored.progress[table] ?? (await begin(tx, table, key));
    if (before.isDone) return before;
    const done = await step(tx, tools, { after: before.cursor, until: before.until, limit });
    const now: ScrubProgress = {
      ...before,
      seen: before.seen + done.seen,
      rewritten: before.rewritten + done.rewritten,
      cursor: done.last ?? before.until,
      isDone: done.seen < limit,
    };
    await tx.$executeRaw`
      UPDATE scrub_runs SET progress = progress || ${JSON.stringify({ [table]: now })}::jsonb, error = NULL, updated_at = now()
      WHERE id = ${String(run)}::bigint`;
    return now;
  });
}

/** What is written from here on is redacted by the new rules as it comes. */
async function begin(tx: Tx, table: ScrubbedTable, key: string): Promise<ScrubProgress> {
  const [row] = await tx.$queryRaw<{ until: number }[]>`
    SELECT coalesce(max(${Prisma.raw(key)}), 0)::float8 AS until FROM ${Prisma.raw(table)}`;
  return { seen: 0, rewritten: 0, cursor: 0, until: row!.until, isDone: false };
}
