import { maxShown, type SeenWith } from '@apiscope/core/services/schema';
import type { Tx } from '../client.ts';
import { wireTime } from '../sql/wire.ts';

/** What a batch of a service ran as. */
export type RanAs = { version: string | null; stage: string | null };

/**
 * Takes note of the version and stage in which endpoints were seen. The caller holds the lock of the service. A batch without either
 * says nothing.
 */
export async function noteSeenWith(
  tx: Tx,
  { service, version, stage }: { service: string } & RanAs,
  seen: readonly { endpoint: string; first: number; last: number }[],
): Promise<void> {
  if (version === null && stage === null) return;
  const names = seen.map(({ endpoint }) => endpoint);
  const stored = await tx.$queryRaw<{ endpoint: string; seenWith: SeenWith[] }[]>`
    SELECT endpoint, seen_with AS "seenWith" FROM endpoints WHERE service = ${service} AND endpoint = ANY (${names}::text[])`;
  const before = new Map(stored.map(({ endpoint, seenWith }) => [endpoint, seenWith]));
  const changed = seen.flatMap(({ endpoint, first, last }) => {
    const known = before.get(endpoint);
    if (!known) return [];
    const seenWith = withSpan(known, { version, stage }, { first, last });
    return seenWith === known ? [] : [{ endpoint, seen_with: seenWith }];
  });
  if (changed.length === 0) return;
  await tx.$executeRaw`
    UPDATE endpoints AS stored SET seen_with = input.seen_with, updated_at = now()
    FROM json_to_recordset(${JSON.stringify(changed)}::json) AS input (endpoint text, seen_with jsonb)
    WHERE stored.service = ${service} AND stored.endpoint = input.endpoint`;
}

/** The list with a span added, latest first, or the list itself when it says so already. */
function withSpan(
  known: readonly SeenWith[],
  { version, stage }: RanAs,
  { first, last }: { first: number; last: number },
): readonly SeenWith[] {
  const found = known.find((each) => each.version === version && each.stage === stage);
  const span = {
    version,
    stage,
    firstSeen: found && Date.parse(found.firstSeen) <= first ? found.firstSeen : wireTime(new Date(first)),
    lastSeen: found && Date.parse(found.lastSeen) >= last ? found.lastSeen : wireTime(new Date(last)),
  };
  if (found && found.firstSeen === span.firstSeen && found.lastSeen === span.lastSeen) return known;
  return [...known.filter((each) => each !== found), span]
    .sort((a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen))
    .slice(0, maxShown);
}
