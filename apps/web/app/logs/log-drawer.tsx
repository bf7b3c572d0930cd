import type { SeenLog } from '@apiscope/core/logs/seen-schema';
import { Link, useLocation } from '@remix-run/react';
import { patternLink } from '../patterns/pattern-link.ts';
import { SeenBefore } from '../patterns/seen-before.tsx';
import { Timestamp } from '../time/timestamp.tsx';
import { traceLink } from '../traces/trace-link.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { JsonView, markRedacted } from '../ui/json-view.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { Highlighted } from './highlighted.tsx';
import { LevelBadge } from './level-badge.tsx';
import type { LogKin } from './load-logs.server.ts';
import { isFailure, type LogRow } from './log-row.ts';
import { SimilarLogs } from './similar-logs.tsx';

type LogDrawerProps = {
  /** Null: no such line. */
  log: LogRow | null;
  /** The lines like it; undefined while they are on their way, null when they cannot be read. */
  kin: LogKin | null | undefined;
  /** Whether it was seen before; undefined while that is on its way, null when it cannot be read. */
  seen: SeenLog | null | undefined;
};

/** Everything about one line, ways to the lines that belong to it, and to those like it. */
export function LogDrawer({ log, kin, seen }: LogDrawerProps) {
  const linkWith = useLinkWith();
  const { search } = useLocation();
  const closeTo = linkWith({ log: null });
  if (log === null)
    return (
      <Drawer title="Log" label="Log" closeTo={closeTo}>
        <p className="p-6 text-center text-[13px] text-muted">
          This line does not exist, or its day has been removed by retention.
        </p>
      </Drawer>
    );
  const only = (name: string, value: string) => linkWith({ [`${name}__eq`]: value });
  return (
    <Drawer
      label={`Log ${log.id}`}
      closeTo={closeTo}
      title={
        <>
          <LevelBadge level={log.level} />
          <Timestamp at={log.created_at} />
        </>
      }
    >
      <Section title="Message" action={<CopyButton text={log.message} what="message" />}>
        <pre className="whitespace-pre-wrap break-words font-mono text-[13px] leading-5">
          {markRedacted(log.message, (part) => (
            <Highlighted text={part} />
          ))}
        </pre>
      </Section>
      {isFailure(log) && <SeenBefore seen={seen} at={log.created_at} />}
      <Section title="Fields">
        <FieldList
          fields={[
            [
              'Service',
              <FilterLink key="service" to={linkWith({ service: log.service })} text={log.service} />,
            ],
            ['Source', <FilterLink key="source" to={only('source', log.source)} text={log.source} />],
            [
              'Request',
              log.requestId && (
                <>
                  <FilterLink to={only('requestId', log.requestId)} text={log.requestId} />{' '}
                  <Link
                    to={`/dashboard/replay?requestId__eq=${encodeURIComponent(log.requestId)}`}
                    className="whitespace-nowrap text-xs text-accent hover:underline"
                  >
                    captured request
                  </Link>
                </>
              ),
            ],
            [
              'Trace',
              log.traceId && (
                <>
                  <FilterLink to={only('traceId', log.traceId)} text={log.traceId} />{' '}
                  <Link
                    to={traceLink(log.traceId)}
                    className="whitespace-nowrap text-xs text-accent hover:underline"
                  >
                    its spans
                  </Link>
                </>
              ),
            ],
            [
              'Pattern',
              log.patternId !== null && (
                <>
                  <FilterLink to={only('patternId', String(log.patternId))} text={`#${log.patternId}`} />{' '}
                  <Link
                    to={patternLink(log.patternId, search)}
                    className="whitespace-nowrap text-xs text-accent hover:underline"
                  >
                    about the pattern
                  </Link>
                </>
              ),
            ],
            ['Id', String(log.id)],
          ]}
        />
      </Section>
      {log.meta !== null && log.meta !== undefined && (
        <Section title="Meta" action={<CopyButton text={JSON.stringify(log.meta, null, 2)} what="meta" />}>
          <JsonView value={log.meta} />
        </Section>
      )}
      {log.patternId !== null && <SimilarLogs kin={kin} />}
    </Drawer>
  );
}

function FilterLink({ to, text }: { to: string; text: string }) {
  return (
    <Link
      to={to}
      preventScrollReset
      title="Only lines with this value"
      className="break-all font-mono text-xs text-accent hover:underline"
    >
      {text}
    </Link>
  );
}
