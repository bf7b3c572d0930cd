-- Whose batch it is, as senders make up ids by themselves: the same id of another service is another batch. NULL where ids are Apiscope's own.
ALTER TABLE ingest_batches ADD COLUMN service text;
