import type { ApiKey } from '@apiscope/core/access/key-schema';
import { Link } from '@remix-run/react';
import { Timestamp } from '../time/timestamp.tsx';
import { Button } from '../ui/button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { KeyStatus, Scopes } from './key-columns.tsx';

type KeyDrawerProps = {
  apiKey: ApiKey | null;
  isLoading: boolean;
  onRotate: () => void;
  onRevoke: () => void;
};

/** One key: what it may do, where it is used, and what can be done with it. */
export function KeyDrawer({ apiKey, isLoading, onRotate, onRevoke }: KeyDrawerProps) {
  const closeTo = useLinkWith()({ key: null });
  if (apiKey === null)
    return (
      <Drawer title="Key" label="Key" closeTo={closeTo}>
        <p className="p-6 text-center text-[13px] text-muted">
          {isLoading ? 'Loading…' : 'There is no such key.'}
        </p>
      </Drawer>
    );
  const { name, prefix, scopes, service, status, createdBy, previousPrefix, previousUntil } = apiKey;
  const time = (at: string | null, otherwise: string | null = null) =>
    at === null ? otherwise : <Timestamp at={at} />;
  return (
    <Drawer
      label={`Key ${name}`}
      closeTo={closeTo}
      title={
        <>
          <KeyStatus status={status} />
          <span className="truncate">{name}</span>
        </>
      }
    >
      <Section
        title="Key"
        action={
          status === 'revoked' ? null : (
            <span className="flex gap-2">
              {status === 'active' && (
                <Button size="small" needs="admin" onClick={onRotate}>
                  Rotate
                </Button>
              )}
              <Button size="small" tone="danger" needs="admin" onClick={onRevoke}>
                Revoke
              </Button>
            </span>
          )
        }
      >
        <FieldList
          fields={[
            ['Token', <span key="prefix" className="font-mono text-xs">{`aps_${prefix}_…`}</span>],
            ['Scopes', <Scopes key="scopes" scopes={scopes} />],
            [
              'May send',
              scopes.includes('ingest') || scopes.includes('admin')
                ? (service ?? 'data of any service')
                : 'nothing',
            ],
            ['Made by', createdBy],
            ['Made', time(apiKey.created_at)],
            ['Last used', time(apiKey.lastUsedAt, 'never')],
            ['Expires', time(apiKey.expiresAt, 'never')],
            ['Revoked', time(apiKey.revokedAt)],
            [
              'Old token',
              previousPrefix && (
                <span key="old">
                  <span className="font-mono text-xs">{`aps_${previousPrefix}_…`}</span> counts until{' '}
                  {time(previousUntil)}
                </span>
              ),
            ],
          ]}
        />
      </Section>
      <Section title="What it did">
        <Link
          to={`/dashboard/audit?range=30d&actor__eq=${encodeURIComponent(`key:${prefix}`)}`}
          className="text-[13px] font-medium text-accent underline"
        >
          Its lines in the audit log
        </Link>
      </Section>
    </Drawer>
  );
}
