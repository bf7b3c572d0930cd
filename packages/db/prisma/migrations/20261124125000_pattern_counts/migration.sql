-- The hours and days of one pattern without reading those of all. Minutes are read over short ranges only, where the primary key
-- serves, and most counters are minutes: leaving them out keeps writing cheap.
CREATE INDEX log_counts_pattern_idx ON log_counts (pattern_id, resolution, bucket) WHERE resolution > 60;
