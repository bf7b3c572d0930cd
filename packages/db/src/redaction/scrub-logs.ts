import { fingerprint } from '@apiscope/core/logs/fingerprint';
import { identifiersOf } from '@apiscope/core/logs/identifiers';
import { levelOf } from '@apiscope/core/logs/level';
import { maskMessage } from '@apiscope/core/logs/mask';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { Tx } from '../client.ts';
import { resolvePatterns } from '../logs/resolve-patterns.ts';
import { tallyLogs } from '../logs/tally-logs.ts';
import type { ScrubStep, ScrubTools } from './scrub-step.ts';

type Row = {
  id: number;
  at: Date;
  service: string;
  source: string;
  severity: number;
  message: string;
  meta: unknown;
  trace_id: string | null;
  request_id: string | null;
  pattern_id: number | null;
};
type Rewritten = ReturnType<typeof rewrite>;

/**
 * Rewrites lines: message and meta, and where the message changes, its identifiers and its pattern. The counters follow by the trigger of
 * the table. Ids of request and trace stay, and so does the place in the stream, so that no tail shows a line again.
 */
export const scrubLogs: ScrubStep = async (tx, tools, { after, until, limit }) => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id::float8 AS id, created_at AS at, service, source, severity, message, meta, trace_id, request_id, pattern_id
    FROM logs WHERE id > ${String(after)}::bigint AND id <= ${String(until)}::bigint
    ORDER BY id LIMIT ${limit}::int FOR NO KEY UPDATE`;
  const changed = rows
    .map((row) => rewrite(tools.redactor, row))
    .filter(({ hasMoved, hasNewMeta }) => hasMoved || hasNewMeta);
  await store(tx, changed, await movePatterns(tx, tools, changed));
  return { seen: rows.length, rewritten: changed.length, last: rows.at(-1)?.id ?? null };
};

function rewrite(redactor: Redactor, row: Row) {
  const message = redactor.text(row.message);
  const meta = redactor.json(row.meta);
  const { pattern, variables } = maskMessage(message);
  return {
    row,
    hasMoved: message !== row.message,
    hasNewMeta: JSON.stringify(meta) !== JSON.stringify(row.meta),
    line: {
      service: row.service,
      source: row.source,
      level: levelOf(row.severity),
      message,
      meta,
      traceId: row.trace_id,
      requestId: row.request_id,
      createdAt: row.at.getTime(),
      pattern,
      fingerprint: fingerprint(pattern),
      identifiers: identifiersOf(variables, row.request_id, row.trace_id),
    },
  };
}

/** Finds or makes the patterns of lines whose message changed, and moves what patterns count as a whole. @returns pattern by id of line. */
async function movePatterns(
  tx: Tx,
  { patternRules }: ScrubTools,
  changed: readonly Rewritten[],
): Promise<Map<number, number>> {
  const moved = changed.filter(({ hasMoved }) => hasMoved);
  if (moved.length === 0) return new Map();
  const { tallies, keys } = tallyLogs(moved.map(({ line }) => line));
  const { ids } = await resolvePatterns(tx, tallies, patternRules);
  const to = moved.map((_, n) => ids.get(keys[n]!)!);
  const from = moved.map(({ row }) => row.pattern_id);
  const all = [...to, ...from.filter((id) => id !== null)];
  // In the order in which writers of lines lock them.
  await tx.$queryRaw`SELECT id FROM log_patterns WHERE id = ANY (${all}::int[]) ORDER BY id FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    UPDATE log_patterns AS stored SET count = greatest(0, stored.count + sums.change), updated_at = now(),
      first_seen = least(stored.first_seen, sums.first_seen), last_seen = greatest(stored.last_seen, sums.last_seen)
    FROM (
      SELECT id, sum(change) AS change, min(at) FILTER (WHERE change > 0) AS first_seen, max(at) FILTER (WHERE change > 0) AS last_seen
      FROM (
        SELECT pattern AS id, 1 AS change, at FROM unnest(${to}::int[], ${moved.map(({ row }) => row.at.toISOString())}::timestamptz[]) AS entered (pattern, at)
        UNION ALL SELECT pattern, -1, NULL FROM unnest(${from}::int[]) AS gone (pattern)
      ) AS changes GROUP BY id
    ) AS sums WHERE sums.id = stored.id`;
  return new Map(moved.map(({ row }, n) => [row.id, to[n]!]));
}

async function store(
  tx: Tx,
  changed: readonly Rewritten[],
  patterns: ReadonlyMap<number, number>,
): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ row, line }) => ({
    id: row.id,
    at: row.at.toISOString(),
    message: line.message,
    meta: line.meta,
    pattern: patterns.get(row.id) ?? null,
    variables: line.identifiers,
  }));
  await tx.$executeRaw`
    UPDATE logs AS stored SET message = input.message, meta = input.meta, updated_at = now(),
      pattern_id = coalesce(input.pattern, stored.pattern_id),
      variables = CASE WHEN input.pattern IS NULL THEN stored.variables ELSE input.variables END
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS input (
      id bigint, at timestamptz, message text, meta jsonb, pattern int, variables text[])
    WHERE stored.id = input.id AND stored.created_at = input.at`;
}
