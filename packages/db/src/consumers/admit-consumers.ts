import { overflowConsumer } from '@apiscope/core/consumers/schema';
import type { Sample } from '@apiscope/core/metrics/sample';
import type { Tx } from '../client.ts';

/** Consumers of a service that are told apart; the requests of later ones are counted as `overflow`. */
export const defaultMaxConsumers = 1_000;

type Seen = { consumer: string; name: string | null; first: number; last: number };

/**
 * Enters the consumers of some samples in the catalogue of their service as long as there is room, those seen first first, with the
 * latest name of each. The caller holds the lock of the service, so the cap is exact.
 * @returns id of the row at which each consumer is counted.
 */
export async function admitConsumers(
  tx: Tx,
  { service, samples, maxConsumers }: { service: string; samples: readonly Sample[]; maxConsumers: number },
): Promise<Map<string, number>> {
  const seen = spansOf(samples);
  if (seen.length === 0) return new Map();
  const known = await readKnown(tx, service, seen);
  const [stored] = await tx.$queryRaw<{ total: number }[]>`
    SELECT count(*) FILTER (WHERE consumer <> ${overflowConsumer})::int AS total FROM consumers WHERE service = ${service}`;
  const room = Math.max(0, maxConsumers - (stored?.total ?? 0));
  const unknown = seen.filter(({ consumer }) => !known.has(consumer) && consumer !== overflowConsumer);
  const refused = new Set(unknown.slice(room).map(({ consumer }) => consumer));
  const entered = joinAlike(
    seen.map((each) =>
      refused.has(each.consumer) ? { ...each, consumer: overflowConsumer, name: null } : each,
    ),
  );
  const ids = await enter(tx, service, entered);
  return new Map(
    seen.map(({ consumer }) => [consumer, ids.get(refused.has(consumer) ? overflowConsumer : consumer)!]),
  );
}

/** First and last request and latest name of each consumer, in order of the first, then by id. */
function spansOf(samples: readonly Sample[]): Seen[] {
  const named = samples.flatMap(({ consumer, consumerName, at }) =>
    consumer === undefined ? [] : [{ consumer, name: consumerName ?? null, first: at, last: at }],
  );
  return joinAlike(named).sort((a, b) => a.first - b.first || (a.consumer < b.consumer ? -1 : 1));
}

function joinAlike(all: readonly Seen[]): Seen[] {
  const spans = new Map<string, Seen>();
  for (const each of all) {
    const span = spans.get(each.consumer);
    if (!span) {
      spans.set(each.consumer, { ...each });
      continue;
    }
    if (each.name !== null && (span.name === null || each.last >= span.last)) span.name = each.name;
    span.first = Math.min(span.first, each.first);
    span.last = Math.max(span.last, each.last);
  }
  return [...spans.values()];
}

async function readKnown(tx: Tx, service: string, seen: readonly Seen[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ consumer: string; id: number }[]>`
    SELECT consumer, min(id)::int AS id FROM consumers
    WHERE service = ${service} AND consumer = ANY (${seen.map(({ consumer }) => consumer)}::text[]) GROUP BY consumer`;
  return new Map(rows.map(({ consumer, id }) => [consumer, id]));
}

async function enter(tx: Tx, service: string, seen: readonly Seen[]): Promise<Map<string, number>> {
  const input = JSON.stringify(seen);
  await tx.$executeRaw`
    INSERT INTO consumers (service, consumer, name, first_seen, last_seen)
    SELECT ${service}, consumer, name, to_timestamp(first / 1000.0), to_timestamp(last / 1000.0)
    FROM json_to_recordset(${input}::json) AS input (consumer text, name text, first float8, last float8)
    WHERE NOT EXISTS (SELECT 1 FROM consumers AS known WHERE known.service = ${service} AND known.consumer = input.consumer)`;
  const known = await readKnown(tx, service, seen);
  await tx.$executeRaw`
    UPDATE consumers AS stored SET first_seen = least(stored.first_seen, to_timestamp(input.first / 1000.0)),
      last_seen = greatest(stored.last_seen, to_timestamp(input.last / 1000.0)),
      name = CASE WHEN input.name IS NOT NULL AND (stored.name IS NULL OR to_timestamp(input.last / 1000.0) >= stored.last_seen)
        THEN input.name ELSE stored.name END,
      updated_at = now()
    FROM json_to_recordset(${input}::json) AS input (consumer text, name text, first float8, last float8)
    WHERE stored.service = ${service} AND stored.consumer = input.consumer AND stored.id = ANY (${[...known.values()]}::int[])`;
  return known;
}
