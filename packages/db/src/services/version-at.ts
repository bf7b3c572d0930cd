import type { DbOrTx } from '../client.ts';

/** The version of a service that had appeared last at a moment, milliseconds since the UTC epoch; null when none is known. */
export async function versionAt(
  db: DbOrTx,
  { service, at }: { service: string; at: number },
): Promise<string | null> {
  const [row] = await db.$queryRaw<{ version: string }[]>`
    SELECT version FROM service_versions WHERE service = ${service} AND first_seen <= ${new Date(at)}
    ORDER BY first_seen DESC, id DESC LIMIT 1`;
  return row?.version ?? null;
}
