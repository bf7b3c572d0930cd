import type { ServiceDetail } from '@apiscope/core/services/schema';

/** A version and stage of a service; `lastSeen` is null where only its first line told of it. */
export type VersionRow = {
  version: string | null;
  stage: string | null;
  firstSeen: string;
  lastSeen: string | null;
};

/** What a service ran as, latest first: as its requests and senders tell, and the versions that lines alone told of. */
export function versionRows({
  seenWith,
  versionsSeen,
}: Pick<ServiceDetail, 'seenWith' | 'versionsSeen'>): VersionRow[] {
  const told = new Set(seenWith.map(({ version }) => version));
  const others = versionsSeen.filter(({ version }) => !told.has(version));
  return [...seenWith, ...others.map((each) => ({ ...each, stage: null, lastSeen: null }))].sort(
    (a, b) => latest(b) - latest(a),
  );
}

function latest({ firstSeen, lastSeen }: VersionRow): number {
  return Date.parse(lastSeen ?? firstSeen);
}
