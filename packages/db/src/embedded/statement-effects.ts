import { type SqlStatement, type SqlToken, splitStatements } from './sql-statements.ts';

/** What a statement does, once it has completed, to things that belong to a connection rather than to the database. */
export type StatementEffect =
  | { kind: 'listen'; channel: string }
  | { kind: 'unlisten' /** Null: every channel. */; channel: string | null }
  | { kind: 'savepoint' | 'rollback-to'; name: string }
  | {
      kind: 'set' | 'reset' /** Settings touched; 'all' when the text does not tell. */;
      names: string[] | 'all';
    }
  | { kind: 'discard-all' | 'deallocate-all' | 'copy-in' };

export type AnalysedSql = {
  /** The text to run in place of the client's. */
  sql: string;
  /** One entry per statement. */
  effects: (StatementEffect | undefined)[];
  /** Command tags to answer with where the statement that ran is not the one that was sent, by statement. */
  tags: (string | undefined)[];
};

/** Names of the server for the prepared statements of one connection. */
export type StatementNames = { declare(name: string): string; find(name: string): string };

/** UNLISTEN of a channel that nobody can mean: a statement without effect whose tag is UNLISTEN. */
const NOTHING = 'UNLISTEN "apiscope: no channel"';
const MAX_NAME_BYTES = 63;
const COMMANDS =
  /\b(?:listen|unlisten|savepoint|rollback|set|reset|set_config|discard|deallocate|prepare|execute|copy|do|call)\b/i;

/**
 * Reads from SQL text what it does to the connection, and rewrites what must not reach the one session that all connections
 * share: UNLISTEN (others may listen), DISCARD ALL, DEALLOCATE ALL and the names of prepared statements.
 */
export function analyseSql(sql: string, names: StatementNames): AnalysedSql {
  if (!COMMANDS.test(sql)) return { sql, effects: [], tags: [] };
  const result: AnalysedSql = { sql: '', effects: [], tags: [] };
  let copied = 0;
  for (const statement of splitStatements(sql)) {
    const change = analyseStatement(statement, sql, names);
    result.effects.push(change.effect);
    result.tags.push(change.tag);
    if (change.replace === undefined) continue;
    result.sql += sql.slice(copied, change.replace.start) + change.replace.by;
    copied = change.replace.end;
  }
  result.sql += sql.slice(copied);
  return result;
}

type Change = {
  effect?: StatementEffect;
  tag?: string;
  replace?: { start: number; end: number; by: string };
};

function analyseStatement(statement: SqlStatement, sql: string, names: StatementNames): Change {
  const [first, second, third] = statement.tokens;
  const whole = (by: string) => ({ start: statement.start, end: statement.end, by });
  switch (first?.kind === 'word' ? first.value : '') {
    case 'listen':
      return second ? { effect: { kind: 'listen', channel: identifier(second) } } : {};
    case 'unlisten':
      if (!second) return {};
      return {
        effect: { kind: 'unlisten', channel: second.value === '*' ? null : identifier(second) },
        replace: whole(NOTHING),
      };
    case 'savepoint':
      return second ? { effect: { kind: 'savepoint', name: identifier(second) } } : {};
    case 'rollback':
      return analyseRollback(statement.tokens);
    case 'set':
      return { effect: settingsOf(statement.tokens.slice(1)) };
    case 'reset':
      return second ? { effect: { kind: 'reset', names: resetNames(statement.tokens.slice(1)) } } : {};
    case 'discard':
      if (second?.value !== 'all') return {};
      return { effect: { kind: 'discard-all' }, tag: 'DISCARD ALL', replace: whole('RESET ALL') };
    case 'deallocate':
      if (second?.value === 'all' || (second?.value === 'prepare' && third?.value === 'all'))
        return { effect: { kind: 'deallocate-all' }, tag: 'DEALLOCATE ALL', replace: whole(NOTHING) };
      return renamed(second?.value === 'prepare' && third ? third : second, (name) => names.find(name));
    case 'prepare':
      return second?.value === 'transaction' ? {} : renamed(second, (name) => names.declare(name));
    case 'execute':
      return renamed(second, (name) => names.find(name));
    case 'explain':
      return analyseExplain(statement.tokens, names);
    case 'copy':
      return /\bfrom\s+stdin\b/i.test(sql.slice(statement.start, statement.end))
        ? { effect: { kind: 'copy-in' } }
        : {};
    case 'do':
    case 'call':
      return { effect: { kind: 'set', names: 'all' } };
    default:
      return { effect: setConfigIn(sql.slice(statement.start, statement.end)) };
  }
}

function analyseRollback(tokens: SqlToken[]): Change {
  const to = tokens.findIndex(({ value }) => value === 'to');
  if (to < 0) return {};
  const name = tokens[to + 1]?.value === 'savepoint' ? tokens[to + 2] : tokens[to + 1];
  return name ? { effect: { kind: 'rollback-to', name: identifier(name) } } : {};
}

function analyseExplain(tokens: SqlToken[], names: StatementNames): Change {
  const execute = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'execute');
  return execute < 0 ? {} : renamed(tokens[execute + 1], (name) => names.find(name));
}

function renamed(name: SqlToken | undefined, rename: (name: string) => string): Change {
  if (name === undefined) return {};
  return { replace: { start: name.start, end: name.end, by: `"${rename(identifier(name))}"` } };
}

/** SET without LOCAL, and what its special forms set. */
function settingsOf(tokens: SqlToken[]): StatementEffect | undefined {
  const words = tokens.map(({ value }) => value.toLowerCase());
  if (words[0] === 'local' || words[0] === 'transaction' || words[0] === 'constraints') return undefined;
  const from = words[0] === 'session' ? 1 : 0;
  return { kind: 'set', names: settingNames(tokens.slice(from), words.slice(from)) };
}

function resetNames(tokens: SqlToken[]): string[] | 'all' {
  const words = tokens.map(({ value }) => value.toLowerCase());
  if (words[0] === 'all') return 'all';
  const from = words[0] === 'session' ? 1 : 0;
  return settingNames(tokens.slice(from), words.slice(from));
}

function settingNames(tokens: SqlToken[], words: string[]): string[] | 'all' {
  if (words[0] === 'time' && words[1] === 'zone') return ['timezone'];
  if (words[0] === 'authorization') return ['session_authorization', 'role'];
  if (words[0] === 'schema') return ['search_path'];
  if (words[0] === 'names') return ['client_encoding'];
  if (words[0] === 'xml') return ['xmloption'];
  if (words[0] === 'characteristics') return 'all';
  let name = words[0] ?? '';
  for (let at = 1; tokens[at]?.value === '.' && tokens[at + 1]; at += 2) name += `.${words[at + 1]}`;
  return name === '' ? 'all' : [name];
}

/** `set_config('name', value, is_local)` anywhere in a statement; a name that is no literal may be any setting. */
function setConfigIn(statement: string): StatementEffect | undefined {
  const calls = [...statement.matchAll(/\bset_config\s*\(\s*(?:'([\w.]+)'\s*,)?/gi)];
  if (calls.length === 0) return undefined;
  const names = calls.map(([, name]) => name?.toLowerCase());
  return { kind: 'set', names: names.every((name) => name !== undefined) ? names : 'all' };
}

/** A name as the server keeps it: at most 63 bytes of whole characters. */
function identifier({ value }: SqlToken): string {
  const bytes = Buffer.from(value);
  if (bytes.length <= MAX_NAME_BYTES) return value;
  let end = MAX_NAME_BYTES;
  while ((bytes[end]! & 0b1100_0000) === 0b1000_0000) end--;
  return bytes.toString('utf8', 0, end);
}
