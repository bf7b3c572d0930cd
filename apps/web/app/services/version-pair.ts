import type { ServiceDetail } from '@apiscope/core/services/schema';
import type { VersionNumbers } from '@apiscope/core/services/version-schema';

/** The names of two versions that are compared. */
export type VersionPair = { before: string; after: string };

/** Versions of a service, that which appeared last first. */
export function listVersions({
  seenWith,
  versionsSeen,
}: Pick<ServiceDetail, 'seenWith' | 'versionsSeen'>): string[] {
  const first = new Map<string, number>();
  for (const { version, firstSeen } of [...seenWith, ...versionsSeen]) {
    if (version !== null) first.set(version, Math.min(first.get(version) ?? Infinity, Date.parse(firstSeen)));
  }
  return [...first].sort(([a, at], [b, bt]) => bt - at || (a < b ? 1 : -1)).map(([version]) => version);
}

/** The two versions that an address asks for; else the one that appeared last and the one before it. Null where there are not two. */
export function chooseVersions(versions: readonly string[], params: URLSearchParams): VersionPair | null {
  if (versions.length < 2) return null;
  const asked = (name: string) => versions.find((version) => version === params.get(name));
  const after = asked('after') ?? versions.find((version) => version !== params.get('before'))!;
  const at = versions.indexOf(after);
  const before = asked('before') ?? versions[at + 1] ?? versions[at - 1]!;
  return { before, after };
}

/** Requests that both must have had before anything is called worse: of fewer, one failure is a jump. */
const fewest = 20;
/** What is called worse: points of the error rate, and a ratio of latencies that are this far apart, ms. */
const worse = { points: 1, ratio: 1.2, ms: 5 } as const;

export type Measured = 'errorRate' | 'p50Latency' | 'p95Latency';

/** Whether the version after did clearly worse than the one before. */
export function isWorse(
  { before, after }: { before: VersionNumbers | null; after: VersionNumbers | null },
  what: Measured,
): boolean {
  if (before === null || after === null || Math.min(before.count, after.count) < fewest) return false;
  const [was, is] = [before[what], after[what]];
  if (was === null || is === null) return false;
  if (what === 'errorRate') return is - was >= worse.points;
  return is >= was * worse.ratio && is - was >= worse.ms;
}
