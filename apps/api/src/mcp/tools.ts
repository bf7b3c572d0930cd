import type { Resource } from '@apiscope/core/search/fields';
import { consumers } from '@apiscope/core/search/resources/consumers';
import { endpoints } from '@apiscope/core/search/resources/endpoints';
import { logs } from '@apiscope/core/search/resources/logs';
import { patterns } from '@apiscope/core/search/resources/patterns';
import { services } from '@apiscope/core/search/resources/services';
import { snapshots } from '@apiscope/core/search/resources/snapshots';
import { traces } from '@apiscope/core/search/resources/traces';

type Input = Readonly<Record<string, unknown>>;

/** A tool that agents are offered: a procedure of the API under a name and a description that a model understands. */
export type Tool = {
  name: string;
  title: string;
  description: string;
  /** Name of the procedure that answers, `logs.list`. */
  procedure: string;
  /** What is listed, when it takes filters. */
  resource?: Resource;
  /** What the tool asks for unless its caller says otherwise. */
  defaults?: (asked: Input) => Input;
  /** Most characters of one field of a row. */
  maxField?: number;
};

/** Every tool, in the order in which they are listed. All of them read. */
export const tools: readonly Tool[] = [
  {
    name: 'search_logs',
    title: 'Search logs',
    description:
      'Log lines of the watched services, newest first, or best match first with `search`. Long values are shortened; get_log gives one line whole.',
    procedure: 'logs.list',
    resource: logs,
  },
  {
    name: 'get_log',
    title: 'Get one log',
    description: 'One log line with its structured context, by the id that search_logs gives.',
    procedure: 'logs.get',
    maxField: 32_768,
  },
  {
    name: 'similar_logs',
    title: 'Find logs like one log',
    description:
      'The newest line of each pattern that reads most like the pattern of the given line, nearest first, of any service.',
    procedure: 'logs.similar',
  },
  {
    name: 'list_patterns',
    title: 'List log patterns',
    description:
      'What log lines look like once their variables are masked, with how often, since when and until when. `firstSeen__gte` lists what is new since then.',
    procedure: 'logs.patterns.list',
    resource: patterns,
  },
  {
    name: 'metrics_summary',
    title: 'Summarise requests',
    description:
      'Number of requests, error rate (0 to 100) and latency percentiles (ms) of a range and of the range of equal length right before it, of everything or of one service or endpoint.',
    procedure: 'metrics.summary',
  },
  {
    name: 'list_endpoints',
    title: 'List endpoints',
    description:
      'Endpoints with their number of requests, error rate (0 to 100), latency percentiles (ms) and sizes (bytes) over a range, busiest first.',
    procedure: 'metrics.endpoints',
    resource: endpoints,
  },
  {
    name: 'slow_requests',
    title: 'List slow requests',
    description:
      'Captured requests, slowest first (`duration` in ms). `order_by` and `order` change that. get_snapshot gives headers and bodies.',
    procedure: 'replay.list',
    resource: snapshots,
    defaults: ({ search }) => (search === undefined ? { order_by: 'duration', order: 'desc' } : {}),
  },
  {
    name: 'failing_requests',
    title: 'List failing requests',
    description:
      'Captured requests that were answered with status 400 or above, newest first. Any condition on statusCode takes the place of that one; statusCode__isnull=true lists those that got no answer. get_snapshot gives headers and bodies.',
    procedure: 'replay.list',
    resource: snapshots,
    defaults: (asked) =>
      Object.keys(asked).some((name) => /^statusCode(?:__|$)/.test(name)) ? {} : { statusCode__gte: 400 },
  },
  {
    name: 'get_snapshot',
    title: 'Get one captured request',
    description:
      'One captured request with its response: headers, bodies, timing. Secrets are redacted; `redactedPaths` says where.',
    procedure: 'replay.get',
    maxField: 16_384,
  },
  {
    name: 'list_services',
    title: 'List services',
    description:
      'Services with how their requests went over a range, what sends their data, their versions and stages, and when each was last heard of.',
    procedure: 'services.list',
    resource: services,
  },
  {
    name: 'get_service',
    title: 'Get one service',
    description:
      'One service by name: its versions since when, the processes that send its data, and how many consumers call it.',
    procedure: 'services.get',
    maxField: 16_384,
  },
  {
    name: 'list_consumers',
    title: 'List consumers',
    description:
      'Who calls the services, with number of requests, error rate (0 to 100), latency percentiles (ms) and when each was first and last seen, busiest first.',
    procedure: 'consumers.list',
    resource: consumers,
  },
  {
    name: 'get_consumer',
    title: 'Get one consumer',
    description:
      'One consumer by the id that list_consumers gives, with the endpoints it called, busiest first.',
    procedure: 'consumers.get',
    maxField: 32_768,
  },
  {
    name: 'search_traces',
    title: 'Search traces',
    description:
      'Traces of OpenTelemetry, newest first: root span, duration (ms), number of spans and errors, services passed. `search` takes words of the root span or a trace id. get_trace gives the spans.',
    procedure: 'traces.list',
    resource: traces,
  },
  {
    name: 'get_trace',
    title: 'Get one trace',
    description:
      'One trace by its traceId: spans with parents before their children, and the log lines and captured requests of the same trace. Of a large trace the first spans are given; search_logs with traceId__eq lists its lines.',
    procedure: 'traces.get',
    maxField: 24_000,
  },
  {
    name: 'replay_dry_run',
    title: 'Preview a replay',
    description:
      'Tells what sending a captured request again would send, or why it would be refused. Nothing is sent.',
    procedure: 'replay.preview',
    maxField: 16_384,
  },
];
