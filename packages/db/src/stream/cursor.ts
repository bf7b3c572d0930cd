/**
 * A place in a stream: the transaction that wrote a row and the row's id. Rows are in the order (xid, id), which is the order in
 * which readers may see them, while ids alone are not: they are given out before commit.
 */
export type StreamCursor = { readonly xid: bigint; readonly id: bigint };

const largest = 2n ** 63n - 1n;

/** Reads `<xid>-<id>`; null when it is anything else. */
export function parseStreamCursor(text: string): StreamCursor | null {
  const match = /^(\d{1,19})-(\d{1,19})$/.exec(text);
  if (!match) return null;
  const cursor = { xid: BigInt(match[1]!), id: BigInt(match[2]!) };
  return cursor.xid <= largest && cursor.id <= largest ? cursor : null;
}

export function printStreamCursor({ xid, id }: StreamCursor): string {
  return `${xid}-${id}`;
}

/** Negative when `a` comes before `b`. */
export function compareStreamCursors(a: StreamCursor, b: StreamCursor): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}
