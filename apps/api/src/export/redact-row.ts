import type { Column } from '@apiscope/core/export/list-columns';
import { redactStored } from '@apiscope/core/redact/redact-stored';
import type { Redactor } from '@apiscope/core/redact/redactor';
import type { WholeSnapshot } from '@apiscope/core/replay/schema';

type WireRow = Record<string, unknown>;

/** Columns that the redactor has a reading of its own for. */
export type Readings = Readonly<Record<string, 'url' | 'query'>>;

/**
 * Passes a row through the redactor on its way out, column by column, so that what was stored under older rules does not leave.
 * Numbers, moments and words of ours are left alone.
 */
export function redactRow(
  redactor: Redactor,
  row: WireRow,
  { columns, readings }: { columns: readonly Column[]; readings: Readings },
): WireRow {
  return Object.fromEntries(
    columns.map((column) => [column.name, redactCell(redactor, row[column.name], column, readings)]),
  );
}

function redactCell(redactor: Redactor, value: unknown, { name, kind }: Column, readings: Readings): unknown {
  if (value === null || value === undefined || kind === 'plain') return value;
  if (readings[name] === 'query') return redactor.query(value as Record<string, string | string[]>);
  if (kind === 'json') return redactor.json(value);
  return readings[name] === 'url' ? redactor.url(String(value)) : redactor.text(String(value));
}

/** The same for a whole snapshot; a body in which nothing is found stays as it is, byte for byte. What is found is told beside the rest. */
export function redactSnapshot(redactor: Redactor, snapshot: WholeSnapshot): WholeSnapshot {
  const text = <T extends string | null>(value: T) => (value === null ? value : redactor.text(value)) as T;
  return {
    ...snapshot,
    ...redactStored(redactor, snapshot),
    service: text(snapshot.service),
    endpoint: text(snapshot.endpoint),
    version: text(snapshot.version),
    stage: text(snapshot.stage),
    requestId: text(snapshot.requestId),
    traceId: text(snapshot.traceId),
  };
}
