import { safeText } from '@apiscope/core/logs/safe-json';
import type { Tx } from '../client.ts';
import { type TextEmbedder, vectorOf } from '../search/text-embedder.ts';
import type { PatternTally } from './tally-logs.ts';

/** How patterns are made: by whose vectors, and how many a service may have before further ones are lumped together. */
export type PatternRules = { embedder: TextEmbedder; maxPatterns: number };

/** Fingerprint of the pattern that takes the lines of all patterns past the cap: those of any source and text. */
export const overflowFingerprint = 'overflow';
const overflowPattern = '<overflow>';

/** Longest sample kept of a pattern, characters. */
const sampleLength = 2_000;

/**
 * Finds the ids of patterns, adding those not seen before. Past the cap of its service a pattern is not added, its lines go to the
 * overflow pattern; writers that add at the same moment may pass the cap by what they add.
 * @returns id by key of the tally, and the keys whose id is the overflow's.
 */
export async function resolvePatterns(
  tx: Tx,
  tallies: readonly PatternTally[],
  { embedder, maxPatterns }: PatternRules,
): Promise<{ ids: Map<string, number>; overflown: Set<string> }> {
  const ids = await findPatterns(tx, tallies);
  const fresh = tallies.filter(({ key }) => !ids.has(key));
  if (fresh.length === 0) return { ids, overflown: new Set() };
  const rooms = await roomsOf(tx, fresh, maxPatterns);
  const admitted: PatternTally[] = [];
  const refused: PatternTally[] = [];
  for (const tally of fresh) {
    const room = rooms.get(tally.service) ?? 0;
    rooms.set(tally.service, room - 1);
    (room > 0 ? admitted : refused).push(tally);
  }
  await addPatterns(tx, admitted, embedder);
  for (const [key, id] of await findPatterns(tx, admitted)) ids.set(key, id);
  const overflows = await overflowsOf(tx, refused, embedder);
  for (const { key, service } of refused) ids.set(key, overflows.get(service)!);
  return { ids, overflown: new Set(refused.map(({ key }) => key)) };
}

async function findPatterns(tx: Tx, tallies: readonly PatternTally[]): Promise<Map<string, number>> {
  if (tallies.length === 0) return new Map();
  const column = (pick: (tally: PatternTally) => string): string[] => tallies.map(pick);
  const rows = await tx.$queryRaw<{ id: number; place: bigint }[]>`
    SELECT stored.id, place FROM unnest(
      ${column(({ service }) => service)}::text[], ${column(({ source }) => source)}::text[], ${column(({ fingerprint }) => fingerprint)}::text[]
    ) WITH ORDINALITY AS wanted (service, source, fingerprint, place)
    JOIN log_patterns AS stored USING (service, source, fingerprint)`;
  return new Map(rows.map(({ id, place }) => [tallies[Number(place) - 1]!.key, id]));
}

/** How many patterns each service may still add. */
async function roomsOf(
  tx: Tx,
  fresh: readonly PatternTally[],
  maxPatterns: number,
): Promise<Map<string, number>> {
  const services = [...new Set(fresh.map(({ service }) => service))];
  const rows = await tx.$queryRaw<{ service: string; count: number }[]>`
    SELECT service, count(*)::int AS count FROM log_patterns
    WHERE service = ANY (${services}::text[]) AND fingerprint <> ${overflowFingerprint} GROUP BY service`;
  const taken = new Map(rows.map(({ service, count }) => [service, count]));
  return new Map(services.map((service) => [service, maxPatterns - (taken.get(service) ?? 0)]));
}

/** In the order of their keys: writers that add the same patterns do so in one order, so none waits for another in a circle. */
async function addPatterns(tx: Tx, tallies: readonly PatternTally[], embedder: TextEmbedder): Promise<void> {
  if (tallies.length === 0) return;
  const column = <T>(pick: (tally: PatternTally) => T): T[] => tallies.map(pick);
  await tx.$executeRaw`
    INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, first_seen, last_seen, embedding, embedding_version)
    SELECT service, source, fingerprint, pattern, sample, first_seen, last_seen, embedding::vector, ${embedder.version}
    FROM unnest(
      ${column(({ service }) => service)}::text[], ${column(({ source }) => source)}::text[],
      ${column(({ fingerprint }) => fingerprint)}::text[], ${column(({ pattern }) => pattern)}::text[],
      ${column(({ sample }) => safeText(sample.slice(0, sampleLength)))}::text[],
      ${column(({ first }) => new Date(first).toISOString())}::timestamptz[],
      ${column(({ last }) => new Date(last).toISOString())}::timestamptz[],
      ${column(({ pattern }) => vectorOf(embedder, pattern))}::text[]
    ) AS input (service, source, fingerprint, pattern, sample, first_seen, last_seen, embedding)
    ON CONFLICT (service, source, fingerprint) DO NOTHING`;
}

/** The overflow pattern of each service that needs one. */
async function overflowsOf(
  tx: Tx,
  refused: readonly PatternTally[],
  embedder: TextEmbedder,
): Promise<Map<string, number>> {
  // The last entry of a Map wins, and the first line of a service is to be the sample.
  const byService = new Map([...refused].reverse().map((tally) => [tally.service, tally]));
  const overflows = [...byService.values()].map((tally) => ({
    ...tally,
    key: tally.service,
    source: '',
    fingerprint: overflowFingerprint,
    pattern: overflowPattern,
  }));
  const known = await findPatterns(tx, overflows);
  const missing = overflows.filter(({ key }) => !known.has(key));
  await addPatterns(tx, missing, embedder);
  return new Map([...known, ...(await findPatterns(tx, missing))]);
}
