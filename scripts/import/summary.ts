import { printTimestamp } from '../../packages/core/src/search/timestamp.ts';
import type { Retention } from './read-retention.ts';
import type { BlockOutcome, Rejection } from './send-block.ts';

/** What an import did, over all files. Times are epoch ms of the rows. */
export type Summary = {
  lines: number;
  logs: number;
  requests: number;
  knownRequests: number;
  rejected: number;
  firstRejections: (Rejection & { file: string })[];
  doubtful: number;
  first: number | null;
  last: number | null;
  services: Set<string>;
  /** Rows older than retention keeps them, by kind of row. */
  oldLogs: number;
  oldRequests: number;
};

export function emptySummary(): Summary {
  return {
    lines: 0,
    logs: 0,
    requests: 0,
    knownRequests: 0,
    rejected: 0,
    firstRejections: [],
    doubtful: 0,
    first: null,
    last: null,
    services: new Set(),
    oldLogs: 0,
    oldRequests: 0,
  };
}

const day = 86_400_000;
const shownRejections = 5;

/** Adds a block to a summary. */
export function addToSummary(
  summary: Summary,
  outcome: BlockOutcome,
  { file, lines, retention, now }: { file: string; lines: number; retention: Retention; now: number },
): void {
  summary.lines += lines;
  summary.logs += outcome.logs;
  summary.requests += outcome.requests;
  summary.knownRequests += outcome.knownRequests;
  summary.rejected += outcome.rejected.length;
  summary.doubtful += outcome.doubtful;
  const room = shownRejections - summary.firstRejections.length;
  summary.firstRejections.push(
    ...outcome.rejected.slice(0, room).map((rejection) => ({ ...rejection, file })),
  );
  for (const service of outcome.services) if (summary.services.size < 100) summary.services.add(service);
  for (const at of outcome.times) {
    summary.first = Math.min(summary.first ?? at, at);
    summary.last = Math.max(summary.last ?? at, at);
    if (at < now - retention.logs * day) summary.oldLogs += 1;
  }
  for (const at of outcome.requestTimes) if (at < now - retention.metrics * day) summary.oldRequests += 1;
}

/** The summary as it is printed. */
export function printSummary(
  summary: Summary,
  { url, retention }: { url: string; retention: Retention },
): string {
  const count = (n: number) => n.toLocaleString('en');
  const text = [
    `${count(summary.lines)} lines: ${count(summary.logs)} logs, ${count(summary.requests)} requests stored, ${count(summary.rejected)} refused`,
  ];
  for (const { file, line, message } of summary.firstRejections) text.push(`  ${file}:${line}: ${message}`);
  if (summary.knownRequests > 0)
    text.push(
      `${count(summary.knownRequests)} requests were imported before and not counted again (--again counts them)`,
    );
  if (summary.doubtful > 0)
    text.push(
      `the connection broke during ${count(summary.doubtful)} batches of logs, which may be stored twice`,
    );
  if (summary.oldLogs > 0)
    text.push(
      `${count(summary.oldLogs)} logs are older than the ${retention.logs} days logs are kept: the next cleanup removes them`,
    );
  if (summary.oldRequests > 0)
    text.push(
      `${count(summary.oldRequests)} requests are older than the ${retention.metrics} days metrics are kept by the minute`,
    );
  if (summary.oldLogs + summary.oldRequests > 0)
    text.push('  --shift now imports them as if the last line were of now');
  if (summary.first !== null && summary.last !== null) {
    text.push(`from ${printTimestamp(summary.first)} to ${printTimestamp(summary.last)}`);
    text.push(`look at ${dashboardUrl(url, summary)}`);
  }
  return text.join('\n');
}

/** The dashboard over the imported span, in whole minutes, of the service when there is one. */
function dashboardUrl(url: string, { first, last, services }: Summary): string {
  const minute = 60_000;
  const query = new URLSearchParams({
    from: printTimestamp(Math.floor(first! / minute) * minute),
    to: printTimestamp((Math.floor(last! / minute) + 1) * minute),
  });
  const [service, ...others] = services;
  if (service !== undefined && others.length === 0) query.set('service', service);
  return `${url}/dashboard?${query.toString().replaceAll('%3A', ':')}`;
}
