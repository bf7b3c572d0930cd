import type { Redactor } from '@apiscope/core/redact/redactor';
import { redactBody } from '@apiscope/core/replay/redact-body';
import { Prisma } from '../client.ts';
import type { ScrubStep } from './scrub-step.ts';

/** How a column is read by the redactor. */
type Kind = 'text' | 'url' | 'json' | 'body';

type ScrubbedColumns = {
  /** Names of ours, never of a caller. */
  table: string;
  key: string;
  columns: Readonly<Record<string, Kind>>;
};

type Row = Record<string, unknown> & { key: number };

/** Rewrites the columns of a table one by one, as their kind asks for. */
export function scrubRows({ table, key, columns }: ScrubbedColumns): ScrubStep {
  const names = Object.keys(columns);
  const from = Prisma.raw(table);
  const id = Prisma.raw(key);
  const selected = Prisma.raw(names.map((name) => `"${name}"`).join(', '));
  const set = Prisma.raw(names.map((name) => `"${name}" = input."${name}"`).join(', '));
  const shape = Prisma.raw(
    names.map((name) => `"${name}" ${columns[name] === 'json' ? 'jsonb' : 'text'}`).join(', '),
  );
  return async (tx, { redactor }, { after, until, limit }) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT ${id}::float8 AS key, ${selected} FROM ${from} WHERE ${id} > ${String(after)}::bigint AND ${id} <= ${String(until)}::bigint
      ORDER BY ${id} LIMIT ${limit}::int FOR NO KEY UPDATE`;
    const changed = rows.flatMap((row) => {
      const clean = Object.fromEntries(
        names.map((name) => [name, redactValue(redactor, columns[name]!, row[name])]),
      );
      return names.some((name) => differ(clean[name], row[name])) ? [{ ...clean, key: row.key }] : [];
    });
    if (changed.length > 0)
      await tx.$executeRaw`
        UPDATE ${from} AS stored SET ${set}
        FROM json_to_recordset(${JSON.stringify(changed)}::json) AS input (key bigint, ${shape}) WHERE stored.${id} = input.key`;
    return { seen: rows.length, rewritten: changed.length, last: rows.at(-1)?.key ?? null };
  };
}

function redactValue(redactor: Redactor, kind: Kind, value: unknown): unknown {
  if (value === null) return null;
  if (kind === 'json') return redactor.json(value);
  if (kind === 'url') return redactor.url(String(value));
  return kind === 'body'
    ? redactBody(redactor, { text: String(value), info: null })
    : redactor.text(String(value));
}

/** Both as JSON: what is stored is JSON or text. */
function differ(one: unknown, other: unknown): boolean {
  return one !== other && JSON.stringify(one) !== JSON.stringify(other);
}
