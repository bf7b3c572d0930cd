import { readTimestamp } from '@apiscope/core/timestamp-schema';
import type { TaskQueue } from '@apiscope/db/jobs/job-stats';
import { countDaysAhead } from '@apiscope/db/partitions/list-partition-days';
import { taskNames } from '@apiscope/jobs/catalog';
import { each, type Family, one, type Sample } from './family.ts';
import type { DatabaseReading, DatabaseState } from './read-database.ts';

const queueStates = ['ready', 'scheduled', 'failed', 'running', 'stuck', 'dead'] as const;

/** What is known of the database, and by it of the queue and of workers, which listen at no port themselves. */
export const databaseFamilies: readonly Family<DatabaseReading>[] = [
  {
    name: 'apiscope_database_up',
    type: 'gauge',
    help: 'Whether the database answered within 2 s.',
    samples: ({ latency }) => one(latency === null ? 0 : 1),
  },
  {
    name: 'apiscope_database_latency_seconds',
    type: 'gauge',
    help: 'Duration of one round trip to the database, waiting for a connection included.',
    samples: ({ latency }) => one(latency === null ? null : latency / 1_000),
  },
  {
    name: 'apiscope_database_read_success',
    type: 'gauge',
    help: 'Whether what follows from the tables could be read within 2 s; without it those metrics are absent.',
    samples: ({ state }) => one(state === null ? 0 : 1),
  },
  {
    name: 'apiscope_jobs',
    type: 'gauge',
    help: 'Jobs: ready (due), scheduled, failed (to be tried again later), running, stuck (their worker is gone) or dead.',
    labels: ['task', 'state'],
    samples: ofTasks((queue) =>
      queueStates.map((state) => ({ labels: { state }, value: queue?.[state] ?? 0 })),
    ),
  },
  {
    name: 'apiscope_job_oldest_due_seconds',
    type: 'gauge',
    help: 'How long the oldest job that is ready has been due; 0 without any.',
    labels: ['task'],
    samples: ofTasks((queue) => one(queue?.oldestAge ?? 0)),
  },
  {
    name: 'apiscope_workers',
    type: 'gauge',
    help: 'Workers: alive (seen within 30 s) or gone without a word.',
    labels: ['state'],
    samples: ofState(({ workers }) => {
      const alive = workers.filter((worker) => worker.alive).length;
      return each('state', { alive, gone: workers.length - alive });
    }),
  },
  {
    name: 'apiscope_worker_last_seen_timestamp_seconds',
    type: 'gauge',
    help: 'When a worker gave a sign of life last, by the clock of the database.',
    samples: ofState(({ workers }) => one(workers[0] && seconds(workers[0].seenAt))),
  },
  {
    name: 'apiscope_cron_last_run_timestamp_seconds',
    type: 'gauge',
    help: 'When a task with a schedule was started last.',
    labels: ['task'],
    samples: ofCrons(({ lastRun }) => (lastRun === null ? null : seconds(lastRun))),
  },
  {
    name: 'apiscope_cron_last_run_failed',
    type: 'gauge',
    help: 'Whether that run failed.',
    labels: ['task'],
    samples: ofCrons(({ lastStatus }) =>
      lastStatus === null ? null : Number(lastStatus === 'failed' || lastStatus === 'dead'),
    ),
  },
  {
    name: 'apiscope_cron_next_run_timestamp_seconds',
    type: 'gauge',
    help: 'When it is due next.',
    labels: ['task'],
    samples: ofCrons(({ nextRun }) => seconds(nextRun)),
  },
  {
    name: 'apiscope_rollup_unmerged_batches',
    type: 'gauge',
    help: 'Batches of samples that are in no minute, hour and day yet.',
    samples: ofState(({ unmerged }) => one(unmerged.count)),
  },
  {
    name: 'apiscope_rollup_lag_seconds',
    type: 'gauge',
    help: 'How long the oldest of them has waited; 0 without any.',
    samples: ofState(({ unmerged }) => one(unmerged.oldestAge ?? 0)),
  },
  {
    name: 'apiscope_partitions',
    type: 'gauge',
    help: 'Days that a table has a partition for.',
    labels: ['table'],
    samples: ofTables(({ length }) => length),
  },
  {
    name: 'apiscope_partitions_ahead',
    type: 'gauge',
    help: 'Days after today, one after the other, that a table has a partition for.',
    labels: ['table'],
    samples: ofTables(countDaysAhead),
  },
  {
    name: 'apiscope_partition_oldest_timestamp_seconds',
    type: 'gauge',
    help: 'Beginning of the oldest day that a table has a partition for.',
    labels: ['table'],
    samples: ofTables(([oldest]) => (oldest === undefined ? null : oldest / 1_000)),
  },
];

type Samples = Family<DatabaseReading>['samples'];

function ofState(samplesOf: (state: DatabaseState) => readonly Sample[]): Samples {
  return ({ state }) => (state === null ? [] : samplesOf(state));
}

/** Tasks without jobs are told of too, so that the first job is a rise. */
function ofTasks(samplesOf: (queue: TaskQueue | undefined) => readonly Sample[]): Samples {
  return ofState(({ tasks }) =>
    taskNames.flatMap((task) =>
      samplesOf(tasks.find((queue) => queue.task === task)).map(({ labels, value }) => ({
        labels: { task, ...labels },
        value,
      })),
    ),
  );
}

function ofCrons(numberOf: (cron: DatabaseState['crons'][number]) => number | null): Samples {
  return ofState(({ crons }) =>
    crons.flatMap((cron) => one(numberOf(cron)).map(({ value }) => ({ labels: { task: cron.task }, value }))),
  );
}

function ofTables(numberOf: (days: readonly number[], now: number) => number | null): Samples {
  return ofState(({ partitions, at }) =>
    Object.entries(partitions).flatMap(([table, days]) =>
      one(numberOf(days, at)).map(({ value }) => ({ labels: { table }, value })),
    ),
  );
}

function seconds(timestamp: string): number {
  return readTimestamp(timestamp) / 1_000;
}
