import type { RetentionKind } from '@apiscope/core/retention/schema';

type KindWords = {
  name: string;
  about: string;
  /** What one row is called, and many. */
  row: string;
  rows: string;
  /** Whether services may have days of their own. */
  isByService: boolean;
};

/** The kinds in the words of the page. */
export const kindWords: Record<RetentionKind, KindWords> = {
  logs: {
    name: 'Logs',
    about: 'lines with their counters; patterns go once no line has them',
    row: 'line',
    rows: 'lines',
    isByService: true,
  },
  snapshots: {
    name: 'Snapshots',
    about: 'captured requests; pinned ones stay whatever their age',
    row: 'snapshot',
    rows: 'snapshots',
    isByService: true,
  },
  metrics: {
    name: 'Minute windows',
    about: 'metrics by the minute; those by hour and day stay for good',
    row: 'window',
    rows: 'windows',
    isByService: true,
  },
  traces: {
    name: 'Traces',
    about: 'spans as OpenTelemetry sent them; traces that have none left',
    row: 'span',
    rows: 'spans',
    isByService: true,
  },
  jobs: {
    name: 'Jobs',
    about: 'history of jobs that ended; waiting ones stay',
    row: 'job',
    rows: 'jobs',
    isByService: false,
  },
  deleted: {
    name: 'Deleted rows',
    about: 'hidden everywhere, until they are removed for good',
    row: 'row',
    rows: 'rows',
    isByService: false,
  },
};

/** `1 day`, `30 days`. */
export function daysOf(days: number): string {
  return `${days.toLocaleString('en-US')} ${days === 1 ? 'day' : 'days'}`;
}
