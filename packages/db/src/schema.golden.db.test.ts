import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Prisma } from './client.ts';
import { describeSchema } from './testing/describe-schema.ts';
import { createTestDb, type TestDb } from './testing/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

describe('the schema that the migrations make', () => {
  it('is the reviewed one', async () => {
    const golden = join(import.meta.dirname, '../schema.golden.sql');
    await expect(await describeSchema(test.url)).toMatchFileSnapshot(golden);
  });

  it('has exactly the columns, types and nulls that schema.prisma says', async () => {
    const stored = await test.db.$queryRaw<{ line: string }[]>`
      SELECT relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END AS line
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND attnum > 0 AND NOT attisdropped AND relname <> '_prisma_migrations'`;
    const modelled = modelledColumns(await readFile(join(import.meta.dirname, '../prisma/schema.prisma'), 'utf8'));
    expect(modelled.length).toBeGreaterThan(100);
    expect(stored.map(({ line }) => line).sort()).toEqual(modelled.sort());
  });

  it('is read by Prisma, every model of it', async () => {
    for (const name of Object.values(Prisma.ModelName)) {
      const model = `${name[0]!.toLowerCase()}${name.slice(1)}` as 'user';
      expect(await test.db[model].findMany({ take: 1 })).toHaveLength(name === 'StreamBase' ? 1 : 0);
    }
  });
});

const sqlTypes: Record<string, string> = {
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  String: 'text',
  'String[]': 'text[]',
  Boolean: 'boolean',
  Json: 'jsonb',
  Bytes: 'bytea',
  '@db.SmallInt': 'smallint',
  '@db.Uuid': 'uuid',
  '@db.Timestamptz(3)': 'timestamp(3) with time zone',
};

/** One line a column, as the query above writes it. */
function modelledColumns(schema: string): string[] {
  return [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    return [...body.matchAll(/^ {2}(\w+) +(\S+)(.*)$/gm)].map(([, field = '', type = '', rest = '']) => {
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
      const native = /@db\.\S+/.exec(rest)?.[0];
      const plain = type.replace('?', '');
      const sql = /Unsupported\("(\w+)"\)/.exec(plain)?.[1] ?? sqlTypes[native ?? plain];
      return `${table}.${column} ${sql}${type.endsWith('?') ? '' : ' NOT NULL'}`;
    });
  });
}
