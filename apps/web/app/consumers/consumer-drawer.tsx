import { type ConsumerDetail, maxConsumerEndpoints, overflowConsumer } from '@apiscope/core/consumers/schema';
import { Link, useLocation } from '@remix-run/react';
import { exactCount } from '../format/format-count.ts';
import { EndpointRows } from '../metrics/endpoint-rows.tsx';
import { ErrorRate } from '../metrics/error-rate.tsx';
import { ApproximateNote, Count, Latency } from '../metrics/measure.tsx';
import { serviceLink } from '../services/service-link.ts';
import { scopeOf } from '../shell/nav-items.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { buttonLook } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { Section } from '../ui/section.tsx';
import { ConsumerName } from './consumer-name.tsx';

type ConsumerDrawerProps = {
  consumer: ConsumerDetail | null;
  /** Why there is none to show. */
  problem: string | null;
  isLoading: boolean;
  closeTo: string;
};

/** One consumer over the range: who it is, how its requests went, and the endpoints it called. */
export function ConsumerDrawer({ consumer, problem, isLoading, closeTo }: ConsumerDrawerProps) {
  const { search } = useLocation();
  if (consumer === null)
    return (
      <Drawer title="Consumer" label="Consumer" closeTo={closeTo}>
        <p className="p-6 text-center text-[13px] text-muted first-letter:uppercase">
          {isLoading ? 'Loading…' : problem}
        </p>
      </Drawer>
    );
  const { id, name, service, endpoints, range, firstSeen, lastSeen } = consumer;
  const isOverflow = id === overflowConsumer;
  const isCut = endpoints.length >= maxConsumerEndpoints;
  return (
    <Drawer
      label={`Consumer ${name ?? id}`}
      closeTo={closeTo}
      title={
        <span className="truncate">
          <ConsumerName id={id} name={name} />
        </span>
      }
    >
      <Section title="Consumer" action={<CopyButton text={id} what="id" label="Copy id" />}>
        <FieldList
          fields={[
            ['Id', <code key="id">{id}</code>],
            ['Name', name],
            [
              'Calls',
              <Link key="service" to={serviceLink(search, service)} className="text-accent hover:underline">
                {service}
              </Link>,
            ],
            ['First seen', <Timestamp key="first" at={firstSeen} style="day-minute" />],
            ['Last seen', <Timestamp key="last" at={lastSeen} style="day-minute" />],
          ]}
        />
      </Section>
      <Section
        title="Requests"
        action={
          !isOverflow && (
            <Link
              to={`/dashboard/replay${scopeOf(search, service)}&${new URLSearchParams({ consumer__eq: id })}`}
              className={buttonLook({ size: 'small' })}
            >
              Captured requests
            </Link>
          )
        }
      >
        <Numbers consumer={consumer} />
        {range.startDate && range.endDate && (
          <p className="mt-3 text-xs text-faint">
            Whole hours, <Timestamp at={range.startDate} style="day-minute" /> to{' '}
            <Timestamp at={range.endDate} style="day-minute" />.
          </p>
        )}
        <div className="mt-2">
          <ApproximateNote of={[consumer]} />
        </div>
      </Section>
      <Section
        title={isCut ? `${exactCount(endpoints.length)} endpoints, called most` : 'Endpoints it called'}
      >
        {endpoints.length === 0 ? (
          <p className="text-[13px] text-faint">It called none in this range.</p>
        ) : (
          <div className="-mx-4">
            <EndpointRows endpoints={endpoints.map((each) => ({ ...each, service }))} />
          </div>
        )}
      </Section>
    </Drawer>
  );
}

function Numbers({ consumer }: { consumer: ConsumerDetail }) {
  const { trafficCount, errorRate, clientErrorCount, serverErrorCount, approximate } = consumer;
  const numbers = [
    ['Requests', <Count key="count" of={trafficCount} isApproximate={approximate} />],
    ['Errors', <ErrorRate key="errors" rate={errorRate} of={trafficCount} isApproximate={approximate} />],
    ['4xx', <Count key="4xx" of={clientErrorCount} isApproximate={approximate} />],
    ['5xx', <Count key="5xx" of={serverErrorCount} isApproximate={approximate} />],
    ['p50', <Latency key="p50" ms={consumer.p50Latency} isApproximate={approximate} />],
    ['p95', <Latency key="p95" ms={consumer.p95Latency} isApproximate={approximate} />],
    ['p99', <Latency key="p99" ms={consumer.p99Latency} isApproximate={approximate} />],
    ['Average', <Latency key="avg" ms={consumer.avgLatency} isApproximate={approximate} />],
  ] as const;
  return (
    <dl className="grid grid-cols-4 gap-x-4 gap-y-3">
      {numbers.map(([label, value]) => (
        <div key={label}>
          <dt className="text-xs text-faint">{label}</dt>
          <dd className="text-base font-semibold tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
