-- Snapshots of one endpoint, or of one service, newest first: an index that begins with both serves neither filter alone.
CREATE INDEX request_snapshots_endpoint_time_idx ON request_snapshots (endpoint, timestamp DESC, id DESC);
CREATE INDEX request_snapshots_service_idx ON request_snapshots (service, timestamp DESC, id DESC);
DROP INDEX request_snapshots_endpoint_idx;
