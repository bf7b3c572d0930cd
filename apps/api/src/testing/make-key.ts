import type { Scope } from '@apiscope/core/access/schema';
import { insertKey } from '@apiscope/db/access/insert-key';
import type { Db } from '@apiscope/db/client';
import { makeToken } from '../access/make-token.ts';

/** Stores a key for a test and answers its token. */
export async function makeKey(
  db: Db,
  scopes: readonly Scope[],
  { service = null, expiresAt = null }: { service?: string | null; expiresAt?: number | null } = {},
): Promise<string> {
  const { token, prefix, hash } = makeToken();
  await insertKey(db, { name: 'test', prefix, hash, scopes, service, createdBy: 'test', expiresAt });
  return token;
}
