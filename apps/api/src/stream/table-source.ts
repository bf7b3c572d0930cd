import type { Db } from '@apiscope/db/client';
import { compareStreamCursors, parseStreamCursor } from '@apiscope/db/stream/cursor';
import {
  headCursor,
  newestCursor,
  readAfter,
  type StreamTable,
  streamHorizon,
} from '@apiscope/db/stream/read-after';
import type { StreamSource } from './source.ts';

/** Reads a stream from its table. */
export function tableSource<DbRow, T>(db: Db, table: StreamTable<DbRow, T>): StreamSource<T> {
  return {
    head: () => headCursor(db),
    newest: () => newestCursor(db),
    after: (options) => readAfter(db, table, options),
    compare: (a, b) => compareStreamCursors(parseStreamCursor(a)!, parseStreamCursor(b)!),
    isCursor: (text) => parseStreamCursor(text) !== null,
    horizon: () => streamHorizon(db, table.name),
  };
}
