-- Where requests may be sent again: base URLs of a service, added by an operator. Nothing else is ever a target.
CREATE TABLE replay_targets (
  id             integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  service        text NOT NULL,
  name           text NOT NULL,
  base_url       text NOT NULL,
  -- Address ranges that may be reached although they are private; empty: public addresses only.
  allowed_cidrs  text[] NOT NULL DEFAULT '{}',
  lock           text NOT NULL DEFAULT 'none' CHECK (lock IN ('none', 'unsafe', 'all')),
  -- Headers that are added to every request: values encrypted by the process, names readable.
  header_names   text[] NOT NULL DEFAULT '{}',
  headers_sealed bytea,
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  updated_at     timestamptz(3) NOT NULL DEFAULT now(),
  deleted_at     timestamptz(3)
);
CREATE UNIQUE INDEX replay_targets_name_idx ON replay_targets (service, name) WHERE deleted_at IS NULL;

-- What a run sent (redacted), to where, how long each step took, and whether anything but ignored paths differed.
ALTER TABLE replay_runs
  ADD COLUMN target_id          integer,
  ADD COLUMN method             text,
  ADD COLUMN url                text,
  ADD COLUMN request_headers    jsonb,
  ADD COLUMN request_body       text,
  ADD COLUMN idempotency_key    text,
  ADD COLUMN address            text,
  ADD COLUMN timing             jsonb,
  ADD COLUMN response_body_info jsonb,
  ADD COLUMN equal              boolean,
  ADD COLUMN set_run_id         bigint;
CREATE INDEX replay_runs_set_run_idx ON replay_runs (set_run_id, id) WHERE set_run_id IS NOT NULL;
