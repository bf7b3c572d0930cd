import { fingerprint } from '@apiscope/core/logs/fingerprint';
import { maskMessage } from '@apiscope/core/logs/mask';
import type { Tx } from '../client.ts';
import { vectorOf } from '../search/text-embedder.ts';
import type { ScrubStep, ScrubTools } from './scrub-step.ts';

type Row = { id: number; service: string; source: string; pattern: string; sample: string };

/**
 * Rewrites patterns once their lines are. One that no line has any more goes, and what it counted of lines that are gone enters the
 * pattern that took its lines over; one that still has lines gets a new text, sample and vector.
 */
export const scrubPatterns: ScrubStep = async (tx, tools, { after, until, limit }) => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, service, source, pattern, sample FROM log_patterns WHERE id > ${after}::int AND id <= ${until}::int
    ORDER BY id LIMIT ${limit}::int FOR UPDATE`;
  let rewritten = 0;
  for (const row of rows) {
    const pattern = tools.redactor.text(row.pattern);
    const sample = tools.redactor.text(row.sample);
    if (pattern === row.pattern && sample === row.sample) continue;
    rewritten += 1;
    if (await hasLines(tx, row.id)) await rename(tx, tools, { id: row.id, pattern, sample });
    else await merge(tx, row, sample);
  }
  return { seen: rows.length, rewritten, last: rows.at(-1)?.id ?? null };
};

async function hasLines(tx: Tx, id: number): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`SELECT 1 FROM logs WHERE pattern_id = ${id} LIMIT 1`;
  return found.length > 0;
}

async function rename(
  tx: Tx,
  { patternRules: { embedder } }: ScrubTools,
  { id, pattern, sample }: { id: number; pattern: string; sample: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE log_patterns SET pattern = ${pattern}, sample = ${sample}, embedding = ${vectorOf(embedder, pattern)}::vector,
      embedding_version = ${embedder.version}, updated_at = now() WHERE id = ${id}`;
}

async function merge(tx: Tx, { id, service, source }: Row, sample: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE log_patterns AS heir SET count = heir.count + gone.count, first_seen = least(heir.first_seen, gone.first_seen),
      last_seen = greatest(heir.last_seen, gone.last_seen)
    FROM log_patterns AS gone
    WHERE gone.id = ${id} AND heir.id <> ${id} AND heir.service = ${service} AND heir.source = ${source}
      AND heir.fingerprint = ${fingerprint(maskMessage(sample).pattern)}`;
  await tx.$executeRaw`DELETE FROM log_counts WHERE pattern_id = ${id}`;
  await tx.$executeRaw`DELETE FROM log_patterns WHERE id = ${id}`;
}
