import type { SeenLog } from '@apiscope/core/logs/seen-schema';
import { exactCount } from '../format/format-count.ts';

/** What is known of the like of a line or a failure. */
export type Seen = Pick<SeenLog, 'firstSeen' | 'lastSeen' | 'count' | 'version' | 'lastVersionWithout'> & {
  countIsCapped?: boolean;
};

/** Whether something was seen before, in a sentence. `at`: its own moment. */
export function seenAnswer({ firstSeen, lastSeen, count, countIsCapped }: Seen, at: string): string {
  if (firstSeen === null || count === null) return 'That is not known.';
  const times = `${countIsCapped ? 'more than ' : ''}${exactCount(count)} times`;
  if (lastSeen !== null) return `Yes, ${times} by now.`;
  if (firstSeen < at) return `Yes, ${times} by now; those before it are gone.`;
  return count === 1 ? 'No, this is the only one.' : `No, this was the first of ${exactCount(count)} by now.`;
}
