// What a row of each kind that grows takes on disk, with its indexes, on a native PostgreSQL; docs/operations.md has the sums.
// TEST_DATABASE_URL=postgres://… SIZES=200000 npx tsx bench/storage.bench.ts
import { sizesOr } from './env.ts';
import { describeMachine } from './measure/describe-machine.ts';
import { printTable } from './measure/print-table.ts';
import { requireInputs } from './measure/require-inputs.ts';
import { measureStorage } from './storage/measure-storage.ts';

const { serverUrl, data } = requireInputs();
console.log(await describeMachine(serverUrl));
for (const rows of sizesOr([200_000]))
  printTable(
    ['what', 'rows', 'bytes of text a row', 'table bytes a row', 'index bytes a row', 'bytes a row'],
    await measureStorage({ serverUrl, data, rows }),
  );
