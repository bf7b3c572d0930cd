import { timingSafeEqual } from 'node:crypto';
import { grantedBy } from '@apiscope/core/access/schema';
import { readTokenPrefix } from '@apiscope/core/access/token';
import type { Clock } from '@apiscope/core/clock';
import { AppError } from '@apiscope/core/errors';
import { findKey } from '@apiscope/db/access/find-key';
import { touchKey } from '@apiscope/db/access/touch-key';
import type { Db } from '@apiscope/db/client';
import { type Actor, anybody, nobody } from './actor.ts';
import { hashToken } from './make-token.ts';

/** Says nothing of what was wrong with it: that would help to guess. */
const unknown = () => new AppError('UNAUTHORIZED', 'the API key is not known');

/** Whose API key this is; one that is unknown, expired or revoked is nobody's. */
export async function identifyKey(db: Db, { token, clock }: { token: string; clock: Clock }): Promise<Actor> {
  const prefix = readTokenPrefix(token);
  const key = prefix === null ? null : await findKey(db, prefix);
  if (prefix === null || key === null || !timingSafeEqual(key.hash, hashToken(token)))
    return nobody(unknown());
  const now = clock.now();
  if (key.isRevoked) return nobody(new AppError('UNAUTHORIZED', 'the API key was revoked'));
  if (key.expiresAt !== null && key.expiresAt <= now)
    return nobody(new AppError('UNAUTHORIZED', 'the API key has expired'));
  await touchKey(db, { ...key, at: now });
  return {
    ...anybody,
    kind: 'key',
    name: `key:${prefix}`,
    scopes: grantedBy(key.scopes),
    service: key.service,
    expiresAt: key.expiresAt,
  };
}
