import { Link } from '@remix-run/react';
import { Timestamp } from '../time/timestamp.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { LevelBadge } from './level-badge.tsx';
import type { LogRow } from './log-row.ts';

/** The newest line of each pattern that reads like the open one. */
export function SimilarLogs({ similar }: { similar: (LogRow & { similarity: number })[] | null }) {
  const linkWith = useLinkWith();
  return (
    <Section title="Similar lines">
      {similar === null && <p className="py-2 text-xs text-faint">Looking…</p>}
      {similar?.length === 0 && <p className="py-2 text-xs text-faint">No other line reads like this one.</p>}
      <ul className="-mx-2">
        {similar?.map((log) => (
          <li key={log.id}>
            <Link
              to={linkWith({ log: String(log.id) })}
              preventScrollReset
              className="block rounded-md px-2 py-1.5 hover:bg-raised"
            >
              <span className="flex items-center gap-2 text-xs text-faint">
                <LevelBadge level={log.level} />
                <Timestamp at={log.created_at} style="day-minute" />
                <span className="ml-auto tabular-nums" title={`cosine similarity ${log.similarity}`}>
                  {Math.round(log.similarity * 100)}% alike
                </span>
              </span>
              <span className="mt-0.5 line-clamp-2 break-words font-mono text-xs">{log.message}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
