import type { Scope } from '@apiscope/core/access/schema';
import type { DbOrTx } from '../client.ts';

/** A key to be stored, by what is kept of its token. */
export type NewKey = {
  name: string;
  prefix: string;
  hash: Uint8Array<ArrayBuffer>;
  scopes: readonly Scope[];
  service: string | null;
  createdBy: string;
  /** Milliseconds since the UTC epoch; null: never. */
  expiresAt: number | null;
};

/** Stores a key and answers its id. */
export async function insertKey(db: DbOrTx, { expiresAt, scopes, ...key }: NewKey): Promise<number> {
  const { id } = await db.apiKey.create({
    data: { ...key, scopes: [...scopes], expiresAt: expiresAt === null ? null : new Date(expiresAt) },
  });
  return id;
}
