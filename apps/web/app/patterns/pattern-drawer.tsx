import { Link, useLocation } from '@remix-run/react';
import { exactCount } from '../format/format-count.ts';
import { levelStacks } from '../logs/level-stacks.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { markRedacted } from '../ui/json-view.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { LevelMix } from './level-mix.tsx';
import { linesLink } from './lines-link.ts';
import type { loadPatterns } from './load-patterns.server.ts';
import { NearPatterns } from './near-patterns.tsx';
import { PatternText } from './pattern-text.tsx';
import { PatternTrend } from './pattern-trend.tsx';

type PatternDrawerProps = {
  /** Null while it is on its way. */
  detail: Awaited<ReturnType<typeof loadPatterns>>['detail'];
  now: number;
};

/** One pattern: its text, a line of it, its numbers, its course over the range, and what is like it. */
export function PatternDrawer({ detail, now }: PatternDrawerProps) {
  const linkWith = useLinkWith();
  const { search } = useLocation();
  const closeTo = linkWith({ pattern: null });
  if (detail === null || detail.pattern === null)
    return (
      <Drawer title="Pattern" label="Pattern" closeTo={closeTo}>
        <p className="p-6 text-center text-[13px] text-muted">
          {detail === null
            ? 'Loading…'
            : 'This pattern does not exist, or retention removed it with its lines.'}
        </p>
      </Drawer>
    );
  const { pattern, trend, nearest } = detail;
  const left = levelStacks.filter(({ id }) => pattern.levels[id] > 0);
  return (
    <Drawer
      label={`Pattern ${pattern.id}`}
      closeTo={closeTo}
      title={
        <>
          Pattern <span className="font-mono text-xs text-faint">#{pattern.id}</span>
        </>
      }
    >
      <Section title="Text" action={<CopyButton text={pattern.pattern} what="pattern" />}>
        <p className="whitespace-pre-wrap break-words font-mono text-[13px] leading-5">
          <PatternText pattern={pattern.pattern} />
        </p>
        {pattern.isOverflow && (
          <div className="mt-2">
            <Notice tone="warn">
              This service has as many patterns as it may. The lines of all further ones are here together,
              alike or not.
            </Notice>
          </div>
        )}
      </Section>
      <Section
        title="Numbers"
        action={
          <Link to={linesLink(pattern.id, search)} className="text-accent hover:underline">
            Show its lines
          </Link>
        }
      >
        <FieldList
          fields={[
            [
              'Service',
              <Narrow
                key="s"
                to={linkWith({ service: pattern.service, page: null })}
                text={pattern.service}
              />,
            ],
            [
              'Source',
              !pattern.isOverflow && (
                <Narrow to={linkWith({ source__eq: pattern.source, page: null })} text={pattern.source} />
              ),
            ],
            ['Lines', `${exactCount(pattern.count)} ever`],
            [
              'Still there',
              <span key="l" className="block space-y-1">
                <span className="block">
                  {left.length === 0
                    ? 'none'
                    : left.map(({ id }) => `${exactCount(pattern.levels[id])} ${id}`).join(', ')}
                </span>
                {left.length > 0 && (
                  <span className="block max-w-56">
                    <LevelMix levels={pattern.levels} />
                  </span>
                )}
              </span>,
            ],
            ['First seen', <Timestamp key="f" at={pattern.firstSeen} />],
            ['Last seen', <Timestamp key="t" at={pattern.lastSeen} />],
          ]}
        />
      </Section>
      {trend && <PatternTrend trend={trend} now={now} />}
      <Section title="A line of it" action={<CopyButton text={pattern.sample} what="line" />}>
        <pre className="whitespace-pre-wrap break-words font-mono text-xs leading-5">
          {markRedacted(pattern.sample)}
        </pre>
      </Section>
      <Section title="Patterns like it">
        {nearest.length === 0 && <p className="text-xs text-faint">No other pattern reads like this one.</p>}
        <NearPatterns patterns={nearest} linkTo={({ id }) => linkWith({ pattern: String(id) })} />
      </Section>
    </Drawer>
  );
}

function Narrow({ to, text }: { to: string; text: string }) {
  return (
    <Link
      to={to}
      preventScrollReset
      title="Only patterns with this value"
      className="break-all font-mono text-xs text-accent hover:underline"
    >
      {text}
    </Link>
  );
}
