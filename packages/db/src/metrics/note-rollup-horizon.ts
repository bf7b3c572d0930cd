import type { DbOrTx } from '../client.ts';

/**
 * Notes that the minutes of some services may be gone, in part or all, before a moment (milliseconds since the UTC epoch). It is noted
 * before the first of them goes, so that no rollup is ever rebuilt from what is left of its minutes.
 */
export async function noteRollupHorizon(
  db: DbOrTx,
  { services, before }: { services: readonly string[]; before: number },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO rollup_horizons AS horizon (service, before)
    SELECT service, ${new Date(before)} FROM unnest(${[...services]}::text[]) AS gone (service) ORDER BY service
    ON CONFLICT (service) DO UPDATE SET before = excluded.before, updated_at = now() WHERE horizon.before < excluded.before`;
}
