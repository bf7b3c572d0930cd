import { AppError } from '@apiscope/core/errors';
import type { Access } from '../trpc/meta.ts';
import type { Actor } from './actor.ts';

/**
 * Lets those pass who may.
 * @throws AppError UNAUTHORIZED when nobody is known, or why what was shown was not taken; FORBIDDEN when the scope is missing.
 */
export function requireAccess(actor: Actor, access: Access): void {
  if (access === 'public') return;
  if (actor.refusal !== null) throw actor.refusal;
  if (actor.scopes.has(access)) return;
  if (actor.kind === 'anonymous')
    throw new AppError('UNAUTHORIZED', 'sign in, or send an API key as Authorization: Bearer');
  throw new AppError('FORBIDDEN', `this needs the scope ${access}`);
}

/** Lets a key that is bound to a service send data of that service alone. @throws AppError FORBIDDEN naming both. */
export function requireService(actor: Actor, service: string): void {
  if (actor.service === null || actor.service === service) return;
  throw new AppError('FORBIDDEN', `this key sends data of ${actor.service}, not of ${service}`, {
    issues: [{ path: 'service', message: `is not ${actor.service}, which the key is bound to` }],
  });
}
