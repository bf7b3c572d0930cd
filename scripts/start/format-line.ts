const LEVELS: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const COLOURS: Record<string, number> = { warn: 33, error: 31, fatal: 31 };
const OWN = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'name']);

/**
 * A child's line for a person: pino's JSON becomes `12:30:01 api info message key=value`; any other line gets the
 * child's name in front. For a pipe or a file, JSON stays JSON, so that machines can read it.
 */
export function formatLine(name: string, line: string, isTerminal: boolean): string {
  const record = readRecord(line);
  if (record === undefined) return `${name} | ${line}`;
  if (!isTerminal) return line;

  const level =
    typeof record.level === 'number' ? (LEVELS[record.level] ?? `${record.level}`) : `${record.level}`;
  const time = readTime(record.time);
  const rest = Object.entries(record)
    .filter(([key]) => !OWN.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const colour = COLOURS[level];
  const shown = colour === undefined ? level.padEnd(5) : `\u001b[${colour}m${level.padEnd(5)}\u001b[0m`;
  const tail = rest.length === 0 ? '' : ` \u001b[2m${rest.join(' ')}\u001b[0m`;
  return `${time} ${name.padEnd(8)} ${shown} ${record.msg ?? ''}${tail}`;
}

function readRecord(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'level' in value ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function readTime(time: unknown): string {
  const at = new Date(typeof time === 'number' || typeof time === 'string' ? time : Date.now());
  return Number.isNaN(at.getTime()) ? '--:--:--' : at.toTimeString().slice(0, 8);
}
