import { safeText } from '@apiscope/core/logs/safe-json';
import { toSql } from 'pgvector';
import type { Tx } from '../client.ts';

/** Makes the vector of a pattern. */
export type PatternEmbedder = { readonly version: string; embed(text: string): ArrayLike<number> };

type Patterned = {
  service: string;
  fingerprint: string;
  pattern: string;
  message: string;
  createdAt: number;
};
type Tally = {
  service: string;
  fingerprint: string;
  pattern: string;
  sample: string;
  count: number;
  first: number;
  last: number;
};

/** Longest sample kept of a pattern, characters. */
const sampleLength = 2_000;

/**
 * Counts the patterns of some logs and adds the ones not seen before.
 * @returns the pattern id of each log, in order.
 */
export async function upsertPatterns(
  tx: Tx,
  logs: readonly Patterned[],
  embedder: PatternEmbedder,
): Promise<number[]> {
  const tallies = tally(logs);
  const known = await knownPatterns(tx, tallies);
  const vectors = tallies.map((each) =>
    known.has(keyOf(each)) ? null : toSql(Array.from(embedder.embed(each.pattern))),
  );
  const column = <T>(pick: (each: Tally) => T): T[] => tallies.map(pick);
  const rows = await tx.$queryRaw<{ id: number; service: string; fingerprint: string }[]>`
    INSERT INTO log_patterns AS stored (service, fingerprint, pattern, sample, count, first_seen, last_seen, embedding, embedding_version)
    SELECT service, fingerprint, pattern, sample, count, first_seen, last_seen, embedding::vector, ${embedder.version}
    FROM unnest(
      ${column((each) => each.service)}::text[], ${column((each) => each.fingerprint)}::text[], ${column((each) => each.pattern)}::text[],
      ${column((each) => each.sample)}::text[], ${column((each) => each.count)}::bigint[],
      ${column((each) => new Date(each.first).toISOString())}::timestamptz[],
      ${column((each) => new Date(each.last).toISOString())}::timestamptz[], ${vectors}::text[]
    ) AS input (service, fingerprint, pattern, sample, count, first_seen, last_seen, embedding)
    ON CONFLICT (service, fingerprint) DO UPDATE SET
      count = stored.count + excluded.count, first_seen = least(stored.first_seen, excluded.first_seen),
      last_seen = greatest(stored.last_seen, excluded.last_seen), updated_at = now(), deleted_at = NULL
    RETURNING id, service, fingerprint`;
  const ids = new Map(rows.map((row) => [keyOf(row), row.id]));
  return logs.map((each) => ids.get(keyOf(each))!);
}

function keyOf({ service, fingerprint }: { service: string; fingerprint: string }): string {
  return `${fingerprint} ${service}`;
}

/** In the order of their keys: writers that lock the same patterns do so in one order, so none waits for another in a circle. */
function tally(logs: readonly Patterned[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const { service, fingerprint, pattern, message, createdAt } of logs) {
    const key = keyOf({ service, fingerprint });
    const found = tallies.get(key);
    if (!found) {
      const sample = safeText(message.slice(0, sampleLength));
      tallies.set(key, {
        service,
        fingerprint,
        pattern,
        sample,
        count: 1,
        first: createdAt,
        last: createdAt,
      });
      continue;
    }
    found.count += 1;
    found.first = Math.min(found.first, createdAt);
    found.last = Math.max(found.last, createdAt);
  }
  return [...tallies.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

async function knownPatterns(tx: Tx, tallies: Tally[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ service: string; fingerprint: string }[]>`
    SELECT service, fingerprint FROM log_patterns
    WHERE (service, fingerprint) IN (SELECT * FROM unnest(${tallies.map((each) => each.service)}::text[], ${tallies.map((each) => each.fingerprint)}::text[]))`;
  return new Set(rows.map(keyOf));
}
