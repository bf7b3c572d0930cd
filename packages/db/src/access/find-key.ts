import type { Scope } from '@apiscope/core/access/schema';
import type { Db } from '../client.ts';

/** A stored key as it is needed to judge a caller. */
export type StoredKey = {
  id: number;
  /** What is kept of the token with the prefix that was asked for. */
  hash: Uint8Array;
  scopes: Scope[];
  service: string | null;
  /** When this token runs out, milliseconds since the UTC epoch; null: never. */
  expiresAt: number | null;
  lastUsedAt: number | null;
  isRevoked: boolean;
};

/** The key one of whose tokens, today's or the one that a rotation replaced, has this prefix; null when there is none. */
export async function findKey(db: Db, prefix: string): Promise<StoredKey | null> {
  const row = await db.apiKey.findFirst({
    where: { OR: [{ prefix }, { previousPrefix: prefix }], deletedAt: null },
  });
  if (!row) return null;
  const { id, scopes, service, expiresAt, lastUsedAt, revokedAt, previousUntil } = row;
  const kept = {
    id,
    scopes: scopes as Scope[],
    service,
    lastUsedAt: lastUsedAt?.getTime() ?? null,
    isRevoked: revokedAt !== null,
  };
  const end = expiresAt?.getTime() ?? null;
  if (row.prefix === prefix) return { ...kept, hash: row.hash, expiresAt: end };
  if (row.previousHash === null || previousUntil === null) return null;
  return {
    ...kept,
    hash: row.previousHash,
    expiresAt: Math.min(previousUntil.getTime(), end ?? Number.POSITIVE_INFINITY),
  };
}
