import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type pg from 'pg';

/** A value as COPY's text format knows it; arrays are of text. */
export type CopyValue = string | number | null | readonly string[];

/** What of the driver's connection its types leave out. */
type CopyConnection = {
  stream: Writable;
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  sendCopyFail(reason: string): void;
  endCopyFrom(): void;
};

/** Bytes sent at a time. */
const chunkSize = 256 * 1024;

/** Runs a `COPY … FROM STDIN` with these rows. @throws what the database says. */
export function copyRows(
  client: pg.Client,
  sql: string,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  return copyText(client, sql, printRows(rows));
}

/** Runs a `COPY … FROM STDIN` with text that is in its format already. @throws what the database says. */
export function copyText(client: pg.Client, sql: string, pieces: Iterable<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | null = null;
    const query = {
      submit: (connection: CopyConnection) => connection.query(sql),
      handleCopyInResponse: (connection: CopyConnection) => {
        send(connection, pieces).catch((error: Error) => connection.sendCopyFail(error.message));
      },
      handleCommandComplete: () => {},
      handleError: (error: Error) => {
        failure = error;
      },
      handleReadyForQuery: () => (failure ? reject(failure) : resolve()),
    };
    client.query(query as unknown as pg.Submittable);
  });
}

async function send(connection: CopyConnection, pieces: Iterable<string>): Promise<void> {
  let text = '';
  const flush = async (): Promise<void> => {
    connection.sendCopyFromChunk(Buffer.from(text));
    text = '';
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
  };
  for (const piece of pieces) {
    text += piece;
    if (text.length >= chunkSize) await flush();
  }
  await flush();
  connection.endCopyFrom();
}

export function* printRows(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  for (const row of rows) yield `${row.map(printValue).join('\t')}\n`;
}

function printValue(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return escapeField(typeof value === 'string' ? value : printArray(value));
}

function escapeField(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (found) => escapes[found]!);
}
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function printArray(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
