import type { Db } from '../client.ts';

/**
 * Whether the time zone that connections are given is the one that queries find. Poolers that hand a connection on between two transactions
 * take what was set back to what the role has, and moments would be written wrong.
 */
export async function keepsUtc(db: Db): Promise<boolean> {
  const [row] = await db.$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS zone`;
  return /^(Etc\/)?(UTC|UCT|Zulu)$/.test(row?.zone ?? '');
}
