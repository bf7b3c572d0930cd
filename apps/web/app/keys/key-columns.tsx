import type { ApiKey } from '@apiscope/core/access/key-schema';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge, type BadgeTone } from '../ui/badge.tsx';
import { columnsOf } from '../ui/table-columns.ts';

const tones: Readonly<Record<ApiKey['status'], BadgeTone>> = {
  active: 'good',
  expired: 'warn',
  revoked: 'neutral',
};

export function KeyStatus({ status }: { status: ApiKey['status'] }) {
  return <Badge tone={tones[status]}>{status}</Badge>;
}

export function Scopes({ scopes }: Pick<ApiKey, 'scopes'>) {
  return (
    <span className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Badge key={scope} tone={scope === 'admin' ? 'warn' : 'accent'}>
          {scope}
        </Badge>
      ))}
    </span>
  );
}

import { CutText } from '../ui/cut-text.tsx';

const column = columnsOf<ApiKey>();
const moment = (at: string | null, otherwise: string) =>
  at === null ? (
    <span className="text-xs text-faint">{otherwise}</span>
  ) : (
    <span className="font-mono text-xs text-muted">
      <Timestamp at={at} style="day-minute" />
    </span>
  );

/** The columns of the list of keys. */
export const keyColumns = column.columns([
  column.accessor('name', {
    header: 'Name',
    cell: ({ getValue, row }) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium" title={getValue()}>
          {getValue()}
        </span>
        <span className="block truncate font-mono text-xs text-faint">aps_{row.original.prefix}_…</span>
      </span>
    ),
    meta: { sort: 'name', className: 'max-w-0 w-1/3' },
  }),
  column.accessor('status', {
    header: 'Status',
    cell: ({ getValue }) => <KeyStatus status={getValue()} />,
    meta: { className: 'w-24' },
  }),
  column.accessor('scopes', {
    header: 'Scopes',
    cell: ({ getValue }) => <Scopes scopes={getValue()} />,
    meta: { className: 'w-44 max-sm:w-20' },
  }),
  column.accessor('service', {
    header: 'Service',
    cell: ({ getValue }) =>
      getValue() === null ? (
        <span className="text-xs text-faint">any</span>
      ) : (
        <CutText text={getValue() ?? ''} className="max-w-32 font-mono text-xs" />
      ),
    meta: { sort: 'service', className: 'w-32 max-md:hidden' },
  }),
  column.accessor('lastUsedAt', {
    header: 'Last used',
    cell: ({ getValue }) => moment(getValue(), 'never'),
    meta: { sort: 'lastUsedAt', className: 'w-36 max-sm:hidden' },
  }),
  column.accessor('expiresAt', {
    header: 'Expires',
    cell: ({ getValue }) => moment(getValue(), 'never'),
    meta: { sort: 'expiresAt', className: 'w-36 max-lg:hidden' },
  }),
  column.accessor('created_at', {
    header: 'Made',
    cell: ({ getValue }) => moment(getValue(), ''),
    meta: { sort: 'created_at', className: 'w-36 max-lg:hidden' },
  }),
]);
