import type { Level } from '../logs/level.ts';
import type { YearOf } from './calendar-time.ts';
import { levelWords, parseLevelName } from './parse-level-name.ts';
import { type LineTime, parseLineTime } from './parse-line-time.ts';
import type { ParsedLine } from './parsed-line.ts';

type Said = { level?: Level; source?: string; message: string; meta?: Record<string, string | number> };
type Shape = { pattern: RegExp; read: (match: string[]) => Said };

const level = `(${levelWords})`;
const dotted = '([A-Za-z_][\\w$-]*(?:\\.[\\w$-]+)+)';

/** What may follow a time, most telling shape first. */
const shapes: readonly Shape[] = [
  // log4j, Hadoop: INFO [main] org.apache.Foo: message
  {
    pattern: new RegExp(`^ *${level} +\\[([^\\]]*)\\] ([\\w.$-]+): (.*)$`, 's'),
    read: ([, name, thread, source, message]) => ({
      ...levelled(name),
      source,
      meta: { thread: thread! },
      message: message!,
    }),
  },
  // logback: [main] INFO  com.example.Foo - message
  {
    pattern: new RegExp(`^ *\\[([^\\]]*)\\] ${level} +([\\w.$-]+) +- (.*)$`, 's'),
    read: ([, thread, name, source, message]) => ({
      ...levelled(name),
      source,
      meta: { thread: thread! },
      message: message!,
    }),
  },
  // Spring Boot: INFO 12345 --- [main] com.example.Foo : message
  {
    pattern: new RegExp(
      `^ *${level} (\\d+) --- (?:\\[[^\\]]*\\] )?\\[([^\\]]*)\\] ([\\w.$/-]+) *: (.*)$`,
      's',
    ),
    read: ([, name, pid, thread, source, message]) => ({
      ...levelled(name),
      source,
      meta: { pid: Number(pid), thread: thread!.trim() },
      message: message!,
    }),
  },
  // Python: - name - INFO - message
  {
    pattern: new RegExp(`^ - ([\\w.-]+) - ${level} - (.*)$`, 's'),
    read: ([, source, name, message]) => ({ ...levelled(name), source, message: message! }),
  },
  // HDFS: 148 INFO dfs.DataNode: message
  {
    pattern: new RegExp(`^ *(\\d+) ${level} ([\\w.$-]+): (.*)$`, 's'),
    read: ([, pid, name, source, message]) => ({
      ...levelled(name),
      source,
      meta: { pid: Number(pid) },
      message: message!,
    }),
  },
  // Apache 2.4: [core:error] [pid 35708:tid 4328636416] message
  {
    pattern: /^ *\[([\w-]*):([a-z]+\d?)\] (?:\[pid (\d+)(?::tid (\d+))?\] )?(.*)$/s,
    read: ([, source, name, pid, , message]) => ({
      ...levelled(name!.replace(/\d$/, '')),
      ...(source && { source }),
      ...(pid && { meta: { pid: Number(pid) } }),
      message: message!,
    }),
  },
  // INFO com.example.Foo: message
  {
    pattern: new RegExp(`^ *${level}:? +${dotted}(?: -|:) (.*)$`, 's'),
    read: ([, name, source, message]) => ({ ...levelled(name), source, message: message! }),
  },
  // env_logger: INFO crate::module] message
  {
    pattern: new RegExp(`^ *${level} +([\\w:.-]+)\\] (.*)$`, 's'),
    read: ([, name, source, message]) => ({ ...levelled(name), source, message: message! }),
  },
  // INFO message   [ERROR] message   WARN: message   | INFO | message
  {
    pattern: new RegExp(`^[ |:,-]*[[(<]?${level}[\\])>]?(?:[ \\t:|,-]+|$)(.*)$`, 's'),
    read: ([, name, message]) => ({ ...levelled(name), message: message! }),
  },
  // [error] message   error: message
  {
    pattern: /^ *(?:[[<(]([a-z]{3,9})[\])>]|([a-z]{3,9}):)[ \t]*(.*)$/is,
    read: ([whole, bracketed, bare, message]) => {
      const found = parseLevelName(bracketed ?? bare ?? '');
      return found
        ? { level: found, message: bracketed ? message! : whole!.trimStart() }
        : { message: whole! };
    },
  },
];

function levelled(name: string | undefined): { level?: Level } {
  const found = parseLevelName(name ?? '');
  return found ? { level: found } : {};
}

/** Reads a line of free text: its time and level where it has them in a usual shape, else `info` without a time. Never fails. */
export function parsePlainLine(text: string, yearOf: YearOf): ParsedLine {
  const time = parseLineTime(text, yearOf);
  if (time?.shape === 'syslog') return syslogLine(time);
  const said = sayings(time ? time.rest : text);
  const message = time || said.level ? said.message.replace(/^ /, '') : text;
  return {
    at: time?.at ?? null,
    level: said.level ?? time?.level ?? 'info',
    source: said.source ?? trailingLogger(message),
    message,
    ...(said.meta && { meta: said.meta }),
  };
}

function sayings(text: string): Said {
  for (const { pattern, read } of shapes) {
    const match = pattern.exec(text);
    if (match) return read(match);
  }
  return { message: text };
}

function syslogLine({ at, rest, level: priorityLevel }: LineTime): ParsedLine {
  const [, host = '', line = ''] = /^(\S+) ?(.*)$/s.exec(rest) ?? [];
  const [, tag, pid, text] = /^([^:[\]]{1,100}?)(?:\[(\d+)\])?: (.*)$/s.exec(line) ?? [];
  const message = tag === undefined ? line : text!;
  return {
    at,
    level: priorityLevel ?? sayings(message).level ?? 'info',
    source: tag?.trim() || null,
    message,
    meta: { host, ...(pid !== undefined && { pid: Number(pid) }) },
  };
}

/** The logger that log4j's `%m (%c)` puts behind the message, as Kafka does. */
export function trailingLogger(message: string): string | null {
  const firstLine = message.split('\n', 1)[0]!;
  const pattern = new RegExp(`\\(${dotted}\\)\\s*$`);
  return pattern.exec(firstLine)?.[1] ?? null;
}
