-- The secret that a rotation replaced, which counts until a moment so that whoever has it can be told in the meantime.
ALTER TABLE api_keys
  ADD COLUMN previous_prefix text UNIQUE,
  ADD COLUMN previous_hash   bytea,
  ADD COLUMN previous_until  timestamptz(3),
  -- Every list hides what has it; keys are revoked rather than deleted, so that the audit log names nothing that is gone.
  ADD COLUMN deleted_at      timestamptz(3);

ALTER TABLE audit_log ADD COLUMN deleted_at timestamptz(3);
