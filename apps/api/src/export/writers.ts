import type { Column } from '@apiscope/core/export/list-columns';
import { printCsvHeader, printCsvRow } from '@apiscope/core/export/print-csv-row';
import type { WholeSnapshot } from '@apiscope/core/replay/schema';
import { toHarEntry } from '@apiscope/core/replay/to-har-entry';

/** How rows become the text of a file. */
export type Writer<Row> = {
  contentType: string;
  extension: string;
  /** What stands before the first row, between two, and after the last. */
  head: string;
  between: string;
  tail: string;
  print(row: Row): string;
};

type WireRow = Record<string, unknown>;

/** Comma separated values. */
export function csvWriter(columns: readonly Column[]): Writer<WireRow> {
  return {
    contentType: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    head: printCsvHeader(columns),
    between: '',
    tail: '',
    print: (row) => printCsvRow(columns, row),
  };
}

/** One JSON object a line. */
export function ndjsonWriter(columns: readonly Column[]): Writer<WireRow> {
  return {
    contentType: 'application/x-ndjson',
    extension: 'ndjson',
    head: '',
    between: '',
    tail: '',
    print: (row) =>
      `${JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])))}\n`,
  };
}

/** An HTTP archive. */
export function harWriter({ version }: { version: string }): Writer<WholeSnapshot> {
  const creator = JSON.stringify({ name: 'Apiscope', version });
  const comment =
    'Durations are of whole exchanges and stand under wait; secrets are replaced by [redacted].';
  return {
    contentType: 'application/json',
    extension: 'har',
    head: `{"log":{"version":"1.2","creator":${creator},"comment":${JSON.stringify(comment)},"pages":[],"entries":[\n`,
    between: ',\n',
    tail: '\n]}}\n',
    print: (snapshot) => JSON.stringify(toHarEntry(snapshot)),
  };
}
