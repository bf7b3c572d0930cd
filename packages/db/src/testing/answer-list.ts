import { AppError } from '@apiscope/core/errors';
import type { Page } from '@apiscope/core/page';
import type { ListCase, ModelRow } from './list-case.ts';

/** What a list answers: the keys of its rows in order, and the total of each page; or the parameters that it refuses. */
export type ListAnswer<Key> = { keys: Key[]; totals: number[] } | { refused: string[] };

/** What the model answers. */
export function expectedAnswer<Key>(
  rows: readonly ModelRow[],
  { refused, holds, compare, mode, limit }: ListCase,
  keyOf: (cells: ModelRow['cells']) => Key,
): ListAnswer<Key> {
  if (refused.length > 0) return { refused: [...refused].sort() };
  const matching = rows.filter((row) => !row.hidden && holds(row)).sort(compare);
  const keys = matching.map(({ cells }) => keyOf(cells));
  if (!mode.walk) return { keys: keys.slice(mode.offset, mode.offset + limit), totals: [keys.length] };
  const pages = Math.max(1, Math.ceil(keys.length / limit));
  return { keys, totals: new Array(pages).fill(keys.length) };
}

/** What a list answers in earnest; a walk goes on with the same filter, and with the order or without it. */
export async function realAnswer<Row, Key>(
  list: (input: Record<string, unknown>) => Promise<Page<Row>>,
  { parameters, mode, limit }: ListCase,
  keyOf: (row: Row) => Key,
): Promise<ListAnswer<Key>> {
  const keys: Key[] = [];
  const totals: number[] = [];
  let input: Record<string, unknown> = { ...parameters, limit, ...(!mode.walk && { offset: mode.offset }) };
  try {
    for (;;) {
      const { data, metadata } = await list(input);
      keys.push(...data.map(keyOf));
      totals.push(metadata.totalIsCapped ? Number.NaN : metadata.total);
      if (!mode.walk || metadata.nextCursor === null) return { keys, totals };
      const { order_by: _by, order: _order, ...filter } = parameters;
      input = { ...(mode.repeatOrder ? parameters : filter), limit, cursor: metadata.nextCursor };
    }
  } catch (error) {
    return { refused: refusedBy(error) };
  }
}

/** The parameters that a 400 names; anything else is thrown on. */
export function refusedBy(error: unknown): string[] {
  if (!(error instanceof AppError) || error.code !== 'BAD_REQUEST') throw error;
  return (error.issues ?? []).map(({ path }) => path).sort();
}
