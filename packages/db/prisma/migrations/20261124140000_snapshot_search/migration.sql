-- A text inside a path, an endpoint or a method is found by its trigrams, among any number of snapshots.
CREATE INDEX request_snapshots_search_idx ON request_snapshots USING gin (path gin_trgm_ops, endpoint gin_trgm_ops, method gin_trgm_ops);
