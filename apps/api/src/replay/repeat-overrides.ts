import { AppError } from '@apiscope/core/errors';
import { type ReplayOverrides, type ReplayRun, replayOverrides } from '@apiscope/core/replay/run-schema';

/**
 * The overrides of a replay with those that are given before them. It is not taken as confirmed again.
 * @throws AppError CONFLICT when they were too large to be kept.
 */
export function repeatOverrides(run: ReplayRun, given: ReplayOverrides): ReplayOverrides {
  const kept = replayOverrides.safeParse(run.overrides ?? {});
  if (!kept.success)
    throw new AppError('CONFLICT', `what was changed for replay ${run.id} was too large to be kept`);
  const { confirm: _, ...before } = kept.data;
  const headers = { ...byName(before.headers), ...byName(given.headers) };
  const target = given.target ?? run.target ?? before.target;
  return {
    ...before,
    ...given,
    ...(target !== undefined && { target }),
    ...(Object.keys(headers).length > 0 && { headers }),
  };
}

function byName(headers: ReplayOverrides['headers']): NonNullable<ReplayOverrides['headers']> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
