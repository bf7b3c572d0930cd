-- Positions in streams are transaction ids, which each cluster counts anew. A database that comes to another cluster, by a restore or
-- a move, adds a base to them from there on, so that what it writes comes after all that it brought along.
CREATE TABLE stream_base (
  id         smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  base       bigint NOT NULL DEFAULT 0,
  cluster    text,
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
INSERT INTO stream_base DEFAULT VALUES;
