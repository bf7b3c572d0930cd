export type SqlToken = {
  kind: 'word' | 'quoted' | 'string' | 'symbol';
  /** Words folded to lower case, quoted names and strings without their quotes, symbols as they are. */
  value: string;
  /** Where it stands in the whole text. */
  start: number;
  end: number;
};

export type SqlStatement = {
  /** The first tokens; enough to tell every command that concerns the session. */
  tokens: SqlToken[];
  start: number;
  end: number;
};

const TOKENS_KEPT = 24;
const space = /\s/;
const wordStart = /[a-z_\u0080-\uffff]/i;
const wordPart = /[\w$\u0080-\uffff]/;
const dollarTag = /\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/iy;

/**
 * Cuts SQL text into statements the way PostgreSQL's lexer does: semicolons inside strings, quoted names, dollar quotes,
 * comments, parentheses and SQL function bodies (BEGIN ATOMIC … END) do not end a statement. Empty statements are left out.
 */
export function splitStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let current: SqlStatement | undefined;
  let parentheses = 0;
  let bodies = 0;
  let offset = 0;
  while (offset < sql.length) {
    const after = skipBlank(sql, offset);
    if (after > offset) {
      offset = after;
      continue;
    }
    const token = readToken(sql, offset);
    offset = token.end;
    if (token.value === ';' && token.kind === 'symbol' && parentheses <= 0 && bodies === 0) {
      if (current) statements.push(current);
      current = undefined;
      parentheses = 0;
      continue;
    }
    current ??= { tokens: [], start: token.start, end: token.end };
    if (token.kind === 'symbol') parentheses += token.value === '(' ? 1 : token.value === ')' ? -1 : 0;
    else if (token.kind === 'word' && current.tokens[0]?.value === 'create')
      bodies += bodyDepth(token, bodies);
    if (current.tokens.length < TOKENS_KEPT) current.tokens.push(token);
    current.end = token.end;
  }
  if (current) statements.push(current);
  return statements;
}

/** BEGIN opens a body (CREATE … BEGIN ATOMIC); inside one, CASE opens a level too and END closes one. */
function bodyDepth({ value }: SqlToken, depth: number): -1 | 0 | 1 {
  if (value === 'begin') return 1;
  if (depth === 0) return 0;
  if (value === 'case') return 1;
  return value === 'end' ? -1 : 0;
}

function skipBlank(sql: string, from: number): number {
  if (space.test(sql[from]!)) return from + 1;
  if (sql.startsWith('--', from)) return endOf(sql, '\n', from + 2);
  if (!sql.startsWith('/*', from)) return from;
  let depth = 1;
  let offset = from + 2;
  while (depth > 0 && offset < sql.length) {
    const isOpening = sql.startsWith('/*', offset);
    const isClosing = sql.startsWith('*/', offset);
    depth += isOpening ? 1 : isClosing ? -1 : 0;
    offset += isOpening || isClosing ? 2 : 1;
  }
  return offset;
}

function readToken(sql: string, start: number): SqlToken {
  const first = sql[start]!;
  if (first === "'") return readQuoted(sql, start, start + 1, 'string');
  if (first === '"') return readQuoted(sql, start, start + 1, 'quoted');
  if ((first === 'e' || first === 'E') && sql[start + 1] === "'") return readEscaped(sql, start);
  if (first === '$') {
    dollarTag.lastIndex = start;
    const tag = dollarTag.exec(sql)?.[0];
    if (tag !== undefined) {
      const end = endOf(sql, tag, start + tag.length);
      return { kind: 'string', value: sql.slice(start + tag.length, end - tag.length), start, end };
    }
  }
  if (!wordStart.test(first)) return { kind: 'symbol', value: first, start, end: start + 1 };
  let end = start + 1;
  while (end < sql.length && wordPart.test(sql[end]!)) end++;
  return { kind: 'word', value: sql.slice(start, end).toLowerCase(), start, end };
}

/** A string or quoted name, in which a doubled quote stands for one. */
function readQuoted(sql: string, start: number, from: number, kind: 'string' | 'quoted'): SqlToken {
  const quote = kind === 'string' ? "'" : '"';
  let end = endOf(sql, quote, from);
  while (sql[end] === quote) end = endOf(sql, quote, end + 1);
  const value = sql.slice(from, Math.max(from, end - 1)).replaceAll(quote + quote, quote);
  return { kind, value, start, end };
}

/** An E'…' string, in which a backslash escapes. */
function readEscaped(sql: string, start: number): SqlToken {
  let end = start + 2;
  while (end < sql.length) {
    if (sql[end] === '\\') end += 2;
    else if (sql[end] !== "'") end++;
    else if (sql[end + 1] === "'") end += 2;
    else break;
  }
  end = Math.min(end + 1, sql.length);
  return { kind: 'string', value: sql.slice(start + 2, end - 1), start, end };
}

function endOf(sql: string, closing: string, from: number): number {
  const found = sql.indexOf(closing, from);
  return found < 0 ? sql.length : found + closing.length;
}
