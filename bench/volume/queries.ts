import { rareSource } from '../data/amplify-logs.ts';
import { metricsService } from '../data/load-metrics.ts';
import { mergeByHour } from './merge-by-hour.ts';
import type { Samples } from './pick-samples.ts';
import * as sql from './sql.ts';

/** One question, asked through REST and by hand. */
export type VolumeQuery = {
  name: string;
  /** Path of the request in a round. */
  path(round: number): string;
  /** The same by hand: statements whose rows together hold the answer. */
  statements(round: number): Statement[];
  /** The condition on lines alone, for counting them one by one; absent where lines are found by patterns or identifiers. */
  plain?: (round: number) => { where: string; values: unknown[] };
  /** What is made of the rows in code, where SQL can't. */
  finish?: (rows: unknown[]) => unknown;
  /** The total that REST answers, where it stands elsewhere than in the metadata. */
  totalOf?: (data: never) => number;
  /** What the rows of the first statement and the total of the last are compared with. */
  compares: 'rows and total' | 'rows' | 'total' | 'nothing';
};

export type Statement = { text: string; values: unknown[] };

export type Context = {
  samples: Samples;
  end: number;
  deepCursor: string;
  deepPlace: { at: string; id: number };
};

const pick = <T>(items: readonly T[], round: number): T => items[round % items.length]!;
const words = ['terminating', 'scoreboard', 'spawned', 'favicon', 'renew'];
const pairs = ['authentication failure', 'Retrying connect', 'invalid user', 'Truncating log'];
const typos = ['authentcation failure', 'Retryng connect', 'scorebaord slot', 'terminatng block'];

/** Twelve questions that screens and people ask, most of them more than once a minute. */
export function volumeQueries({ samples, end, deepCursor, deepPlace }: Context): VolumeQuery[] {
  const hour = Math.floor(end / 3_600_000) * 3_600_000;
  const until = new Date(hour).toISOString();
  const week = new Date(hour - 7 * 86_400_000).toISOString();
  return [
    {
      name: 'newest page',
      path: () => '/logs',
      statements: () => [sql.page('true'), sql.countAll()],
      plain: () => ({ where: 'true', values: [] }),
      compares: 'rows and total',
    },
    {
      name: 'newest, level ≥ error',
      path: () => '/logs?level__gte=error',
      statements: () => [sql.page('severity >= 17'), sql.countBy('severity >= 17')],
      plain: () => ({ where: 'severity >= 17', values: [] }),
      compares: 'rows and total',
    },
    {
      name: 'newest, service and level',
      path: () => '/logs?service__eq=hadoop&level__eq=warn',
      statements: () => [
        sql.page(`service = 'hadoop' AND severity = 13`),
        sql.countBy('severity = 13', `service = 'hadoop'`),
      ],
      plain: () => ({ where: `service = 'hadoop' AND severity = 13`, values: [] }),
      compares: 'rows and total',
    },
    {
      name: 'rare source (1 line, oldest day)',
      path: () => `/logs?source__eq=${rareSource}`,
      statements: () => [
        sql.pageOfPatterns(`source = '${rareSource}'`),
        sql.countBy('true', `source = '${rareSource}'`),
      ],
      plain: () => ({ where: `source = '${rareSource}'`, values: [] }),
      compares: 'rows and total',
    },
    {
      name: 'one pattern',
      path: (round) => `/logs?patternId__eq=${pick(samples.patternIds, round)}`,
      statements: (round) => [
        sql.page('pattern_id = $1', [pick(samples.patternIds, round)]),
        sql.countBy('pattern_id = $1', 'true', [pick(samples.patternIds, round)]),
      ],
      plain: (round) => ({ where: 'pattern_id = $1', values: [pick(samples.patternIds, round)] }),
      compares: 'rows and total',
    },
    {
      name: 'request id',
      path: (round) => `/logs?requestId__eq=${pick(samples.requestIds, round)}`,
      statements: (round) => [
        sql.page('request_id = $1', [pick(samples.requestIds, round)]),
        sql.countRows('request_id = $1', [pick(samples.requestIds, round)]),
      ],
      plain: (round) => ({ where: 'request_id = $1', values: [pick(samples.requestIds, round)] }),
      compares: 'rows and total',
    },
    {
      name: 'one word, best match',
      path: (round) => `/logs?search=${pick(words, round)}`,
      statements: (round) => sql.searchWords(pick(words, round)),
      compares: 'rows and total',
    },
    {
      name: 'two words, best match',
      path: (round) => `/logs?search=${encodeURIComponent(pick(pairs, round))}`,
      statements: (round) => sql.searchWords(pick(pairs, round)),
      compares: 'rows and total',
    },
    {
      name: 'identifier (blk_…)',
      path: (round) => `/logs?search=${pick(samples.blocks, round)}`,
      statements: (round) => sql.searchIdentifier(pick(samples.blocks, round)),
      compares: 'rows and total',
    },
    {
      name: 'two words, one mistyped',
      path: (round) => `/logs?search=${encodeURIComponent(pick(typos, round))}`,
      statements: (round) => sql.searchMistyped(pick(typos, round)),
      compares: 'rows',
    },
    {
      name: 'page 5,000 by cursor',
      path: () => `/logs?cursor=${deepCursor}`,
      statements: () => [
        sql.page('created_at <= $1 AND (created_at, id) < ($1, $2)', [deepPlace.at, deepPlace.id]),
        sql.countAll(),
      ],
      compares: 'rows and total',
    },
    {
      name: 'histogram, 7 days',
      path: () => `/logs/histogram?created_at__gte=${week}`,
      statements: () => [sql.histogram(week)],
      compares: 'total',
    },
    {
      name: 'facets, 7 days',
      path: () => `/logs/facets?created_at__gte=${week}`,
      statements: () => sql.facets(week),
      compares: 'nothing',
    },
    {
      name: 'metrics by hour, 7 days',
      path: () =>
        `/metrics/aggregate?service=${metricsService}&startDate=${week}&endDate=${until}&windowSize=3600`,
      statements: () => [sql.metricHours(week, until)],
      finish: mergeByHour,
      totalOf: (buckets: { trafficCount: number }[]) =>
        buckets.reduce((sum, { trafficCount }) => sum + trafficCount, 0),
      compares: 'total',
    },
  ];
}
