import type { Node, RawStmt } from '@pgsql/types';
import { parseSync } from 'libpg-query';

/** A statement of a migration as PostgreSQL's own parser reads it, with the comment that stands before it. */
export type Statement = { node: Node; comment: string; line: number };

/** Takes a file apart. `loadModule` of the parser must have been waited for. @throws Error in PostgreSQL's words when it is no SQL. */
export function readStatements(sql: string): Statement[] {
  // The parser counts bytes.
  const bytes = Buffer.from(sql);
  const text = (from: number, to: number): string => bytes.subarray(from, to).toString();
  let end = 0;
  return (parseSync(sql).stmts as RawStmt[]).map(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
    const comment = text(end, from);
    end = length === undefined ? bytes.length : from + length + 1;
    return { node: stmt!, comment, line: text(0, from).split('\n').length };
  });
}
