import { matches, type WireRow } from '@apiscope/core/search/evaluate';
import type { StreamSource } from '../stream/source.ts';

type Stored<Row> = { xid: number; id: number; row: Row };

/** A stream's table in memory: transactions that are open hold back what younger ones have written. */
export type FakeSource<Row> = StreamSource<Row> & {
  begin(): number;
  /** Writes a row in a transaction; nobody sees it before its commit. */
  write(xid: number, id: number, row: Row): void;
  commit(xid: number): void;
  drop(cursor: string | null): void;
  reads: number;
  fail: Error | null;
};

export function fakeSource<Row extends WireRow>(): FakeSource<Row> {
  const rows: Stored<Row>[] = [];
  const open = new Set<number>();
  let nextXid = 10;
  let horizon: string | null = null;

  const parse = (cursor: string) => cursor.split('-').map(Number) as [number, number];
  const compare = (a: string, b: string) => {
    const [left, right] = [parse(a), parse(b)];
    return left[0] - right[0] || left[1] - right[1];
  };
  const settled = () => Math.min(nextXid, ...open);

  return {
    reads: 0,
    fail: null,
    begin() {
      open.add(nextXid);
      return nextXid++;
    },
    write: (xid, id, row) => rows.push({ xid, id, row }),
    commit: (xid) => open.delete(xid),
    drop(cursor) {
      horizon = cursor;
    },
    async head() {
      if (this.fail) throw this.fail;
      return `${settled() - 1}-999999`;
    },
    newest: async () => `${nextXid - 1}-999999`,
    async after({ cursor, limit, query }) {
      this.reads++;
      if (this.fail) throw this.fail;
      const below = settled();
      const committed = rows.filter(({ xid }) => !open.has(xid));
      const found = committed
        .filter(({ xid, id }) => xid < below && compare(`${xid}-${id}`, cursor) > 0)
        .filter(({ row }) => query === undefined || matches(query, row))
        .sort((a, b) => a.xid - b.xid || a.id - b.id)
        .slice(0, limit);
      await new Promise((resolve) => setImmediate(resolve));
      return {
        rows: found.map(({ xid, id, row }) => ({ cursor: `${xid}-${id}`, row })),
        held: committed.some(({ xid }) => xid >= below),
        last: found.length < limit,
      };
    },
    compare,
    isCursor: (text) => /^\d+-\d+$/.test(text),
    horizon: async () => horizon,
  };
}
