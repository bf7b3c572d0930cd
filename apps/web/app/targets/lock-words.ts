import type { TargetLock } from '@apiscope/core/replay/target-schema';

/** How each lock is told: in a list, and where it is chosen. */
export const lockWords: Readonly<Record<TargetLock, { short: string; long: string }>> = {
  none: { short: 'open', long: 'Nothing is locked; what may change something is confirmed' },
  unsafe: { short: 'reads only', long: 'Reads only: GET, HEAD and OPTIONS' },
  all: { short: 'locked', long: 'Locked: nothing is sent' },
};
