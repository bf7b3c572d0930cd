import type { ServiceDetail } from '@apiscope/core/services/schema';
import type { ReactNode } from 'react';
import { exactCount } from '../format/format-count.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Card } from '../ui/card.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { describeSource } from './request-source.ts';

/** What is known of a service, whatever the range. */
export function ServiceFacts({ detail }: { detail: ServiceDetail }) {
  const source = describeSource(detail);
  return (
    <Card title="About" note="of any range">
      <div className="px-4 pb-4 pt-2">
        <FieldList
          fields={[
            [
              'Requests from',
              <div key="source" data-testid="request-source">
                <span className="font-medium">{source.name}</span>
                <p className="text-xs text-muted">
                  {source.about} A service has one source at a time, so that no request counts twice.
                </p>
              </div>,
            ],
            ['First seen', moment(detail.firstSeen)],
            ['Last seen', moment(detail.lastSeen)],
            ['Sent last by', detail.sdk && [detail.sdk.name, detail.sdk.version].filter(Boolean).join(' ')],
            ['Endpoints', exactCount(detail.endpointCount)],
            ['Consumers', exactCount(detail.consumerCount)],
            [
              'Dropped',
              <span key="dropped" className={detail.dropped > 0 ? 'font-medium text-bad' : undefined}>
                {exactCount(detail.dropped)}
                <span className="font-normal text-muted"> observations that its senders had to drop</span>
              </span>,
            ],
          ]}
        />
      </div>
    </Card>
  );
}

function moment(at: string | null): ReactNode {
  return at === null ? 'never' : <Timestamp at={at} style="day-minute" />;
}
