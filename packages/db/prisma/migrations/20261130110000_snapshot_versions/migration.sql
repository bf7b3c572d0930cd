-- The newest snapshots of one version of a service: the index by service alone walks through all that other versions served. Partitions
-- that are made from now on have it; those of today do without until retention drops them, so that nobody has to wait for it.
CREATE INDEX request_snapshots_version_idx ON ONLY request_snapshots (service, version, timestamp DESC) WHERE version IS NOT NULL;
