import { createHash } from 'node:crypto';
import type { Migration } from '../read-migrations.ts';

/** What a next release may do while this one serves: to every table a column that may be null and one that may not, an index, a new table. */
const sql = `
DO $$
DECLARE
  each text;
BEGIN
  FOR each IN
    SELECT oid::regclass FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> '_prisma_migrations'
  LOOP
    EXECUTE format('ALTER TABLE %s ADD next_note text, ADD next_count integer NOT NULL DEFAULT 0', each);
    EXECUTE format('CREATE INDEX ON %s (next_note) WHERE next_note IS NOT NULL', each);
  END LOOP;
END $$;
CREATE TABLE next_things (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id integer REFERENCES users (id));
`;

/** A migration that no release has, for tests of a database that is ahead. */
export const nextMigration: Migration = {
  name: '99991231000000_next',
  sql,
  checksum: createHash('sha256').update(sql).digest('hex'),
};
