import { hasFailed } from '@apiscope/core/replay/failure-of';
import { Link } from '@remix-run/react';
import { LevelBadge } from '../logs/level-badge.tsx';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { BodyView } from './body-view.tsx';
import { HeadersTable } from './headers-table.tsx';
import type { loadReplay } from './load-replay.server.ts';
import { SnapshotFields } from './snapshot-fields.tsx';
import { SnapshotSeen } from './snapshot-seen.tsx';
import { StatusBadge } from './status-badge.tsx';

type SnapshotDrawerProps = { detail: Awaited<ReturnType<typeof loadReplay>>['detail'] };

/** One captured request with its response; null while it is on its way. */
export function SnapshotDrawer({ detail }: SnapshotDrawerProps) {
  const linkWith = useLinkWith();
  const closeTo = linkWith({ snapshot: null });
  if (detail === null || detail.snapshot === null)
    return (
      <Drawer title="Captured request" label="Captured request" closeTo={closeTo}>
        <p className="p-6 text-center text-[13px] text-muted">
          {detail === null
            ? 'Loading…'
            : 'This request does not exist, or its day has been removed by retention.'}
        </p>
      </Drawer>
    );
  const { snapshot, logs, seen } = detail;
  return (
    <Drawer
      label={`Captured request ${snapshot.id}`}
      closeTo={closeTo}
      title={
        <>
          <StatusBadge status={snapshot.statusCode} />
          <span className="truncate font-mono text-[13px]" title={snapshot.path}>
            {snapshot.method} {snapshot.path}
          </span>
        </>
      }
    >
      <Section title="Overview">
        <SnapshotFields snapshot={snapshot} />
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
    </Drawer>
  );
}
