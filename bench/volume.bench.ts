// Twelve questions and more at 1e5, 1e6 and 1e7 logs: through REST and by hand, p50 and p95, and how they grow.
import { interleave } from './data/amplify-logs.ts';
import { loadMetrics } from './data/load-metrics.ts';
import { openBenchDatabase } from './data/open-bench-database.ts';
import { readRealLogs } from './data/read-real-logs.ts';
import { sizesOr } from './env.ts';
import { describeLoad, describeMachine } from './measure/describe-machine.ts';
import { type Cell, printTable } from './measure/print-table.ts';
import { requireInputs } from './measure/require-inputs.ts';
import { type Measured, measureSize } from './volume/measure-size.ts';

const { serverUrl, data } = requireInputs();
const sizes = sizesOr([100_000, 1_000_000, 10_000_000]);
console.log(`${await describeMachine(serverUrl)}
Real lines of loghub, Kafka and an access log, amplified: spread over 30 days, every copy with new identifiers. REST is one API process over
HTTP on loopback; SQL is written by hand for the same answer (rows and total) through pg, with the same counters and patterns; "rows only" counts
the lines instead of asking counters. Calls alternate. Times in ms; CPU is what the API, its database connections and the one connection
of SQL by hand used, which a busy machine changes little.`);
const real = interleave(readRealLogs(data));
const bySize = new Map<number, Measured[]>();
for (const count of sizes) {
  const database = await openBenchDatabase({ serverUrl, real, count });
  await loadMetrics(database, data);
  const measured = await measureSize(database, real);
  bySize.set(count, measured);
  console.log(`\n${count.toLocaleString('en')} logs, ${describeLoad()}`);
  printTable(
    [
      'question',
      'REST p50',
      'REST p95',
      'SQL p50',
      'SQL p95',
      'REST/SQL',
      'CPU API',
      'CPU its SQL',
      'CPU SQL by hand',
      'rows only p50',
      'same answer',
    ],
    measured.map(({ name, rest, byHand, rowsOnly, isSame }) => [
      name,
      rest.p50,
      rest.p95,
      byHand.p50,
      byHand.p95,
      rest.p50 / byHand.p50,
      rest.cpu[0]!,
      rest.cpu[1]!,
      byHand.cpu[0]!,
      rowsOnly,
      isSame,
    ]),
  );
}
const [least, most] = [sizes[0]!, sizes.at(-1)!];
if (least < most) {
  console.log(`\ngrowth of REST from ${sizes[0]!.toLocaleString('en')} logs on`);
  printTable(
    [
      'question',
      ...sizes.map((size) => `p50 ${size.toLocaleString('en')}`),
      'growth',
      ...sizes.map((size) => `CPU ${size.toLocaleString('en')}`),
      'growth of CPU',
    ],
    bySize.get(least)!.map(({ name }, at): Cell[] => {
      const timings = sizes.map((size) => bySize.get(size)![at]!.rest);
      const p50s = timings.map(({ p50 }) => p50);
      const cpus = timings.map(({ cpu }) => cpu[0]! + cpu[1]!);
      return [name, ...p50s, p50s.at(-1)! / p50s[0]!, ...cpus, cpus.at(-1)! / cpus[0]!];
    }),
  );
}
