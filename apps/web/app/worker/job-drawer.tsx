import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { JobButtons } from './job-buttons.tsx';
import type { JobRow } from './job-columns.tsx';
import { JobStatusBadge } from './job-status-badge.tsx';

type JobDrawerProps = { job: JobRow | null; isLoading: boolean };

/** One job: its state, what it was given, what came of it. */
export function JobDrawer({ job, isLoading }: JobDrawerProps) {
  const linkWith = useLinkWith();
  const closeTo = linkWith({ job: null });
  if (job === null)
    return (
      <Drawer title="Job" label="Job" closeTo={closeTo}>
        <p className="p-6 text-center text-[13px] text-muted">
          {isLoading ? 'Loading…' : 'This job does not exist, or its history has been removed by retention.'}
        </p>
      </Drawer>
    );
  const time = (at: string | null) => at && <Timestamp at={at} />;
  return (
    <Drawer
      label={`Job ${job.id}`}
      closeTo={closeTo}
      title={
        <>
          <JobStatusBadge status={job.status} isStuck={job.stuck} />
          <span className="truncate font-mono text-[13px]">{job.task}</span>
          <span className="text-faint">{job.id}</span>
        </>
      }
    >
      <Section title="State" action={<JobButtons job={job} />}>
        <FieldList
          fields={[
            ['Attempts', `${job.attempts} of ${job.maxAttempts}`],
            [
              'Duration',
              <span key="duration" title={exactLatency(job.duration)}>
                {formatLatency(job.duration)}
              </span>,
            ],
            ['Created', time(job.created_at)],
            ['Not before', time(job.runAt)],
            ['Started', time(job.startedAt)],
            ['Finished', time(job.finishedAt)],
            ['Priority', String(job.priority)],
            ['Key', job.jobKey],
            ['Worker', job.workerId],
          ]}
        />
      </Section>
      {job.error && (
        <Section title="Error" action={<CopyButton text={job.error} what="error" />}>
          <JsonView value={job.error} />
        </Section>
      )}
      <Section
        title="Payload"
        action={<CopyButton text={JSON.stringify(job.payload ?? null, null, 2)} what="payload" />}
      >
        <JsonView value={job.payload ?? null} />
      </Section>
      <Section title="Result">
        {job.result == null ? (
          <p className="text-xs text-faint">None yet.</p>
        ) : (
          <JsonView value={job.result} />
        )}
      </Section>
    </Drawer>
  );
}
