import { minIdentifierLength } from '@apiscope/core/logs/identifiers';
import { type Level, levels, severityOf } from '@apiscope/core/logs/level';
import { matches } from '@apiscope/core/search/evaluate';
import type { Field, Resource } from '@apiscope/core/search/fields';
import type { Condition, FilterValue, Query, SearchTerm } from '@apiscope/core/search/filter';
import { foldCase } from '@apiscope/core/search/fold-case';
import { Prisma } from '../client.ts';

/**
 * Compiles filter and search into one condition. Column names come from the registry only; every value is a bound parameter with an
 * explicit cast. Says the same as `matches` of core does in memory. The soft-delete condition is always part of it.
 */
export function compileWhere({ resource, filter, search }: Query): Prisma.Sql {
  const conditions = [
    Prisma.sql`deleted_at IS NULL`,
    ...filter.map((condition) => compileCondition(resource, condition)),
    ...search.map((term) => compileTerm(resource, term)),
  ];
  return Prisma.join(conditions, ' AND ');
}

/** The SQL name of a registry field. */
export function columnOf(resource: Resource, name: string): Prisma.Sql {
  const field = resource.fields[name];
  if (!field) throw new RangeError(`${resource.name} has no field ${name}`);
  return Prisma.raw(`"${field.column}"`);
}

const sqlTypes = {
  int: 'bigint',
  float: 'float8',
  timestamp: 'timestamptz',
  level: 'smallint',
  bool: 'boolean',
  text: 'text',
  json: 'text',
};

/** Binds a value of a field, cast to the type that its column compares with. */
export function bindValue(field: Field, value: FilterValue): Prisma.Sql {
  return Prisma.sql`${bindText(field, value)}::${Prisma.raw(sqlTypes[field.type])}`;
}

function bindText(field: Field, value: FilterValue): string {
  if (field.type === 'level') return String(severityOf[value as Level]);
  return field.type === 'timestamp' ? storableTime(String(value)) : String(value);
}

/** A moment that PostgreSQL reads: offsets can push the ends of the calendar out of years 1 to 9999, where no row is anyway. */
function storableTime(iso: string): string {
  const [first, last] = [-62_135_596_800_000, 253_402_300_799_999];
  return new Date(Math.min(last, Math.max(first, Date.parse(iso)))).toISOString();
}

/** Escapes what LIKE gives a meaning to, so that text is matched as it is. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Whether a row holds a term of a search, or holds it not when negated. */
export function compileTerm(resource: Resource, { text, negated }: SearchTerm): Prisma.Sql {
  const pattern = `%${escapeLike(text)}%`;
  const found = resource.searched.map((name) => {
    const contains = Prisma.sql`${columnOf(resource, name)} ILIKE ${pattern}::text`;
    // Only under NOT does it matter that a null is neither found nor absent; elsewhere the plain form keeps indexes of use.
    return negated && resource.fields[name]?.nullable ? Prisma.sql`coalesce(${contains}, false)` : contains;
  });
  if (text.length >= minIdentifierLength) found.push(...compileIdentified(resource, text));
  const any = Prisma.sql`(${Prisma.join(found, ' OR ')})`;
  return negated ? Prisma.sql`NOT ${any}` : any;
}

/** Whether a term is the whole of a value that identifies the row. */
function compileIdentified({ identified, fields }: Resource, text: string): Prisma.Sql[] {
  if (!identified) return [];
  if (identified.column)
    return [Prisma.sql`${Prisma.raw(`"${identified.column}"`)} @> ARRAY[${foldCase(text)}]::text[]`];
  return identified.fields.map(
    (name) => Prisma.sql`coalesce(${Prisma.raw(`"${fields[name]!.column}"`)} = ${text}::text, false)`,
  );
}

const comparisons = { eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** One condition of a filter. */
export function compileCondition(resource: Resource, condition: Condition): Prisma.Sql {
  const { op, value } = condition;
  const field = resource.fields[condition.field]!;
  const column = columnOf(resource, condition.field);
  if (op === 'isnull' || op === 'isnotnull') {
    return (op === 'isnull') === value ? Prisma.sql`${column} IS NULL` : Prisma.sql`${column} IS NOT NULL`;
  }
  if (op === 'in') return compileIn(column, field, value as readonly (string | number)[]);
  if (op in comparisons) return compileComparison(column, field, op as keyof typeof comparisons, value);
  if (field.type === 'level') return compileLevelText(column, resource, condition);
  const text = escapeLike(String(value));
  switch (op) {
    case 'like':
      return Prisma.sql`${column} LIKE ${`%${text}%`}::text`;
    case 'ilike':
      return Prisma.sql`${column} ILIKE ${`%${text}%`}::text`;
    case 'startswith':
      return Prisma.sql`${column} LIKE ${`${text}%`}::text`;
    default:
      return Prisma.sql`${column} LIKE ${`%${text}`}::text`;
  }
}

function compileComparison(
  column: Prisma.Sql,
  field: Field,
  op: keyof typeof comparisons,
  value: FilterValue,
): Prisma.Sql {
  // Order of text is by code point, whatever the collation of the database; equality needs none, so that its indexes serve.
  const collation =
    field.type === 'text' && op !== 'eq' && op !== 'ne' ? Prisma.raw(' COLLATE "C"') : Prisma.empty;
  return Prisma.sql`${column}${collation} ${Prisma.raw(comparisons[op])} ${bindValue(field, value)}`;
}

function compileIn(column: Prisma.Sql, field: Field, values: readonly (string | number)[]): Prisma.Sql {
  const items = values.map((value) => bindText(field, value));
  return Prisma.sql`${column} = ANY (${items}::${Prisma.raw(sqlTypes[field.type])}[])`;
}

/** Text operators on a level look at its name, of which there are six: the ones that match are listed. */
function compileLevelText(column: Prisma.Sql, resource: Resource, condition: Condition): Prisma.Sql {
  const severities = levels
    .filter((level) => matches({ resource, filter: [condition], search: [] }, { [condition.field]: level }))
    .map((level) => String(severityOf[level]));
  return Prisma.sql`${column} = ANY (${severities}::smallint[])`;
}
