import { createHash, randomBytes, randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A new API key: the token, shown once, and what is kept of it. */
export type MadeToken = { token: string; prefix: string; hash: Uint8Array<ArrayBuffer> };

/** Makes an API key, `aps_<prefix>_<secret>`: 12 letters or digits by which it is found, and 256 random bits. */
export function makeToken(): MadeToken {
  const prefix = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('');
  const token = `aps_${prefix}_${randomBytes(32).toString('base64url')}`;
  return { token, prefix, hash: hashToken(token) };
}

/** What is kept of a token. Its secret is random, so that a slow hash would add nothing. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
