import { Link, useLocation } from '@remix-run/react';
import { linesLink } from '../patterns/lines-link.ts';
import { NearPatterns } from '../patterns/near-patterns.tsx';
import { PatternText } from '../patterns/pattern-text.tsx';
import { Timestamp } from '../time/timestamp.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { LevelBadge } from './level-badge.tsx';
import type { LogKin } from './load-logs.server.ts';

/** The pattern of the open line with its newest other lines, then the patterns that read like it, nearest first. */
export function SimilarLogs({ kin }: { kin: LogKin | null | undefined }) {
  const linkWith = useLinkWith();
  const { search } = useLocation();
  if (kin === undefined)
    return (
      <Section title="Similar lines">
        <p className="py-2 text-xs text-faint">Looking…</p>
      </Section>
    );
  if (kin === null)
    return (
      <Section title="Similar lines">
        <p role="alert" className="py-2 text-xs text-muted">
          They could not be read. Close the line and open it again to look once more.
        </p>
      </Section>
    );
  const { pattern, lines, nearest } = kin;
  return (
    <>
      <Section
        title="Lines of the same pattern"
        action={
          <Link to={linesLink(pattern.id, search)} className="text-accent hover:underline">
            Show all of them
          </Link>
        }
      >
        <p className="line-clamp-4 break-words font-mono text-xs" title={pattern.sample}>
          <PatternText pattern={pattern.pattern} />
        </p>
        <ul className="-mx-2 mt-1">
          {lines.map((log) => (
            <li key={log.id}>
              <Link
                to={linkWith({ log: String(log.id) })}
                preventScrollReset
                replace
                className="block rounded-md px-2 py-1.5 hover:bg-raised"
              >
                <span className="flex items-center gap-2 text-xs text-faint">
                  <LevelBadge level={log.level} />
                  <Timestamp at={log.created_at} style="day-second" />
                </span>
                <span className="mt-0.5 line-clamp-2 break-words font-mono text-xs">{log.message}</span>
              </Link>
            </li>
          ))}
        </ul>
        {lines.length === 0 && <p className="mt-2 text-xs text-faint">No other line has it.</p>}
      </Section>
      <Section title="Patterns like it">
        {nearest.length === 0 && (
          <p className="py-1 text-xs text-faint">No other pattern reads like this one.</p>
        )}
        <NearPatterns patterns={nearest} linkTo={({ id }) => linesLink(id, search)} />
      </Section>
    </>
  );
}
