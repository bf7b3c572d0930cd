import { type BatcherStats, dropReasons } from '@apiscope/core/batch/batcher-stats';
import { streamGapReasons } from '@apiscope/core/logs/schema';
import { poolStats } from '@apiscope/db/client';
import type { Batchers, Deps } from '../../deps.ts';
import type { DoorStats } from '../../ingest/create-ingest-counts.ts';
import { each, type Family, one, type Sample } from './family.ts';

type ProcessFamily = Family<Deps>;

/** What lives in this process, and is told while the database is away too. */
export const processFamilies: readonly ProcessFamily[] = [
  {
    name: 'apiscope_build_info',
    type: 'gauge',
    help: 'Version of this program; always 1.',
    labels: ['version'],
    samples: ({ settings }) => [{ labels: { version: settings.programVersion }, value: 1 }],
  },
  {
    name: 'apiscope_ingest_requests_total',
    type: 'counter',
    help: 'Requests with data of other programs, by door and HTTP status.',
    labels: ['door', 'code'],
    samples: ofDoors(({ answers }) =>
      [...answers].map(([code, value]) => ({ labels: { code: String(code) }, value })),
    ),
  },
  {
    name: 'apiscope_ingest_records_total',
    type: 'counter',
    help: 'Records of requests that were read: stored, stored before (duplicate), or refused for what they say.',
    labels: ['door', 'outcome'],
    samples: ofDoors(({ records }) => each('outcome', records)),
  },
  {
    name: 'apiscope_ingest_received_bytes_total',
    type: 'counter',
    help: 'Bytes of bodies that were read, without their content encoding.',
    labels: ['door'],
    samples: ofDoors(({ bytes }) => one(bytes)),
  },
  {
    name: 'apiscope_ingest_dropped_by_senders_total',
    type: 'counter',
    help: 'Records that SDKs say they had to drop before they could send them.',
    samples: ({ ingested }) => one(ingested.stats().droppedBySenders),
  },
  {
    name: 'apiscope_intake_requests',
    type: 'gauge',
    help: 'Requests with data that are under way.',
    samples: ({ intake }) => one(intake.stats().requests),
  },
  {
    name: 'apiscope_intake_max_requests',
    type: 'gauge',
    help: 'Requests with data that may be under way (INGEST_MAX_REQUESTS).',
    samples: ({ intake }) => one(intake.limits.maxRequests),
  },
  {
    name: 'apiscope_intake_bytes',
    type: 'gauge',
    help: 'Bytes of their bodies that are held.',
    samples: ({ intake }) => one(intake.stats().bytes),
  },
  {
    name: 'apiscope_intake_max_bytes',
    type: 'gauge',
    help: 'Bytes of their bodies that may be held (INGEST_MAX_BYTES).',
    samples: ({ intake }) => one(intake.limits.maxBytes),
  },
  {
    name: 'apiscope_intake_refused_total',
    type: 'counter',
    help: 'Requests with data that found no room among those under way.',
    samples: ({ intake }) => one(intake.stats().refused),
  },
  {
    name: 'apiscope_buffer_items',
    type: 'gauge',
    help: 'Items captured by this process that wait for the database.',
    labels: ['buffer'],
    samples: ofBuffers(({ buffered }) => one(buffered)),
  },
  {
    name: 'apiscope_buffer_max_items',
    type: 'gauge',
    help: 'Items that may wait; further ones are dropped.',
    labels: ['buffer'],
    samples: ofBuffers(({ capacity }) => one(capacity)),
  },
  {
    name: 'apiscope_buffer_delivered_items_total',
    type: 'counter',
    help: 'Items that the database has taken.',
    labels: ['buffer'],
    samples: ofBuffers(({ flushed }) => one(flushed)),
  },
  {
    name: 'apiscope_buffer_failed_deliveries_total',
    type: 'counter',
    help: 'Attempts to deliver that failed; most are made again.',
    labels: ['buffer'],
    samples: ofBuffers(({ failedFlushes }) => one(failedFlushes)),
  },
  {
    name: 'apiscope_buffer_dropped_items_total',
    type: 'counter',
    help: 'Items that were lost: the buffer was full, the process closed, or the database refused them for good.',
    labels: ['buffer', 'reason'],
    samples: ofBuffers(({ droppedBy }) =>
      dropReasons.map((reason) => ({ labels: { reason }, value: droppedBy[reason] })),
    ),
  },
  {
    name: 'apiscope_stream_clients',
    type: 'gauge',
    help: 'Clients that follow a stream of this process.',
    labels: ['stream'],
    samples: ofStreams(({ clients }) => one(clients)),
  },
  {
    name: 'apiscope_stream_events_total',
    type: 'counter',
    help: 'Rows handed to clients of a stream.',
    labels: ['stream'],
    samples: ofStreams((feed) => one(feed.stats().events)),
  },
  {
    name: 'apiscope_stream_gaps_total',
    type: 'counter',
    help: 'Times that a client was told that rows are missing.',
    labels: ['stream', 'reason'],
    samples: ofStreams((feed) => {
      const { gaps } = feed.stats();
      return streamGapReasons.map((reason) => ({ labels: { reason }, value: gaps[reason] ?? 0 }));
    }),
  },
  {
    name: 'apiscope_stream_lag_seconds',
    type: 'gauge',
    help: 'How long rows that are there have waited to be read for the clients; 0 when all are read.',
    labels: ['stream'],
    samples: ofStreams((feed) => one(feed.stats().lag / 1_000)),
  },
  {
    name: 'apiscope_stream_listening',
    type: 'gauge',
    help: 'Whether the connection stands by which the database tells of new rows.',
    samples: ({ hub }) => one(hub.isListening() ? 1 : 0),
  },
  {
    name: 'apiscope_database_pool_connections',
    type: 'gauge',
    help: 'Connections of this process to the database.',
    labels: ['state'],
    samples: ({ db }) => {
      const stats = poolStats(db);
      return stats === null ? [] : each('state', { in_use: stats.inUse, idle: stats.idle });
    },
  },
  {
    name: 'apiscope_database_pool_max_connections',
    type: 'gauge',
    help: 'Connections that this process may open.',
    samples: ({ db }) => one(poolStats(db)?.max),
  },
  {
    name: 'apiscope_database_pool_waiting',
    type: 'gauge',
    help: 'Callers that wait for a connection.',
    samples: ({ db }) => one(poolStats(db)?.waiting),
  },
];

function ofDoors(samplesOf: (stats: DoorStats) => readonly Sample[]): ProcessFamily['samples'] {
  return ({ ingested }) => labelled('door', ingested.stats().doors, samplesOf);
}

function ofBuffers(samplesOf: (stats: BatcherStats) => readonly Sample[]): ProcessFamily['samples'] {
  return ({ batchers }) =>
    labelled('buffer', batchers, (batcher: Batchers[keyof Batchers]) => samplesOf(batcher.stats()));
}

type AnyFeed = Deps['hub']['logs'] | Deps['hub']['metrics'];

function ofStreams(samplesOf: (feed: AnyFeed) => readonly Sample[]): ProcessFamily['samples'] {
  return ({ hub: { logs, metrics } }) => labelled('stream', { logs, metrics }, samplesOf);
}

/** The samples of every entry, each with its key as one label more. */
function labelled<T>(
  label: string,
  entries: Readonly<Record<string, T>>,
  samplesOf: (entry: T) => readonly Sample[],
): Sample[] {
  return Object.entries(entries).flatMap(([key, entry]) =>
    samplesOf(entry).map(({ labels, value }) => ({ labels: { [label]: key, ...labels }, value })),
  );
}
