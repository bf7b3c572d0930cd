import { createHash } from 'node:crypto';
import { AppError } from '@apiscope/core/errors';
import { countAttempt, forgetAttempts } from '@apiscope/db/access/count-attempt';
import type { Deps } from '../deps.ts';
import { networkOf } from './network-of.ts';

/** How long attempts are remembered, ms. */
const windowMs = 15 * 60_000;
/** Attempts in that time: from one address, at one account from one address, and at one account from anywhere. */
const most = { address: 50, pair: 10, account: 100 } as const;

type Attempt = { email: string; address: string | null };

/**
 * Lets an attempt to sign in through, or makes it wait. The limit of an account from anywhere is wide, so that nobody is locked out by
 * a stranger with a few guesses. @returns what to call when it succeeded. @throws AppError TOO_MANY_REQUESTS with the wait.
 */
export async function admitAttempt({ db, clock }: Deps, attempt: Attempt): Promise<() => Promise<void>> {
  const keys = keysOf(attempt);
  const now = clock.now();
  for (const kind of ['address', 'pair', 'account'] as const) {
    const wait = await countAttempt(db, { key: keys[kind], most: most[kind], windowMs }, now);
    if (wait > 0)
      throw new AppError('TOO_MANY_REQUESTS', 'too many attempts to sign in; wait, then try again', {
        retryAfter: Math.ceil(wait / 1_000),
      });
  }
  return () => forgetAttempts(db, { keys: [keys.pair, keys.account], before: now - windowMs });
}

/** Addresses, and whatever else was typed where one belongs, are not kept in words. */
function keysOf({ email, address }: Attempt) {
  const from = networkOf(address);
  const hash = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('base64url');
  return {
    address: `address:${hash(from)}`,
    pair: `pair:${hash(email, from)}`,
    account: `account:${hash(email)}`,
  };
}
