import { type Db, Prisma } from '../client.ts';

/** How a plan reads a table: by an index, or by looking at every row. Partitions go by the names of their parents. */
export type Read = { readonly table: string; readonly index: string | null };
export type Plan = { readonly sql: string; readonly reads: readonly Read[] };

/** A database that answers as the real one does and notes the plans of its queries. */
export type ExplainDb = {
  readonly db: Db;
  /** The plans of the queries since the last call. */
  takePlans(): Plan[];
};

type Node = { 'Node Type': string; 'Index Name'?: string; 'Relation Name'?: string; Plans?: Node[] };

/** Wraps a database so that every query is explained, with the values it binds, before it runs. */
export async function explainDb(real: Db): Promise<ExplainDb> {
  const parents = await readParents(real);
  const tables = await readTablesOfIndexes(real);
  const rootOf = (name: string): string => {
    const parent = parents.get(name);
    return parent === undefined ? name : rootOf(parent);
  };
  const readOf = (node: Node): Read[] => {
    const index = node['Index Name'];
    if (index !== undefined) return [{ table: rootOf(tables.get(index)!), index: rootOf(index) }];
    if (node['Node Type'] !== 'Seq Scan') return [];
    return [{ table: rootOf(node['Relation Name']!), index: null }];
  };
  let plans: Plan[] = [];
  const queryRaw = async (text: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
    const query = 'sql' in text ? text : Prisma.sql(text, ...values);
    const [row] = await real.$queryRaw<{ 'QUERY PLAN': [{ Plan: Node }] }[]>`EXPLAIN (FORMAT JSON) ${query}`;
    const reads = flatten(row!['QUERY PLAN'][0].Plan).flatMap(readOf);
    const distinct = new Map(reads.map((read) => [JSON.stringify(read), read]));
    plans.push({ sql: query.sql, reads: [...distinct.values()] });
    return real.$queryRaw(query);
  };
  return {
    db: new Proxy(real, {
      get: (target, name) => (name === '$queryRaw' ? queryRaw : Reflect.get(target, name)),
    }),
    takePlans() {
      const taken = plans;
      plans = [];
      return taken;
    },
  };
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

/** The parent of each partition, and of each index of one. */
async function readParents(db: Db): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ child: string; parent: string }[]>`
    SELECT child.relname::text AS child, parent.relname::text AS parent
    FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent`;
  return new Map(rows.map(({ child, parent }) => [child, parent]));
}

async function readTablesOfIndexes(db: Db): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ index: string; table: string }[]>`
    SELECT index.relname::text AS index, held.relname::text AS "table"
    FROM pg_index JOIN pg_class index ON index.oid = indexrelid JOIN pg_class held ON held.oid = indrelid`;
  return new Map(rows.map(({ index, table }) => [index, table]));
}
