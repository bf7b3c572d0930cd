import type { Entry } from '../../packages/core/src/ingest/assemble-entries.ts';

/** Lines of a block. Blocks lie at fixed places of a file, so two runs over one file send the same batches. */
export const blockLines = 1_000;

/** Entries whose first lines are in lines `index × 1,000 + 1` to `(index + 1) × 1,000`. */
export type Block = { readonly index: number; readonly entries: readonly Entry[] };

/** Groups entries into blocks, in file order; empty blocks are left out. */
export async function* readBlocks(entries: AsyncIterable<Entry>): AsyncGenerator<Block> {
  let index = 0;
  let open: Entry[] = [];
  for await (const entry of entries) {
    const at = Math.floor((entry.firstLine - 1) / blockLines);
    if (at !== index && open.length > 0) {
      yield { index, entries: open };
      open = [];
    }
    index = at;
    open.push(entry);
  }
  if (open.length > 0) yield { index, entries: open };
}

/** Cuts items into batches of at most `count` items and about `bytes` of JSON, always the same way for the same items. */
export function packBatches<T>(
  items: readonly T[],
  { count, bytes }: { count: number; bytes: number },
): T[][] {
  const batches: T[][] = [];
  let batch: T[] = [];
  let size = 0;
  for (const item of items) {
    const added = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (batch.length > 0 && (batch.length >= count || size + added > bytes)) {
      batches.push(batch);
      [batch, size] = [[], 0];
    }
    batch.push(item);
    size += added;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}
