import type { ApiKeyWithToken, CreateKeyInput } from '@apiscope/core/access/key-schema';
import type { Clock } from '@apiscope/core/clock';
import { badParameter } from '@apiscope/core/errors';
import { readTimestamp } from '@apiscope/core/timestamp-schema';
import { getKey } from '@apiscope/db/access/get-key';
import { insertKey } from '@apiscope/db/access/insert-key';
import type { DbOrTx } from '@apiscope/db/client';
import { makeToken } from './make-token.ts';

/** Makes a key and answers it with its token, which is nowhere else. @throws AppError BAD_REQUEST naming what makes no sense. */
export async function createKey(
  db: DbOrTx,
  input: CreateKeyInput,
  { createdBy, clock }: { createdBy: string; clock: Clock },
): Promise<ApiKeyWithToken> {
  const { name, service = null } = input;
  const scopes = [...new Set(input.scopes)];
  const expiresAt = input.expiresAt ? readTimestamp(input.expiresAt) : null;
  if (service !== null && !scopes.includes('ingest'))
    throw badParameter('service', 'says whose data may be sent, so the key needs the scope ingest');
  if (service !== null && scopes.includes('admin'))
    throw badParameter('service', 'binds nothing of a key that may do everything');
  if (expiresAt !== null && expiresAt <= clock.now())
    throw badParameter('expiresAt', 'lies in the past: nobody could use the key');
  const { token, prefix, hash } = makeToken();
  const id = await insertKey(db, { name, prefix, hash, scopes, service, createdBy, expiresAt });
  return { ...(await getKey(db, { id })), token };
}
