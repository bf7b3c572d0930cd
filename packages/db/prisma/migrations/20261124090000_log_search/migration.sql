-- Search of logs: patterns carry what is searched in them, counters answer how many lines there are without touching lines.

-- Words of a text for full-text search: names joined by punctuation or capitals are also found by their parts
-- (`NameSystem.addStoredBlock` by `stored`). The whole name stays, for those who search for it.
CREATE FUNCTION search_words(input text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT spaced || ' ' || regexp_replace(spaced, '([a-z0-9])([A-Z])', '\1 \2', 'g')
  FROM (SELECT regexp_replace(input, '[^[:alnum:]]+', ' ', 'g') AS spaced) AS words
$$;

-- What of a pattern stands in every line of it: the pieces between placeholders, apart by a character that no search holds.
-- The marks `…` of a list and of a message too long to mask whole are no part of the lines.
CREATE FUNCTION pattern_statics(pattern text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(pattern, '…$', ''), '<(uuid|time|user|email|ip|host|hex|id|num|overflow)>( …)?', E'\x01', 'g')
$$;

-- A pattern belongs to a service and a source, so that counts by source are counts of patterns.
ALTER TABLE log_patterns ADD COLUMN source text;
ALTER TABLE log_patterns DROP CONSTRAINT log_patterns_service_fingerprint_key;
DROP INDEX log_patterns_words_idx;
DROP INDEX log_patterns_trgm_idx;

-- The first source of a pattern keeps its id, every further one gets a pattern of its own.
UPDATE log_patterns SET source = coalesce((SELECT min(source) FROM logs WHERE pattern_id = log_patterns.id), '');
INSERT INTO log_patterns (service, source, fingerprint, pattern, sample, count, first_seen, last_seen, embedding, embedding_version)
SELECT stored.service, others.source, fingerprint, pattern, sample, others.count, others.first_seen, others.last_seen, embedding, embedding_version
FROM (SELECT pattern_id, source, count(*) AS count, min(created_at) AS first_seen, max(created_at) AS last_seen
      FROM logs WHERE pattern_id IS NOT NULL GROUP BY pattern_id, source) AS others
JOIN log_patterns AS stored ON stored.id = others.pattern_id AND stored.source <> others.source;
UPDATE logs SET pattern_id = own.id
FROM log_patterns AS first, log_patterns AS own
WHERE first.id = logs.pattern_id AND first.source <> logs.source
  AND own.service = first.service AND own.fingerprint = first.fingerprint AND own.source = logs.source;
UPDATE log_patterns SET count = counted.count
FROM (SELECT pattern_id, count(*) AS count FROM logs GROUP BY pattern_id) AS counted
WHERE counted.pattern_id = log_patterns.id AND counted.count < log_patterns.count;

ALTER TABLE log_patterns
  ALTER COLUMN source SET NOT NULL,
  ADD CONSTRAINT log_patterns_service_source_fingerprint_key UNIQUE (service, source, fingerprint),
  ADD COLUMN statics text GENERATED ALWAYS AS (pattern_statics(pattern)) STORED,
  ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    to_tsvector('english'::regconfig, search_words(source || ' ' || pattern_statics(pattern)))) STORED;
CREATE INDEX log_patterns_lexemes_idx ON log_patterns USING gin (lexemes);
CREATE INDEX log_patterns_statics_idx ON log_patterns USING gin (statics gin_trgm_ops);

-- Of the variables only those that identify something are kept, folded to lower case, with the ids of request and trace.
UPDATE logs SET variables = array(
  SELECT DISTINCT lower(variable) FROM unnest(variables || request_id || trace_id) AS variable WHERE length(variable) >= 5);

-- Lines by pattern and severity over time: minutes, hours and days, a partition a day beside the lines themselves.
CREATE TABLE log_counts (
  resolution integer NOT NULL,
  bucket     timestamptz(3) NOT NULL,
  pattern_id integer NOT NULL,
  severity   smallint NOT NULL,
  count      bigint NOT NULL,
  PRIMARY KEY (resolution, bucket, pattern_id, severity)
) PARTITION BY RANGE (bucket);

SELECT ensure_day_partition('log_counts', to_date(right(child.relname, 8), 'YYYYMMDD'))
FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid WHERE inhparent = 'logs'::regclass;
INSERT INTO log_counts
SELECT resolution, date_bin(make_interval(secs => resolution), created_at, 'epoch'), pattern_id, severity, count(*)
FROM logs CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution)
WHERE pattern_id IS NOT NULL AND deleted_at IS NULL GROUP BY 1, 2, 3, 4;

-- Lines that are hidden, brought back or removed one by one leave or enter the counters in the same statement. Insertion counts by
-- itself, and a partition takes its counters along. In key order, so that no two statements wait for each other in a circle.
CREATE FUNCTION count_changed_logs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log_counts AS stored (resolution, bucket, pattern_id, severity, count)
  SELECT resolution, date_bin(make_interval(secs => resolution), changed.created_at, 'epoch'), changed.pattern_id, changed.severity,
         sum(CASE WHEN before.deleted_at IS NULL THEN -1 ELSE 1 END)
  FROM after_rows AS changed JOIN before_rows AS before USING (id, created_at)
  CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution)
  WHERE changed.pattern_id IS NOT NULL AND (before.deleted_at IS NULL) <> (changed.deleted_at IS NULL)
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (resolution, bucket, pattern_id, severity) DO UPDATE SET count = stored.count + excluded.count;
  RETURN NULL;
END
$$;
CREATE TRIGGER logs_changed AFTER UPDATE ON logs REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed_logs();

CREATE FUNCTION uncount_removed_logs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log_counts AS stored (resolution, bucket, pattern_id, severity, count)
  SELECT resolution, date_bin(make_interval(secs => resolution), created_at, 'epoch'), pattern_id, severity, -count(*)
  FROM before_rows CROSS JOIN (VALUES (60), (3600), (86400)) AS every (resolution)
  WHERE pattern_id IS NOT NULL AND deleted_at IS NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT (resolution, bucket, pattern_id, severity) DO UPDATE SET count = stored.count + excluded.count;
  RETURN NULL;
END
$$;
CREATE TRIGGER logs_removed AFTER DELETE ON logs REFERENCING OLD TABLE AS before_rows
  FOR EACH STATEMENT EXECUTE FUNCTION uncount_removed_logs();
