import type { Clock } from '@apiscope/core/clock';
import { AppError } from '@apiscope/core/errors';
import type { AuthMode } from '../access/create-identify.ts';
import { apiAway } from './call-api.ts';

/** How long an API that asks callers who they are is taken to go on doing so, ms. */
const trustMs = 60_000;

/**
 * For a server that others reach: an API that answers anybody is meant for its own machine, and would be opened to all of them.
 *
 * @returns a check that throws AppError while the API is such a one, or cannot be asked.
 */
export function requireGuardedApi(
  ask: (request: Request) => Promise<Response>,
  clock: Clock,
): () => Promise<void> {
  let trustedUntil = 0;
  let asking: Promise<void> | undefined;

  const check = async () => {
    const answer = await ask(new Request('http://api/session'));
    if (!answer.ok) throw apiAway();
    const { data } = (await answer.json()) as { data: { auth: AuthMode } };
    if (data.auth !== 'on')
      throw new AppError(
        'FORBIDDEN',
        'the API answers anybody (AUTH=off), which is for its own machine alone: set AUTH=on there, or HOST to a loopback address here',
      );
    trustedUntil = clock.monotonic() + trustMs;
  };

  return async () => {
    if (clock.monotonic() < trustedUntil) return;
    asking ??= check().finally(() => {
      asking = undefined;
    });
    await asking;
  };
}
