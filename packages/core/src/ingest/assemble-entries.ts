import { logLimits } from '../logs/schema.ts';
import type { YearOf } from './calendar-time.ts';
import { type DetectedFormat, isContinuation, type LogFormat } from './detect-format.ts';
import { parseCombinedLine } from './parse-combined-line.ts';
import { parseJsonLine } from './parse-json-line.ts';
import { parseOpenstackLine } from './parse-openstack-line.ts';
import { parsePlainLine, trailingLogger } from './parse-plain-line.ts';
import type { ParsedLine } from './parsed-line.ts';

/** One entry of a file: a line with the lines that go on with it. Line numbers count from 1. */
export type Entry = { readonly firstLine: number; readonly lastLine: number; readonly parsed: ParsedLine };

/** Takes the lines of a file one by one and gives entries as they are complete; `end` gives the last one. */
export type EntryAssembler = {
  push(line: string, number: number): Entry | null;
  end(): Entry | null;
};

type Open = {
  firstLine: number;
  lastLine: number;
  head: ParsedLine;
  text: string[];
  length: number;
  blank: number;
};

/**
 * Joins stack traces, indented lines and (in a file whose entries have times) lines without a time to the entry before.
 * Every other line that has no known shape is an `info` entry of its own. In a timed file an entry without a time has the
 * time of the one before. Blank lines are kept inside an entry only. An entry longer than a log may be goes on in another.
 */
export function createEntryAssembler({
  format,
  timed,
  yearOf,
}: DetectedFormat & { yearOf: YearOf }): EntryAssembler {
  let open: Open | null = null;
  let lastTime: number | null = null;

  const close = (): Entry | null => {
    const entry = open && finish(open);
    open = null;
    return entry;
  };
  const start = (line: string, number: number): void => {
    const parsed = parseLine(line, format, yearOf);
    lastTime = parsed.at ?? lastTime;
    const head = parsed.at === null && timed && lastTime !== null ? { ...parsed, at: lastTime } : parsed;
    open = {
      firstLine: number,
      lastLine: number,
      head,
      text: [head.message],
      length: head.message.length,
      blank: 0,
    };
  };

  return {
    push(line, number) {
      if (line.trim() === '') {
        if (open) open.blank += 1;
        return null;
      }
      if (!open || !goesOn(line, open.head, { format, timed, yearOf })) {
        const entry = close();
        start(line, number);
        return entry;
      }
      const added = line.length + 1 + open.blank;
      if (open.length + added > logLimits.message) {
        const { head } = open;
        const entry = close();
        open = {
          firstLine: number,
          lastLine: number,
          head: rest(head),
          text: [line],
          length: line.length,
          blank: 0,
        };
        return entry;
      }
      open.text.push(...Array<string>(open.blank).fill(''), line);
      open.length += added;
      open.lastLine = number;
      open.blank = 0;
      return null;
    },
    end: close,
  };
}

/** A line in the given format, else in any that fits it, else as free text. */
function parseLine(line: string, format: LogFormat, yearOf: YearOf): ParsedLine {
  const structured = { combined: parseCombinedLine, openstack: parseOpenstackLine, json: parseJsonLine };
  const known = format === 'plain' ? null : structured[format](line);
  return (
    known ??
    parseJsonLine(line) ??
    parseCombinedLine(line) ??
    parseOpenstackLine(line) ??
    parsePlainLine(line, yearOf)
  );
}

function goesOn(
  line: string,
  head: ParsedLine,
  { format, timed, yearOf }: DetectedFormat & { yearOf: YearOf },
): boolean {
  const isWhole = format === 'combined' || head.request !== undefined;
  if (isWhole) return false;
  if (isContinuation(line)) return true;
  return timed && format !== 'json' && parseLine(line, format, yearOf).at === null;
}

/** What goes on with an entry that is full: the same time, level and source, without its request. */
function rest({ request: _, meta: __, ...head }: ParsedLine): ParsedLine {
  return head;
}

function finish({ firstLine, lastLine, head, text }: Open): Entry {
  const source = head.source ?? (text.length > 1 ? trailingLogger(text.at(-1)!) : null);
  return { firstLine, lastLine, parsed: { ...head, source, message: text.join('\n') } };
}
