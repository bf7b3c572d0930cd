import type { Pattern } from '@apiscope/core/logs/pattern-schema';
import { Link, useLocation } from '@remix-run/react';
import { exactCount } from '../format/format-count.ts';
import { scopeOf } from '../shell/nav-items.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { classNames } from '../ui/class-names.ts';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { LevelBadge } from './level-badge.tsx';
import type { LogKin } from './load-logs.server.ts';

/** The pattern of the open line with its newest other lines, then the patterns that read like it, nearest first. */
export function SimilarLogs({ kin }: { kin: LogKin | null | undefined }) {
  const linkWith = useLinkWith();
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
        action={<LinesLink pattern={pattern}>Show all of them</LinesLink>}
      >
        <PatternText pattern={pattern} />
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
        <ul className="space-y-3">
          {nearest.map((other) => (
            <li key={other.id} data-testid="similar-pattern">
              <PatternText pattern={other} similarity={other.similarity} />
              <LinesLink pattern={other}>Show its lines</LinesLink>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function PatternText({ pattern, similarity }: { pattern: Pattern; similarity?: number }) {
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 text-xs text-faint">
        {similarity !== undefined && (
          <span
            className="flex items-center gap-1.5 font-medium text-ink"
            title={`cosine similarity ${similarity}`}
          >
            <span aria-hidden className="h-1.5 w-10 overflow-hidden rounded-full bg-raised">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${Math.max(0, similarity) * 100}%` }}
              />
            </span>
            {Math.round(similarity * 100)}% alike
          </span>
        )}
        <span>
          {pattern.service} · {pattern.source}
        </span>
        <span>
          {exactCount(pattern.count)} {pattern.count === 1 ? 'line' : 'lines'} ever
        </span>
        <span>
          last <Timestamp at={pattern.lastSeen} style="day-second" />
        </span>
      </p>
      <p
        className={classNames(
          'mt-0.5 break-words font-mono text-xs',
          similarity === undefined ? 'line-clamp-4' : 'line-clamp-2',
        )}
        title={pattern.sample}
      >
        {pattern.pattern}
      </p>
    </>
  );
}

/** Leads to all lines of a pattern in the range shown, whatever else was asked for. */
function LinesLink({ pattern, children }: { pattern: Pattern; children: string }) {
  const { search } = useLocation();
  const params = new URLSearchParams(scopeOf(search));
  params.delete('service');
  params.set('patternId__eq', String(pattern.id));
  return (
    <Link to={{ search: params.toString() }} className="text-xs text-accent hover:underline">
      {children}
    </Link>
  );
}
