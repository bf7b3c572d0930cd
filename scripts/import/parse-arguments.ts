import { parseArgs } from 'node:util';
import { type LogFormat, logFormats } from '../../packages/core/src/ingest/detect-format.ts';
import { parseTimestamp } from '../../packages/core/src/search/timestamp.ts';

/** Lines of a file that are wanted, from 1, both ends included. */
export type LineRange = { readonly from: number; readonly to: number };

/** What the command line asks for. */
export type ImportArguments = {
  readonly files: readonly string[];
  readonly service: string | null;
  readonly format: LogFormat | null;
  readonly year: number | null;
  readonly range: LineRange;
  /** Moment the last line is moved to, epoch ms; null leaves times as they are. */
  readonly shiftTo: number | null;
  readonly again: boolean;
  readonly url: string;
};

/** A command line that can't be followed; the message says why. */
export class UsageError extends Error {}

export const importUsage = `usage: npm run import -- FILE… [options]

Reads access logs (common, combined), OpenStack API logs, JSON lines and plain logs, also as .gz; - is stdin.
Files named .har are HTTP archives; only --service, --again and --url apply to them.

  --service NAME    service of every line; default: named after the file
  --format NAME     ${logFormats.join(', ')}; default: found by looking
  --year YEAR       year of the first line, for times without one (syslog)
  --shift now       move all times so that the last line is now (or at an ISO-8601 time)
  --range FROM:TO   only these lines, counted from 1; either end may be left out
  --again           take requests again that were imported before
  --url URL         default: APISCOPE_URL, else http://localhost:$PORT`;

/** Whether a file is taken for an HTTP archive, by its name. */
export function isHarFile(path: string): boolean {
  return /\.har(?:\.gz)?$/i.test(path);
}

/** Reads the command line. @throws UsageError saying what is wrong; null when only help is asked for. */
export function parseArguments(
  argv: readonly string[],
  { env, now }: { env: Readonly<Record<string, string | undefined>>; now: number },
): ImportArguments | null {
  const { values, positionals: files } = readArgv(argv);
  if (values.help) return null;
  if (files.length === 0) throw new UsageError(`no file given\n\n${importUsage}`);
  if (files.includes('-') && values.shift)
    throw new UsageError('--shift needs a file: stdin can be read only once');
  if (files.some(isHarFile) && (values.shift || values.range || values.format || values.year))
    throw new UsageError('--format, --year, --shift and --range do not apply to HAR files');
  const service = values.service?.trim();
  if (service !== undefined && (service === '' || service.length > 200))
    throw new UsageError('--service takes 1 to 200 characters');
  return {
    files,
    service: service ?? null,
    format: readFormat(values.format),
    year: readYear(values.year),
    range: readRange(values.range),
    shiftTo: readShift(values.shift, now),
    again: values.again ?? false,
    url: readUrl(values.url, env),
  };
}

function readArgv(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        service: { type: 'string' },
        format: { type: 'string' },
        year: { type: 'string' },
        shift: { type: 'string' },
        range: { type: 'string' },
        url: { type: 'string' },
        again: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readFormat(text: string | undefined): LogFormat | null {
  if (text === undefined) return null;
  const format = logFormats.find((name) => name === text);
  if (!format) throw new UsageError(`--format ${text}: expected one of ${logFormats.join(', ')}`);
  return format;
}

function readYear(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^(19[7-9]|20\d)\d$/.test(text))
    throw new UsageError(`--year ${text}: expected a year from 1970 to 2099`);
  return Number(text);
}

function readRange(text: string | undefined): LineRange {
  const match = /^(\d*):(\d*)$/.exec(text ?? ':');
  const from = Number(match?.[1] || 1);
  const to = Number(match?.[2] || Number.POSITIVE_INFINITY);
  if (!match || from < 1 || to < from)
    throw new UsageError(`--range ${text}: expected lines from 1, like 1:1000, 1001: or :1000`);
  return { from, to };
}

function readShift(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  const shiftTo = text === 'now' ? now : parseTimestamp(text);
  if (shiftTo === null) throw new UsageError(`--shift ${text}: expected now or an ISO-8601 time`);
  return shiftTo;
}

/** The server to speak to: the option, else APISCOPE_URL, else the local port. @throws UsageError when it is no http address. */
export function readUrl(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const text = option ?? (env.APISCOPE_URL || `http://localhost:${env.PORT || 3000}`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`${text} is not an http address`);
  return text.replace(/\/+$/, '');
}
