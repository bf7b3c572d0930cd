import type { NewLog } from '../../packages/core/src/logs/schema.ts';
import { printTimestamp } from '../../packages/core/src/search/timestamp.ts';
import type { RealLog } from './read-real-logs.ts';
import { createRenewal } from './renew-identifiers.ts';

export type Amplification = {
  /** Logs wanted. */
  count: number;
  /** They are spread evenly over so many days. */
  days: number;
  /** The newest lies just before here, milliseconds since the UTC epoch. */
  end: number;
};

/** A source whose lines are in the first copy alone, so that a filter by it must look back to the oldest day. */
export const rareSource = 'gdm-binary';

/** The real logs in the order in which a copy repeats them: the systems side by side, each in its own order. */
export function interleave(logs: readonly RealLog[]): RealLog[] {
  const sizes = new Map<string, number>();
  const place = logs.map(({ system }) => {
    const n = sizes.get(system) ?? 0;
    sizes.set(system, n + 1);
    return n;
  });
  return logs
    .map((log, n) => ({ log, at: (place[n]! + 0.5) / sizes.get(log.system)! }))
    .sort((a, b) => a.at - b.at)
    .map(({ log }) => log);
}

/** The real log that the n-th amplified one (from 0) is made from, and its copy. */
export function originOf(real: readonly RealLog[], n: number): { real: RealLog; copy: number } {
  if (n < real.length) return { real: real[n]!, copy: 0 };
  const repeated = repeatedOf(real);
  const rest = n - real.length;
  return { real: repeated[rest % repeated.length]!, copy: 1 + Math.floor(rest / repeated.length) };
}

const repeatedOf = (real: readonly RealLog[]): RealLog[] =>
  real.filter(({ log }) => log.source !== rareSource);

/**
 * Repeats real logs until there are enough, oldest first: the first copy as they are, every further one with new identifiers, the same
 * within a copy.
 * @param real in the order of {@link interleave}.
 */
export function* amplifyLogs(
  real: readonly RealLog[],
  { count, days, end }: Amplification,
): Generator<NewLog> {
  const step = (days * 86_400_000) / count;
  const start = end - days * 86_400_000;
  const repeated = repeatedOf(real);
  let made = 0;
  for (let copy = 0; made < count; copy++) {
    const renew = copy === 0 ? (text: string) => text : createRenewal(copy);
    for (const { log } of copy === 0 ? real : repeated) {
      if (made >= count) return;
      const created_at = printTimestamp(Math.floor(start + made * step));
      made += 1;
      yield { ...renewLog(log, renew), created_at };
    }
  }
}

function renewLog(log: RealLog['log'], renew: (text: string) => string): RealLog['log'] {
  return {
    ...log,
    message: renew(log.message),
    ...(log.requestId !== undefined && { requestId: renew(log.requestId) }),
    ...(log.traceId !== undefined && { traceId: renew(log.traceId) }),
    ...(log.meta !== undefined && { meta: JSON.parse(renew(JSON.stringify(log.meta))) }),
  };
}
