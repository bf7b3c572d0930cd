import type { PatternRules } from '@apiscope/db/logs/resolve-patterns';
import type { Deps } from '../deps.ts';

/** How patterns that were not seen before are taken in. */
export function patternRules({ embedder, settings }: Deps): PatternRules {
  return { embedder, maxPatterns: settings.maxPatterns };
}
