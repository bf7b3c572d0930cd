import type { Snapshot } from '@apiscope/core/replay/schema';
import { Link } from '@remix-run/react';
import { countryName } from '../format/country-name.ts';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { endpointLink } from '../metrics/endpoint-link.ts';
import { EndpointName } from '../metrics/endpoint-name.tsx';
import { Timestamp } from '../time/timestamp.tsx';
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
        ['Request', requestId && <Code text={requestId} />],
        ['Trace', traceId && <Code text={traceId} />],
        ['Kept', snapshot.pinned ? 'Pinned: retention leaves it alone' : null],
        ['Id', String(snapshot.id)],
      ]}
    />
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
