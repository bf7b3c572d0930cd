import type { RetentionOverview } from '@apiscope/core/retention/schema';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatBytes } from '../format/format-bytes.ts';
import { exactCount, formatCount } from '../format/format-count.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import type { DaysQuestion } from './days-dialog.tsx';
import { daysOf, kindWords } from './kind-words.ts';
import { LastRun } from './last-run.tsx';

type Kind = RetentionOverview['kinds'][number];
type KindRowProps = { kind: Kind; services: readonly string[]; onAsk: (question: DaysQuestion) => void };

/** A kind: how much there is of it, how long it is kept, whose days differ, what the last run did. A card where a table has no room. */
export function KindRow({ kind: row, services, onAsk }: KindRowProps) {
  const { kind, bytes, rows, rowsAreEstimated, oldest, partitions, lastRun } = row;
  const words = kindWords[kind];
  return (
    <tr className="border-t border-line align-top text-[13px] max-lg:grid max-lg:grid-cols-2 max-lg:gap-x-4 max-lg:gap-y-2 max-lg:px-4 max-lg:py-3">
      <th scope="row" className="px-4 py-3 text-left font-normal max-lg:col-span-2 max-lg:p-0">
        <span className="block font-semibold">{words.name}</span>
        <span className="block text-xs text-faint lg:max-w-56">{words.about}</span>
      </th>
      <Cell label="Size" isNumber>
        <span
          title={
            bytes === null ? 'its rows lie in the tables of the other kinds' : `${exactCount(bytes)} bytes`
          }
        >
          {formatBytes(bytes)}
        </span>
      </Cell>
      <Cell label="Rows" isNumber>
        <span title={rowsAreEstimated ? 'estimated from a sample' : exactCount(rows)}>
          {rowsAreEstimated && '≈ '}
          {formatCount(rows)}
        </span>
      </Cell>
      <Cell label={kind === 'deleted' ? 'Deleted since' : 'Oldest'}>
        {oldest === null ? (
          <span className="text-faint">–</span>
        ) : (
          <Timestamp at={oldest} style="day-minute" />
        )}
        {oldest !== null && partitions !== null && (
          <span className="block text-xs text-faint">
            in {partitions} day {partitions === 1 ? 'partition' : 'partitions'}
          </span>
        )}
      </Cell>
      <Cell label="Last run">
        <LastRun kind={kind} run={lastRun} />
      </Cell>
      <Cell label="Kept" isWide>
        <Kept row={row} services={services} onAsk={onAsk} />
      </Cell>
    </tr>
  );
}

function Cell(props: { label: string; isNumber?: boolean; isWide?: boolean; children: ReactNode }) {
  const { label, isNumber = false, isWide = false, children } = props;
  return (
    <td
      className={`px-4 py-3 max-lg:p-0 ${isNumber ? 'tabular-nums lg:text-right' : ''} ${isWide ? 'max-lg:col-span-2' : ''}`}
    >
      <span className="block text-xs text-faint lg:hidden">{label}</span>
      {children}
    </td>
  );
}

function Kept({
  row,
  services,
  onAsk,
}: {
  row: Kind;
  services: readonly string[];
  onAsk: KindRowProps['onAsk'];
}) {
  const { kind, days, origin } = row;
  const { name, isByService } = kindWords[kind];
  const others = services.filter((service) => !row.services.some((own) => own.service === service));
  return (
    <ul className="space-y-1.5 lg:min-w-72">
      <li className="flex flex-wrap items-center gap-2">
        <span className="font-medium tabular-nums">{daysOf(days)}</span>
        <Badge tone={origin === 'policy' ? 'accent' : 'neutral'} title={originText[origin]}>
          {origin === 'policy' ? 'set here' : 'default'}
        </Badge>
        <span className="ml-auto flex gap-1">
          <Button
            needs="admin"
            size="small"
            aria-label={`Change how long ${name.toLowerCase()} are kept`}
            onClick={() => onAsk({ kind, service: null, days, intent: 'set' })}
          >
            Change
          </Button>
          {origin === 'policy' && (
            <Button
              needs="admin"
              size="small"
              tone="quiet"
              aria-label={`${name} back to the default`}
              onClick={() => onAsk({ kind, service: null, days, intent: 'reset' })}
            >
              Default
            </Button>
          )}
        </span>
      </li>
      {row.services.map((own) => (
        <li key={own.service} className="flex flex-wrap items-center gap-2 border-l-2 border-line pl-2">
          <span className="min-w-0 break-all font-mono text-xs">{own.service}</span>
          <span className="tabular-nums text-muted">{daysOf(own.days)}</span>
          <span className="ml-auto flex gap-1">
            <Button
              needs="admin"
              size="small"
              aria-label={`Change how long ${name.toLowerCase()} of ${own.service} are kept`}
              onClick={() => onAsk({ kind, ...own, intent: 'set' })}
            >
              Change
            </Button>
            <Button
              needs="admin"
              size="small"
              tone="quiet"
              aria-label={`Remove the days of ${own.service} for ${name.toLowerCase()}`}
              onClick={() => onAsk({ kind, ...own, intent: 'reset' })}
            >
              Remove
            </Button>
          </span>
        </li>
      ))}
      {isByService && others.length > 0 && (
        <li>
          <Button
            needs="admin"
            size="small"
            tone="quiet"
            className="-ml-2"
            aria-label={`Days of a service for ${name.toLowerCase()}`}
            onClick={() => onAsk({ kind, service: null, choices: others, days, intent: 'set' })}
          >
            <Plus aria-hidden className="size-3.5" />
            Days of a service
          </Button>
        </li>
      )}
    </ul>
  );
}

const originText = {
  default: 'as the environment of the server says (RETENTION_DAYS_…)',
  policy: 'set on this page or over the API, in place of the default',
};
