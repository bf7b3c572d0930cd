import { metricsService } from '../data/load-metrics.ts';
import type { Statement } from './queries.ts';

const columns = `id, service, source, severity, message, meta, trace_id, request_id, pattern_id, created_at, updated_at`;
const one = (text: string, values: unknown[] = []): Statement => ({ text, values });

/** A page of 20, with the row by which one knows that there is a next page. */
export function page(where: string, values: unknown[] = []): Statement {
  return one(
    `SELECT ${columns} FROM logs WHERE deleted_at IS NULL AND ${where} ORDER BY created_at DESC, id DESC LIMIT 21`,
    values,
  );
}

/** The same of the lines of some patterns, however rare they are. */
export function pageOfPatterns(where: string, values: unknown[] = []): Statement {
  return one(
    `SELECT ${columns.replaceAll(/\w+/g, 'newest.$&')} FROM (SELECT id AS wanted FROM log_patterns WHERE ${where}) AS patterns
     CROSS JOIN LATERAL (SELECT * FROM logs WHERE pattern_id = wanted AND deleted_at IS NULL
                         ORDER BY created_at DESC, id DESC LIMIT 21) AS newest
     ORDER BY created_at DESC, id DESC LIMIT 21`,
    values,
  );
}

export function countAll(): Statement {
  return one(`SELECT sum(count)::float8 AS total FROM log_counts WHERE resolution = 86400`);
}

/** Lines by conditions on the counters and on the patterns. */
export function countBy(ofCounter: string, ofPattern = 'true', values: unknown[] = []): Statement {
  return one(
    `SELECT coalesce(sum(count), 0)::float8 AS total FROM log_counts WHERE resolution = 86400 AND ${ofCounter}
     ${ofPattern === 'true' ? '' : `AND pattern_id IN (SELECT id FROM log_patterns WHERE ${ofPattern})`}`,
    values,
  );
}

/** Lines by a condition that only the lines know. */
export function countRows(where: string, values: unknown[] = []): Statement {
  return one(`SELECT count(*)::float8 AS total FROM logs WHERE deleted_at IS NULL AND ${where}`, values);
}

const holding = (n: number): string => `(statics ILIKE $${n} OR source ILIKE $${n})`;

/** Lines whose pattern holds every word, newest first; then how many there are with those that hold any. */
export function searchWords(search: string): Statement[] {
  const words = search.split(' ');
  const likes = words.map((word) => `%${word}%`);
  const holdsAll = words.map((_, n) => holding(n + 1)).join(' AND ');
  return [
    pageOfPatterns(holdsAll, likes),
    one(
      `SELECT coalesce(sum(count), 0)::float8 AS total FROM log_counts WHERE resolution = 86400 AND pattern_id IN (
         SELECT id FROM log_patterns WHERE (${holdsAll}) OR lexemes @@ ($${words.length + 1})::tsquery)`,
      [...likes, words.map((word) => stem(word)).join(' | ')],
    ),
  ];
}

/** English stems of the words of this bench, which a hand would write down. */
function stem(word: string): string {
  const stems: Record<string, string> = {
    terminating: 'termin',
    scoreboard: 'scoreboard',
    spawned: 'spawn',
    favicon: 'favicon',
    renew: 'renew',
    authentication: 'authent',
    failure: 'failur',
    Retrying: 'retri',
    connect: 'connect',
    invalid: 'invalid',
    user: 'user',
    Truncating: 'truncat',
    log: 'log',
  };
  return `'${stems[word]}'`;
}

export function searchIdentifier(search: string): Statement[] {
  return [page('variables @> ARRAY[$1]', [search]), countRows('variables @> ARRAY[$1]', [search])];
}

/** The newest line of each of the ten best patterns, the mistyped word read as the one most like it. */
export function searchMistyped(search: string): Statement[] {
  return [
    one(
      `WITH typed AS (SELECT unnest(to_tsvector('english', search_words($1))) AS word),
       lexeme AS (SELECT (word).lexeme AS text FROM typed),
       known AS (SELECT text FROM lexeme WHERE EXISTS (SELECT FROM log_patterns WHERE lexemes @@ quote_literal(text)::tsquery)),
       read AS (SELECT (SELECT word FROM ts_stat('SELECT lexemes FROM log_patterns') WHERE similarity(word, text) > 0.2
                        ORDER BY similarity(word, text) DESC, ndoc DESC, word LIMIT 1) AS text
                FROM lexeme WHERE text NOT IN (SELECT text FROM known)),
       query AS (SELECT string_agg(quote_literal(text), ' | ')::tsquery AS query FROM (SELECT * FROM known UNION ALL SELECT * FROM read) AS words),
       best AS (SELECT id, row_number() OVER (ORDER BY ts_rank(lexemes, query) DESC, last_seen DESC, id DESC) AS place
                FROM log_patterns, query WHERE lexemes @@ query ORDER BY place LIMIT 10)
       SELECT ${columns.replace(/\b(id)\b/, 'newest.id')} FROM best CROSS JOIN LATERAL (
         SELECT * FROM logs WHERE pattern_id = best.id AND deleted_at IS NULL ORDER BY created_at DESC, logs.id DESC LIMIT 1) AS newest
       ORDER BY place`,
      [search],
    ),
  ];
}

export function histogram(from: string): Statement {
  return one(
    `SELECT date_bin('2 hours', bucket, 'epoch') AS start, severity, sum(count)::float8 AS total
     FROM log_counts WHERE resolution = 3600 AND bucket >= $1 GROUP BY 1, 2 ORDER BY 1`,
    [from],
  );
}

export function metricHours(from: string, to: string): Statement {
  return one(
    `SELECT window_start AS start, endpoint, traffic_count::float8 AS total, error_count, client_error_count, server_error_count,
            latency_count, latency_sum, request_size, response_size, countries, sketch
     FROM metrics_hours WHERE service = $1 AND window_start >= $2 AND window_start < $3 AND deleted_at IS NULL`,
    [metricsService, from, to],
  );
}

export function facets(from: string): Statement[] {
  const by = (value: string): Statement =>
    one(
      `SELECT ${value} AS value, sum(log_counts.count)::float8 AS count
       FROM log_counts JOIN log_patterns ON log_patterns.id = pattern_id
       WHERE resolution = 3600 AND bucket >= $1 GROUP BY 1 ORDER BY 2 DESC LIMIT 20`,
      [from],
    );
  return ['severity', 'service', 'source', 'log_patterns.id'].map(by);
}
