import type { Page } from '@apiscope/core/page';
import type { WalkOptions } from '@apiscope/core/search/filter';

/** Rows of a page at most, and bytes of its wide columns: what an export holds in memory at a time. */
const pageRows = 500;
const pageBytes = 2 * 1024 * 1024;

/** Where a page begins and how many rows it may have. */
export type Slice = { limit: number; offset: 0; cursor?: string };
export type ReadSlice<Row> = (slice: Slice, walk: WalkOptions) => Promise<Page<Row>>;

/**
 * Walks a list by cursor to its end, or to `limit` rows: each page is read when it is asked for, without counting, and none is empty.
 * After a page that ended early no more rows are looked at than are likely to fit into the next one.
 * @throws the signal's reason once it is aborted.
 */
export async function* walkPages<Row>(
  read: ReadSlice<Row>,
  { limit = Number.POSITIVE_INFINITY, signal }: { limit?: number | undefined; signal: AbortSignal },
): AsyncGenerator<Row[], void, undefined> {
  let cursor: string | null = null;
  let left = limit;
  let size = pageRows;
  do {
    const asked = Math.min(size, left);
    const page: Page<Row> = await read(
      { limit: asked, offset: 0, ...(cursor !== null && { cursor }) },
      { countTotal: false, maxBytes: pageBytes },
    );
    signal.throwIfAborted();
    const rows = page.data.slice(0, left);
    if (rows.length > 0) {
      yield rows;
      left -= rows.length;
      size = Math.min(pageRows, 2 * (rows.length < asked ? rows.length : size));
    }
    cursor = page.metadata.nextCursor;
  } while (cursor !== null && left > 0);
}
