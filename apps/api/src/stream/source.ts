import type { Query } from '@apiscope/core/search/filter';

/** Where the rows of a stream are read, in commit order; a cursor names a place in that order. */
export type StreamSource<Row> = {
  /** Cursor of the newest row that can be read now; may fall back a little, as what is still running is not always known. */
  head(): Promise<string>;
  /** Cursor that no row given out so far lies beyond; never falls back. */
  newest(): Promise<string>;
  /**
   * The next rows after a cursor, those of `query` only when given. `held` says that rows are waiting for an older
   * transaction to end; `last` that no further row could be read.
   */
  after(options: { cursor: string; limit: number; query?: Query }): Promise<{
    rows: { cursor: string; row: Row }[];
    held: boolean;
    last: boolean;
  }>;
  /** Orders two cursors as their rows were committed. */
  compare(a: string, b: string): number;
  isCursor(text: string): boolean;
  /** Cursor up to which rows may be gone; null when none are. */
  horizon(): Promise<string | null>;
};
