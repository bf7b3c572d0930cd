import type { Db } from '../../packages/db/src/client.ts';
import { insertLogs } from '../../packages/db/src/logs/insert-logs.ts';
import { benchRules, createPrepare } from '../data/load-logs.ts';
import type { RealLog } from '../data/read-real-logs.ts';

/** Real logs, as they are, in one database. */
export type Corpus = { db: Db; real: readonly RealLog[]; realOf(id: number): RealLog };

const batchSize = 2_000;

/** Stores real logs in an empty database, one a second up to `end`, in the order given. */
export async function openCorpus(db: Db, real: readonly RealLog[], end: number): Promise<Corpus> {
  const prepare = createPrepare();
  const prepared = real.map(({ log }, n) =>
    prepare({ ...log, created_at: new Date(end - (real.length - n) * 1_000).toISOString() }),
  );
  for (let at = 0; at < prepared.length; at += batchSize)
    await insertLogs(db, prepared.slice(at, at + batchSize), benchRules);
  // Ids are given out in the order of the lines, from 1.
  return { db, real, realOf: (id) => real[id - 1]! };
}
