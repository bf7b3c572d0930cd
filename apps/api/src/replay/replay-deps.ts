import type { ReplayDeps } from '@apiscope/replay/run/replay-deps';
import type { Context } from '../trpc/context.ts';

/** What a replay leans on, out of what a request is served with. */
export function replayDeps({ deps, own }: Pick<Context, 'deps' | 'own'>): ReplayDeps {
  const { db, clock, newId, redactor, settings } = deps;
  return {
    db,
    clock,
    newId,
    redactor,
    replay: settings.replay,
    own,
  };
}
