import { describe, expect, it } from 'vitest';
import { findBreakingMigrations } from './expanding-migrations.ts';

const folder = 'packages/db/prisma';
const released = { path: `${folder}/released.json`, text: '{"release":"1.4.0","lastMigration":"20_old"}' };
const file = (name: string, text: string) => ({ path: `${folder}/migrations/${name}/migration.sql`, text });
const check = (sql: string) =>
  findBreakingMigrations([released, file('20_old', 'DROP TABLE gone;'), file('30_new', sql)]).map((found) =>
    found.replace(`${folder}/migrations/30_new/migration.sql`, ''),
  );

describe('findBreakingMigrations', () => {
  it.each([
    'CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a); CREATE UNIQUE INDEX ON b (a); ALTER TABLE b ADD c int NOT NULL; UPDATE b SET c = 1',
    'ALTER TABLE a ADD b text',
    `ALTER TABLE a ADD b text NOT NULL DEFAULT 'x', ADD c timestamptz DEFAULT now(), ADD d text[] NOT NULL DEFAULT '{}'::text[]`,
    'ALTER TABLE a ADD CONSTRAINT positive CHECK (b > 0) NOT VALID',
    'ALTER TABLE a VALIDATE CONSTRAINT positive',
    'ALTER TABLE a ALTER b SET DEFAULT 1, ALTER c DROP NOT NULL',
    '-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS a_b ON a (b)',
    'CREATE INDEX a_b ON ONLY a (b)',
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'DROP TABLE a; é' $$; CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f()",
    `INSERT INTO a VALUES (1); SELECT f(); COMMENT ON TABLE a IS 'x'; ALTER TYPE colour ADD VALUE 'red'`,
  ])('lets pass what only adds: %s', (sql) => {
    expect(check(sql)).toEqual([]);
  });

  it.each([
    ['DROP TABLE a', 'drops what'],
    ['DROP INDEX IF EXISTS a_b', 'drops what'],
    ['DROP FUNCTION f()', 'drops what'],
    ['ALTER TABLE a DROP COLUMN b', 'drops column b'],
    ['ALTER TABLE a DROP CONSTRAINT c', 'drops constraint c'],
    ['ALTER TABLE a RENAME TO b', 'renames'],
    ['ALTER TABLE a RENAME COLUMN b TO c', 'renames'],
    [`ALTER TYPE colour RENAME VALUE 'a' TO 'b'`, 'renames a value'],
    ['ALTER TABLE a ALTER b TYPE bigint', 'changes the type of b'],
    ['ALTER TABLE a ALTER b SET NOT NULL', 'refuses rows without b'],
    ['ALTER TABLE a ALTER b DROP DEFAULT', 'takes the default of b away'],
    ['ALTER TABLE a ADD b int NOT NULL', 'NOT NULL without a DEFAULT'],
    ['ALTER TABLE a DISABLE TRIGGER t', 'AT_DisableTrig'],
    ['CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a_b ON a (b)', 'refuses rows'],
    ['CREATE INDEX CONCURRENTLY a_b ON a (b)', 'IF NOT EXISTS'],
    ['CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$', 'replaces'],
    ['TRUNCATE a', 'empties'],
    ["DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$", 'DO block'],
    ['REVOKE SELECT ON a FROM b', 'GrantStmt'],
  ])('refuses what breaks running code until a release is out without it: %s', (sql, why) => {
    expect(check(`SELECT 1;\n${sql};`)).toEqual([
      expect.stringMatching(`^:2 .*${why}.*-- contract since 1.4.0: …$`),
    ]);
    expect(check(`SELECT 1; -- é\n\n-- contract since 1.4.0: nothing reads it\n${sql};`)).toEqual([]);
    expect(check(`-- contract since 1.3.12: nothing reads it\n${sql};`)).toEqual([]);
    expect(check(`-- contract since 1.5.0: nothing reads it\n${sql};`)).toEqual([
      expect.stringContaining('1.5.0 is not released yet'),
    ]);
    expect(check(`-- locks: it is short\n${sql};`)).toHaveLength(1);
    expect(check(`-- contract since 1.4.0: this one\nSELECT 1;\n${sql};`)).toHaveLength(1);
  });

  it.each([
    'CREATE INDEX a_b ON a (b)',
    'ALTER TABLE a ADD CONSTRAINT positive CHECK (b > 0)',
    'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c (id)',
    'ALTER TABLE a ADD b uuid DEFAULT gen_random_uuid()',
    'ALTER TABLE a ADD b int GENERATED ALWAYS AS (c + 1) STORED',
    'ALTER TABLE a ADD b int UNIQUE',
    'UPDATE a SET b = 1',
    'DELETE FROM a',
  ])('refuses what holds writers up, unless it is known how long: %s', (sql) => {
    expect(check(sql)).toEqual([expect.stringMatching(/^:1 .*-- locks: …$/)]);
    expect(check(`-- locks: a few rows\n${sql}`)).toEqual([]);
  });

  it('says what it cannot read, and asks for the record of the last release', () => {
    expect(check('DROP TABBLE a')).toEqual([expect.stringContaining('cannot be read: syntax error')]);
    expect(findBreakingMigrations([])).toEqual([expect.stringContaining('released.json is missing')]);
    expect(findBreakingMigrations([released])).toEqual([expect.stringContaining('20_old')]);
  });
});
