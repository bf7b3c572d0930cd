import type { Level } from '@apiscope/core/logs/level';
import type { Stack } from '../charts/stack-bars.ts';

/** The levels as parts of a bar: the most severe at the bottom, where few are seen as well as many. */
export const levelStacks: readonly (Stack & { id: Level })[] = (
  ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
).map((id) => ({ id, color: `var(--level-${id})` }));
