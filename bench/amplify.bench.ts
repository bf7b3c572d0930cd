// Loads amplified real logs into databases that the other benches use, one for each size.
import { interleave } from './data/amplify-logs.ts';
import { openBenchDatabase } from './data/open-bench-database.ts';
import { readRealLogs } from './data/read-real-logs.ts';
import { sizesOr } from './env.ts';
import { requireInputs } from './measure/require-inputs.ts';

const { serverUrl, data } = requireInputs();
const sizes = sizesOr([100_000, 1_000_000]);
const real = interleave(readRealLogs(data));
for (const count of sizes) {
  const { url, end, days } = await openBenchDatabase({ serverUrl, real, count });
  console.log(
    `${new URL(url).pathname.slice(1)}: ${count} logs of ${days} days up to ${new Date(end).toISOString()}`,
  );
}
