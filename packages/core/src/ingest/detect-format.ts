import { parseCombinedLine } from './parse-combined-line.ts';
import { parseJsonLine } from './parse-json-line.ts';
import { parseLineTime } from './parse-line-time.ts';
import { parseOpenstackLine } from './parse-openstack-line.ts';

/** The shapes of log files that can be told apart. `combined` includes the common log format. */
export const logFormats = ['combined', 'openstack', 'json', 'plain'] as const;

export type LogFormat = (typeof logFormats)[number];

/** What a sample of a file says of it. `timed`: most entries start with a time, so a line without one goes on with the entry before. */
export type DetectedFormat = { readonly format: LogFormat; readonly timed: boolean };

/** Lines that {@link detectFormat} needs to see at most. */
export const sampleSize = 200;

/** Whether a line can only be a part of the entry before: indented, or a known line of a stack trace. */
export function isContinuation(line: string): boolean {
  return /^(?:[ \t]|Caused by: |Suppressed: |\.{3} \d+ more|at \S+\(.*\)$|Traceback \(most recent|[}\])]\s*$)/.test(
    line,
  );
}

/** Finds the format that most of the sampled lines have; lines that can only go on with an entry don't count. */
export function detectFormat(sample: readonly string[]): DetectedFormat {
  const lines = sample.slice(0, sampleSize).filter((line) => line.trim() !== '' && !isContinuation(line));
  const counts = { combined: 0, openstack: 0, json: 0, plain: 0 };
  let timed = 0;
  for (const line of lines) {
    const format = formatOf(line);
    counts[format] += 1;
    if (format === 'plain' ? parseLineTime(line, () => 2000) : true) timed += 1;
  }
  const format = logFormats.find((name) => counts[name] * 2 >= lines.length && counts[name] > 0) ?? 'plain';
  return { format, timed: timed * 2 >= lines.length && timed > 0 };
}

function formatOf(line: string): LogFormat {
  if (parseCombinedLine(line)) return 'combined';
  if (parseOpenstackLine(line)) return 'openstack';
  return parseJsonLine(line) ? 'json' : 'plain';
}
