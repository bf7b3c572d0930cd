import type { Sample } from '@apiscope/core/metrics/sample';
import type { Tx } from '../client.ts';
import { noteSeenWith, type RanAs } from '../services/note-seen-with.ts';

/** Where the requests of endpoints beyond the cap are counted. */
export const overflowEndpoint = 'overflow';

type Seen = { endpoint: string; first: number; last: number };

/**
 * Enters the endpoints of some samples in the catalogue of their service as long as there is room, those seen first first. The caller
 * holds the lock of the service, so the cap is exact.
 * @returns where the requests of an endpoint are counted: there, or in the overflow.
 */
export async function admitEndpoints(
  tx: Tx,
  {
    service,
    samples,
    maxEndpoints,
    ranAs,
  }: { service: string; samples: readonly Sample[]; maxEndpoints: number; ranAs: RanAs },
): Promise<(endpoint: string) => string> {
  const seen = spansOf(samples);
  const [stored] = await tx.$queryRaw<{ known: string[]; total: number }[]>`
    SELECT coalesce(array_agg(endpoint) FILTER (WHERE endpoint = ANY (${seen.map(({ endpoint }) => endpoint)}::text[])), '{}')
             AS known, count(*) FILTER (WHERE endpoint <> ${overflowEndpoint})::int AS total
    FROM endpoints WHERE service = ${service}`;
  const known = new Set(stored?.known);
  const unknown = seen.filter(({ endpoint }) => !known.has(endpoint));
  const room = Math.max(0, maxEndpoints - (stored?.total ?? 0));
  const refused = unknown.slice(room);
  const overflowing = new Set(refused.map(({ endpoint }) => endpoint));
  const entered = seen.filter(({ endpoint }) => !overflowing.has(endpoint));
  const [earliest] = refused;
  if (earliest)
    entered.push({
      ...earliest,
      endpoint: overflowEndpoint,
      last: Math.max(...refused.map(({ last }) => last)),
    });
  await enter(tx, service, entered);
  await noteSeenWith(tx, { service, ...ranAs }, entered);
  return (endpoint) => (overflowing.has(endpoint) ? overflowEndpoint : endpoint);
}

/** First and last request of each endpoint, in order of the first, then by name. */
function spansOf(samples: readonly Sample[]): Seen[] {
  const spans = new Map<string, Seen>();
  for (const { endpoint, at } of samples) {
    const span = spans.get(endpoint) ?? { endpoint, first: at, last: at };
    span.first = Math.min(span.first, at);
    span.last = Math.max(span.last, at);
    spans.set(endpoint, span);
  }
  return [...spans.values()].sort((a, b) => a.first - b.first || (a.endpoint < b.endpoint ? -1 : 1));
}

async function enter(tx: Tx, service: string, seen: readonly Seen[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO endpoints AS stored (service, endpoint, first_seen, last_seen)
    SELECT ${service}, endpoint, to_timestamp(first / 1000.0), to_timestamp(last / 1000.0)
    FROM json_to_recordset(${JSON.stringify(seen)}::json) AS input (endpoint text, first float8, last float8)
    ON CONFLICT (service, endpoint) DO UPDATE SET first_seen = least(stored.first_seen, excluded.first_seen),
      last_seen = greatest(stored.last_seen, excluded.last_seen), deleted_at = NULL, updated_at = now()
    WHERE stored.first_seen > excluded.first_seen OR stored.last_seen < excluded.last_seen OR stored.deleted_at IS NOT NULL`;
}
