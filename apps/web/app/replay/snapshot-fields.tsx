import type { Snapshot } from '@apiscope/core/replay/schema';
import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { countryName } from '../format/country-name.ts';
import { formatCount } from '../format/format-count.ts';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { endpointLink } from '../metrics/endpoint-link.ts';
import { EndpointName } from '../metrics/endpoint-name.tsx';
import { Timestamp } from '../time/timestamp.tsx';
import { traceLink } from '../traces/trace-link.ts';
import { FieldList } from '../ui/field-list.tsx';

type SnapshotFacts = Omit<Snapshot, 'body' | 'responseBody'>;

const sources = {
  platform: 'from the platform’s headers',
  header: 'from a trusted proxy’s headers',
  ip: 'looked up by address',
  none: '',
} as const;

/** When, where, how long and for whom. */
export function SnapshotFields({ snapshot }: { snapshot: SnapshotFacts }) {
  const { service, endpoint, duration, requestId, traceId } = snapshot;
  return (
    <FieldList
      fields={[
        ['Time', <Timestamp key="time" at={snapshot.timestamp} />],
        [
          'Endpoint',
          <Link
            key="endpoint"
            to={endpointLink('', service, endpoint)}
            className="text-accent hover:underline"
          >
            <EndpointName endpoint={endpoint} />
          </Link>,
        ],
        ['Service', [service, snapshot.version, snapshot.stage].filter(Boolean).join(' · ')],
        [
          'Duration',
          <span key="duration" title={exactLatency(duration)}>
            {formatLatency(duration)}
          </span>,
        ],
        ['From', <Place key="place" snapshot={snapshot} />],
        ['User', snapshot.userId],
        ['Consumer', snapshot.consumer && <Consumer key="consumer" snapshot={snapshot} />],
        ...attributeFields(snapshot),
        ['Request', requestId && <Code text={requestId} />],
        [
          'Trace',
          traceId && (
            <Link
              key="trace"
              to={traceLink(traceId)}
              className="break-all font-mono text-xs text-accent hover:underline"
            >
              {traceId}
            </Link>
          ),
        ],
        ['Kept', snapshot.pinned ? 'Pinned: retention leaves it alone' : null],
        ['Id', String(snapshot.id)],
      ]}
    />
  );
}

/** What the observer of the service knew beside the HTTP of it. */
function attributeFields({ attributes }: SnapshotFacts): [string, ReactNode][] {
  const { rpc, error, validationPaths, timeToFirstByte, weight } = attributes ?? {};
  return [
    ['Procedure', rpc && [`${rpc.system} ${rpc.procedure}`, rpc.type].filter(Boolean).join(' · ')],
    ['Error', error && <Code text={[error.type, error.message].filter(Boolean).join(': ')} />],
    ['Refused input', validationPaths && <Code text={validationPaths.join(', ')} />],
    ['First byte', timeToFirstByte === undefined ? null : formatLatency(timeToFirstByte)],
    [
      'Stands for',
      weight === undefined ? null : `${formatCount(weight)} requests, of which the others were not sent`,
    ],
  ];
}

function Consumer({ snapshot }: { snapshot: SnapshotFacts }) {
  const { attributes } = snapshot;
  const consumer = snapshot.consumer ?? '';
  return (
    <Link
      to={`/dashboard/replay?consumer__eq=${encodeURIComponent(consumer)}`}
      className="text-accent hover:underline"
    >
      {attributes?.consumerName ? `${attributes.consumerName} (${consumer})` : consumer}
    </Link>
  );
}

function Place({ snapshot }: { snapshot: SnapshotFacts }) {
  const { geoCity, geoRegion, geoCountry, geoLat, geoLon, geoSource } = snapshot;
  const names = [geoCity, geoRegion, countryName(geoCountry)].filter(Boolean).join(', ');
  return (
    <span suppressHydrationWarning>
      {names}
      {geoLat !== null && geoLon !== null && ` (${geoLat}, ${geoLon})`}
      {geoSource !== 'none' && <span className="text-faint"> {sources[geoSource]}</span>}
    </span>
  );
}

function Code({ text }: { text: string }) {
  return <span className="break-all font-mono text-xs">{text}</span>;
}
