import { randomBytes } from 'node:crypto';
import { hashToken } from './make-token.ts';

/** The token of a new invitation, shown once, and what is kept of it. */
export function makeInvitation(): { token: string; hash: Uint8Array<ArrayBuffer> } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}
