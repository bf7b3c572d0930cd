import type { AuditEntry } from '@apiscope/core/access/audit-schema';
import { Link } from '@remix-run/react';
import { Timestamp } from '../time/timestamp.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';

type AuditDrawerProps = { entry: AuditEntry | null; isLoading: boolean };

/** One line of the audit log with all that was noted. */
export function AuditDrawer({ entry, isLoading }: AuditDrawerProps) {
  const linkWith = useLinkWith();
  const closeTo = linkWith({ entry: null });
  if (entry === null)
    return (
      <Drawer title="Entry" label="Entry" closeTo={closeTo}>
        <p className="p-6 text-center text-[13px] text-muted">
          {isLoading ? 'Loading…' : 'This entry does not exist, or retention has removed it.'}
        </p>
      </Drawer>
    );
  const { id, actor, action, subject, details, requestId } = entry;
  return (
    <Drawer
      label={`Entry ${id}`}
      closeTo={closeTo}
      title={<span className="truncate font-mono text-[13px]">{action}</span>}
    >
      <Section title="Entry">
        <FieldList
          fields={[
            ['When', <Timestamp key="at" at={entry.created_at} />],
            [
              'Who',
              <Link
                key="actor"
                to={linkWith({ actor__eq: actor, page: null })}
                className="break-all font-mono text-xs text-accent underline"
              >
                {actor}
              </Link>,
            ],
            [
              'What',
              <span key="action" className="font-mono text-xs">
                {action}
              </span>,
            ],
            ['To what', subject],
            [
              'Request',
              requestId && (
                <Link
                  key="request"
                  to={`/dashboard/logs?range=30d&requestId__eq=${encodeURIComponent(requestId)}`}
                  className="break-all font-mono text-xs text-accent underline"
                >
                  {requestId}
                </Link>
              ),
            ],
          ]}
        />
      </Section>
      <Section title="Details">
        <JsonView value={details} />
      </Section>
    </Drawer>
  );
}
