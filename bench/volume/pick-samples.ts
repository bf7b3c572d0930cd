import type pg from 'pg';
import { originOf } from '../data/amplify-logs.ts';
import type { RealLog } from '../data/read-real-logs.ts';

/** What the queries ask for, taken from lines all over the loaded days, so that no two rounds ask the same. */
export type Samples = { requestIds: string[]; blocks: string[]; patternIds: number[] };

/** Rounds that have a sample of their own. */
const sampleCount = 64;

export async function pickSamples(
  client: pg.Client,
  real: readonly RealLog[],
  count: number,
): Promise<Samples> {
  const spread = Array.from({ length: sampleCount }, (_, n) => Math.floor(((n + 0.5) * count) / sampleCount));
  const near = async (from: number, column: string, isWanted: (log: RealLog['log']) => boolean) => {
    let n = from;
    while (!isWanted(originOf(real, n).real.log)) n = (n + 1) % count;
    const { rows } = await client.query<{ found: string }>(
      `SELECT ${column} AS found FROM logs WHERE id = $1`,
      [n + 1],
    );
    return rows[0]!.found;
  };
  const samples: Samples = { requestIds: [], blocks: [], patternIds: [] };
  for (const from of spread) {
    samples.requestIds.push(await near(from, 'request_id', ({ requestId }) => requestId !== undefined));
    samples.blocks.push(
      await near(from, `substring(message from 'blk_-?\\d+')`, ({ message }) => /blk_-?\d+/.test(message)),
    );
    samples.patternIds.push(Number(await near(from, 'pattern_id::text', () => true)));
  }
  return samples;
}
