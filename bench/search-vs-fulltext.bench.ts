// The questions of people, asked of ours, of PostgreSQL's full-text search on every row and of ILIKE: how long it takes and what is found.
import pg from 'pg';
import { interleave, originOf } from './data/amplify-logs.ts';
import { openBenchDatabase } from './data/open-bench-database.ts';
import { readRealLogs } from './data/read-real-logs.ts';
import { namesIdentifier } from './data/renew-identifiers.ts';
import { sizesOr } from './env.ts';
import { createClient } from './measure/create-client.ts';
import { describeLoad, describeMachine } from './measure/describe-machine.ts';
import { toTiming } from './measure/measure-calls.ts';
import { printTable } from './measure/print-table.ts';
import { requireInputs } from './measure/require-inputs.ts';
import { startApi } from './measure/start-api.ts';
import { type Question, readLabels } from './relevance/read-labels.ts';
import { buildFulltext } from './search-vs-fulltext/build-fulltext.ts';
import { rivalsOf } from './search-vs-fulltext/rivals.ts';

const { serverUrl, data } = requireInputs();
const real = interleave(readRealLogs(data));
const { questions } = readLabels(data);
console.log(`${await describeMachine(serverUrl)}
${questions.length} questions of people over amplified real lines, one after the other, each way in turn. A hit: a line that answers is among the first ten.`);
for (const count of sizesOr([1_000_000])) await measure(count);

async function measure(count: number): Promise<void> {
  const { url } = await openBenchDatabase({ serverUrl, real, count });
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  const built = await buildFulltext(sql);
  const api = await startApi(url);
  const client = createClient(api.url);
  try {
    const rivals = rivalsOf(client, sql);
    const times = new Map(rivals.map(({ name }) => [name, [] as number[]]));
    const hits = new Map(rivals.map(({ name }) => [name, 0]));
    for (const { search } of rivals) await search('connection refused by peer');
    for (const question of questions) {
      for (const { name, search } of rivals) {
        const began = performance.now();
        const ids = await search(question.text);
        times.get(name)!.push(performance.now() - began);
        if (ids.some((id) => answers(question, id))) hits.set(name, hits.get(name)! + 1);
      }
    }
    const ours = toTiming(times.get(rivals[0]!.name)!);
    console.log(
      `\n${count.toLocaleString('en')} logs, ${describeLoad()}${built === null ? '' : `; vectors and index over all rows built in ${Math.round(built)} s`}`,
    );
    printTable(
      ['way', 'p50 ms', 'p95 ms', 'times ours', 'hit@10'],
      rivals.map(({ name }) => {
        const { p50, p95 } = toTiming(times.get(name)!);
        return [name, p50, p95, p50 / ours.p50, hits.get(name)! / questions.length];
      }),
    );
  } finally {
    client.close();
    await api.stop();
    await sql.end();
  }
}

/** A copy of a line answers as the line does, unless the question names an identifier, which copies don't share. */
function answers({ text, system, rows }: Question, id: number): boolean {
  const origin = originOf(real, id - 1);
  const isSame = origin.copy === 0 || !namesIdentifier(text);
  return isSame && origin.real.system === system && rows.has(origin.real.row);
}
