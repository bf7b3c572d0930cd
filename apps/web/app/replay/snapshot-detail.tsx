import type { CurlCommand } from '@apiscope/core/replay/curl-schema';
import { hasFailed } from '@apiscope/core/replay/failure-of';
import { Link } from '@remix-run/react';
import { LevelBadge } from '../logs/level-badge.tsx';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Section } from '../ui/section.tsx';
import { BodyView } from './body-view.tsx';
import { HeadersTable } from './headers-table.tsx';
import type { loadReplay } from './load-replay.server.ts';
import { PinButton } from './pin-button.tsx';
import { SnapshotFields } from './snapshot-fields.tsx';
import { SnapshotSeen } from './snapshot-seen.tsx';

type Detail = NonNullable<Awaited<ReturnType<typeof loadReplay>>['detail']>;
type SnapshotDetailProps = Pick<Detail, 'logs' | 'seen'> & {
  snapshot: NonNullable<Detail['snapshot']>;
  /** Null when it cannot be read. */
  curl: CurlCommand | null;
};

/** All that was captured of a request, and the log lines of it. */
export function SnapshotDetail({ snapshot, logs, seen, curl }: SnapshotDetailProps) {
  return (
    <>
      <Section
        title="Overview"
        action={
          <>
            {curl && <CopyButton text={curl.command} what="curl command" label="Copy as cURL" />}
            <PinButton id={snapshot.id} isPinned={snapshot.pinned} />
          </>
        }
      >
        <SnapshotFields snapshot={snapshot} />
        {curl && curl.needsValue.length > 0 && (
          <p className="mt-2 text-xs text-muted">
            The curl command needs values for{' '}
            {curl.needsValue.map(({ path, placeholder }, index) => (
              <span key={placeholder}>
                {index > 0 && ', '}
                {path} (<code>{placeholder}</code>)
              </span>
            ))}
            .
          </p>
        )}
      </Section>
      {hasFailed(snapshot.statusCode) && <SnapshotSeen seen={seen} at={snapshot.timestamp} />}
      {snapshot.redactedPaths.length > 0 && (
        <Section title="Redacted before it was stored">
          <p className="flex flex-wrap gap-1">
            {snapshot.redactedPaths.map((path) => (
              <Badge key={path} tone="warn">
                {path}
              </Badge>
            ))}
          </p>
        </Section>
      )}
      <Section title="Query">
        <HeadersTable values={snapshot.query} empty="The address had no query." />
      </Section>
      <Section title="Request headers">
        <HeadersTable values={snapshot.headers} empty="None were captured." />
      </Section>
      <BodyView title="Request body" body={snapshot.body} info={snapshot.bodyInfo} />
      <Section title="Response headers">
        <HeadersTable values={snapshot.responseHeaders} empty="None were captured." />
      </Section>
      <BodyView title="Response body" body={snapshot.responseBody} info={snapshot.responseBodyInfo} />
      <Section title="Log lines of this request">
        {logs.length === 0 ? (
          <p className="text-xs text-faint">None carries its request id.</p>
        ) : (
          <ul className="-mx-2">
            {logs.map((log) => (
              <li key={log.id}>
                <Link
                  to={`/dashboard/logs?requestId__eq=${encodeURIComponent(log.requestId ?? '')}&log=${log.id}`}
                  className="flex items-center gap-2 rounded-md px-2 py-1 text-xs hover:bg-raised"
                >
                  <span className="text-faint">
                    <Timestamp at={log.created_at} style="second" />
                  </span>
                  <LevelBadge level={log.level} />
                  <span className="truncate font-mono">{log.message}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
