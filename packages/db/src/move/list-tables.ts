import type pg from 'pg';

/** A table as it is copied: its partitions, or the one heap that it is. */
export type MovedTable = {
  /** Quoted, with its schema. */
  name: string;
  /** Quoted, in the order of the table, without those that the database works out. */
  columns: string[];
  /** Where its rows are. */
  heaps: { name: string; pages: number; bytes: number }[];
};

/** What each database has of its own: its ledgers of migrations, and where its positions in streams begin (`stream/adopt-cluster.ts`). */
const ownTables = ['public._prisma_migrations', 'graphile_worker.migrations', 'public.stream_base'];

/** All tables of Apiscope and of its queue, those that others refer to before those that refer. */
export async function listMovedTables(client: pg.ClientBase): Promise<MovedTable[]> {
  const { rows } = await client.query<MovedTable & { parents: string[] }>(tablesSql, [ownTables]);
  const ordered: MovedTable[] = [];
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ parents }) => !parents.some((each) => waiting.has(each)));
    if (ready.length === 0) throw new Error(`tables refer to each other: ${[...waiting.keys()].join(', ')}`);
    for (const { name, columns, heaps } of ready) {
      ordered.push({ name, columns, heaps });
      waiting.delete(name);
    }
  }
  return ordered;
}

const nameOf = (table: string) =>
  `format('%I.%I', ${table}.relnamespace::regnamespace::text, ${table}.relname)`;

const tablesSql = `
  SELECT ${nameOf('root')} AS name,
    array(SELECT quote_ident(attname) FROM pg_attribute
      WHERE attrelid = root.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
    array(SELECT ${nameOf('parent')} FROM pg_constraint JOIN pg_class AS parent ON parent.oid = confrelid
      WHERE conrelid = root.oid AND contype = 'f' AND confrelid <> root.oid) AS parents,
    coalesce((SELECT json_agg(json_build_object('name', ${nameOf('heap')}, 'bytes', pg_table_size(heap.oid),
        'pages', pg_relation_size(heap.oid) / current_setting('block_size')::int) ORDER BY heap.relname)
      FROM pg_class AS heap WHERE heap.relkind = 'r' AND coalesce(pg_partition_root(heap.oid), heap.oid) = root.oid), '[]') AS heaps
  FROM pg_class AS root
  WHERE root.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'graphile_worker'))
    AND root.relkind IN ('r', 'p') AND NOT root.relispartition AND root.relpersistence <> 't'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = root.oid AND deptype = 'e')
    AND NOT (${nameOf('root')} = ANY ($1::text[]))
  ORDER BY 1`;
