import type { SeenSnapshot } from '@apiscope/core/replay/seen-schema';
import { useLocation } from '@remix-run/react';
import { NearPatterns } from '../patterns/near-patterns.tsx';
import { patternLink } from '../patterns/pattern-link.ts';
import { SeenBefore } from '../patterns/seen-before.tsx';
import { markRedacted } from '../ui/json-view.tsx';

type SnapshotSeenProps = {
  /** Null when it cannot be read. Its log lines have no `meta` here: nothing shows it. */
  seen: Omit<SeenSnapshot, 'logs'> | null;
  at: string;
};

/** Whether the endpoint failed like this before, and the kinds of log lines that read like what its answer said. */
export function SnapshotSeen({ seen, at }: SnapshotSeenProps) {
  const { search } = useLocation();
  return (
    <SeenBefore seen={seen} at={at} action="same endpoint, status and message">
      {seen?.message && (
        <pre className="mt-2 whitespace-pre-wrap break-words rounded-md bg-raised px-2 py-1 font-mono text-xs">
          {markRedacted(seen.message)}
        </pre>
      )}
      {seen && seen.similar.length > 0 && (
        <>
          <p className="mt-3 text-xs text-faint">Log patterns that read like it</p>
          <NearPatterns patterns={seen.similar} linkTo={({ id }) => patternLink(id, search)} />
        </>
      )}
    </SeenBefore>
  );
}
