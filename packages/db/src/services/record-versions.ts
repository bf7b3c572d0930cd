import { safeText } from '@apiscope/core/logs/safe-json';
import { isVersion } from '@apiscope/core/services/version-of';
import type { DbOrTx } from '../client.ts';

/** Versions of a service that are remembered; beyond, those that appeared first are forgotten. */
const maxVersions = 1_000;

/** A version that was seen at a moment, milliseconds since the UTC epoch. */
export type SeenVersion = { service: string; version: string | null; at: number };

/**
 * Takes note of when versions of services were first seen. Those that are known, and earlier, are only read, so that nobody waits here
 * for another writer but when a version is new; then in the order of their keys, so that nobody waits in a circle.
 */
export async function recordVersions(db: DbOrTx, seen: Iterable<SeenVersion>): Promise<void> {
  const first = new Map<string, { service: string; version: string; at: number }>();
  for (const { at, ...named } of seen) {
    if (named.version === null || !isVersion(named.version)) continue;
    const [service, version] = [safeText(named.service), safeText(named.version)];
    const key = `${service}\n${version}`;
    const known = first.get(key);
    if (!known || at < known.at) first.set(key, { service, version, at });
  }
  if (first.size === 0) return;
  const input = [...first.values()];
  const added = await db.$queryRaw<{ service: string }[]>`
    INSERT INTO service_versions AS stored (service, version, first_seen)
    SELECT service, version, first_seen FROM unnest(
      ${input.map(({ service }) => service)}::text[], ${input.map(({ version }) => version)}::text[],
      ${input.map(({ at }) => new Date(at).toISOString())}::timestamptz[]
    ) AS input (service, version, first_seen)
    WHERE NOT EXISTS (SELECT 1 FROM service_versions AS known
      WHERE known.service = input.service AND known.version = input.version AND known.first_seen <= input.first_seen)
    ORDER BY service, version
    ON CONFLICT (service, version) DO UPDATE SET first_seen = least(stored.first_seen, excluded.first_seen), updated_at = now()
    RETURNING service`;
  if (added.length === 0) return;
  await db.$executeRaw`
    DELETE FROM service_versions WHERE id IN (
      SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY service ORDER BY first_seen DESC, id DESC) AS place FROM service_versions
        WHERE service = ANY (${[...new Set(added.map(({ service }) => service))]}::text[])
      ) AS known WHERE place > ${maxVersions})`;
}
