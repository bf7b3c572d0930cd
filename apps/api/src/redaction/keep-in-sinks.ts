import { logLimits } from '@apiscope/core/logs/schema';
import type { RedactionPreview, Sink } from '@apiscope/core/redact/preview-schema';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { WholeSnapshot } from '@apiscope/core/replay/schema';
import type { Deps } from '../deps.ts';
import { exportRoutes } from '../export/export-routes.ts';
import { redactRow, redactSnapshot } from '../export/redact-row.ts';
import { csvWriter, harWriter, ndjsonWriter } from '../export/writers.ts';
import { prepareLog } from '../logs/prepare-log.ts';

/** A log line before it is redacted. */
export type Line = { message: string; meta: unknown };

const { columns, readings } = exportRoutes.find(({ template }) => template === '/replay/export')!;

/** What each sink keeps of a snapshot that is kept and of a log line that comes. */
export function keepInSinks(
  { redactor, clock, settings }: Pick<Deps, 'clock' | 'settings'> & { redactor: Redactor },
  kept: WholeSnapshot,
  line: Line,
): RedactionPreview['sinks'] {
  const { message, meta, pattern } = prepareLog(
    { redactor, clock },
    { source: 'preview', level: 'info', message: line.message.slice(0, logLimits.message), meta: line.meta },
  );
  const log = { source: 'preview', level: 'info', message, meta };
  const row = redactRow(redactor, kept, { columns, readings });
  const { path, query, headers, body, responseHeaders, responseBody } = kept;
  const csv = csvWriter(columns);
  const texts: Record<Sink, string> = {
    snapshot: print({ path, query, headers, body, responseHeaders, responseBody }),
    log: print({ message, meta }),
    pattern,
    // A vector is made of the pattern, so of what it says and no more.
    embedding: pattern,
    csv: csv.head + csv.print(row),
    ndjson: ndjsonWriter(columns).print(row),
    har: harWriter({ version: settings.programVersion }).print(redactSnapshot(redactor, kept)),
    stream: `event: log-update\ndata: ${JSON.stringify(log)}\n`,
    job: print(redactor.json(line.meta ?? { message: line.message })),
  };
  return Object.entries(texts).map(([sink, text]) => ({ sink: sink as Sink, kept: text }));
}

function print(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
