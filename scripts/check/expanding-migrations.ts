import { loadModule } from 'libpg-query';
import { judgeStatement, type Objection } from './migrations/judge-statement.ts';
import { readStatements, type Statement } from './migrations/statement.ts';
import type { Rule, SourceFile } from './source-file.ts';

await loadModule();

const releasedPath = 'packages/db/prisma/released.json';
const migrationPath = /^packages\/db\/prisma\/migrations\/([^/]+)\/migration\.sql$/;
/** `-- contract since 1.2.0: why`: the code of that release uses it no more. */
const contract = /^--\s*contract since (\d+\.\d+\.\d+): \S/m;
/** `-- locks: why`: how long it takes is known, and can be borne. */
const lock = /^--\s*locks: \S/m;

type Released = { release: string; lastMigration: string };

/**
 * Migrations since the last release that the code of that release would not outlive: in a rolling deploy it serves on the new schema
 * (`docs/decisions/0010-expand-then-contract.md`). What it uses is taken away one release later, and the comment before the statement says so.
 */
export const findBreakingMigrations: Rule = (files) => {
  const record = files.find(({ path }) => path === releasedPath);
  if (record === undefined)
    return [`${releasedPath} is missing: it names the last release and its last migration`];
  const released = JSON.parse(record.text) as Released;
  const migrations = files.filter(({ path }) => migrationPath.test(path));
  if (!migrations.some(({ path }) => nameOf(path) === released.lastMigration))
    return [`${releasedPath} names a migration that is not there: ${released.lastMigration}`];
  return migrations
    .filter(({ path }) => nameOf(path) > released.lastMigration)
    .flatMap((file) => findInFile(file, released));
};

const nameOf = (path: string): string => migrationPath.exec(path)![1]!;

function findInFile({ path, text }: SourceFile, released: Released): string[] {
  let statements: Statement[];
  try {
    statements = readStatements(text);
  } catch (error) {
    return [`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
  const made = new Set(
    statements.flatMap(({ node }) => ('CreateStmt' in node ? [node.CreateStmt.relation!.relname] : [])),
  );
  return statements.flatMap(({ node, comment, line }) =>
    judgeStatement(node, (table) => made.has(table))
      .map((objection) => answerTo(objection, comment, released))
      .filter((answer) => answer !== null)
      .map((answer) => `${path}:${line} ${answer}`),
  );
}

/** What is to be said against a statement in spite of its comment; null when that settles it. */
function answerTo({ kind, why }: Objection, comment: string, { release }: Released): string | null {
  if (kind === 'locks') return lock.test(comment) ? null : `${why}; or tell before it why not: -- locks: …`;
  const since = contract.exec(comment)?.[1];
  if (since === undefined)
    return `${why}; once no release uses it, say before it: -- contract since ${release}: …`;
  return compareReleases(since, release) <= 0
    ? null
    : `${why}, and ${since} is not released yet: the last is ${release}, whose code still serves`;
}

function compareReleases(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left!.findIndex((part, index) => part !== right![index]);
  return at === -1 ? 0 : left![at]! - right![at]!;
}
