// What searches find, on real lines that people have labelled: ours beside the whole text as ILIKE and a hash of the raw text.
import { closeDb, createDb } from '../packages/db/src/client.ts';
import { migrate } from '../packages/db/src/migrate.ts';
import { seededRandom } from '../packages/db/src/testing/make-samples.ts';
import { runSql } from '../packages/db/src/testing/make-template.ts';
import { withDatabase } from '../packages/db/src/testing/template.ts';
import { interleave } from './data/amplify-logs.ts';
import { readRealLogs } from './data/read-real-logs.ts';
import { describeMachine } from './measure/describe-machine.ts';
import { printTable } from './measure/print-table.ts';
import { requireInputs } from './measure/require-inputs.ts';
import { openCorpus } from './relevance/corpus.ts';
import { type Engine, ourEngine, rawHashEngine, wholeTextEngine } from './relevance/engines.ts';
import {
  measureIdentifiers,
  measureQuestions,
  measureSimilar,
  measureTypos,
  type Share,
} from './relevance/measures.ts';
import { readLabels } from './relevance/read-labels.ts';

const { serverUrl, data } = requireInputs();
const labels = readLabels(data);
const real = interleave(readRealLogs(data));
const database = `bench_relevance_${process.pid}`;
await runSql(serverUrl, `CREATE DATABASE ${database}`);
const url = withDatabase(serverUrl, database);
await migrate({ url });
const db = createDb({ url });
console.log(`${await describeMachine(serverUrl)}
${real.length.toLocaleString('en')} real lines as they are, all systems in one database; labels of loghub (templates) and LogQLLM (questions).`);
try {
  const corpus = await openCorpus(db, real, Date.now());
  const engines: [string, Engine][] = [
    ['Apiscope', ourEngine(corpus)],
    ['whole text, ILIKE', wholeTextEngine(corpus)],
    ['16-d hash of raw text and ILIKE', rawHashEngine(corpus)],
  ];
  const measures: [string, string, (engine: Engine) => Promise<Share>][] = [
    ['questions of people', 'hit@10', (engine) => measureQuestions(engine, labels, { filtered: false })],
    ['… with a service filter', 'hit@10', (engine) => measureQuestions(engine, labels, { filtered: true })],
    [
      'one identifier',
      'top 3',
      (engine) => measureIdentifiers(engine, corpus, { random: seededRandom(1), ofKind: 150 }),
    ],
    [
      'two words, one mistyped',
      'hit@10',
      (engine) => measureTypos(engine, corpus, { labels, random: seededRandom(2), edits: 1, count: 400 }),
    ],
    [
      'two words, each mistyped',
      'hit@10',
      (engine) => measureTypos(engine, corpus, { labels, random: seededRandom(3), edits: 2, count: 400 }),
    ],
    [
      'lines like a line',
      'precision@10',
      (engine) => measureSimilar(engine, corpus, { labels, random: seededRandom(4), count: 300 }),
    ],
  ];
  const rows = [];
  const misses: string[] = [];
  for (const [name, what, measure] of measures) {
    const shares: Share[] = [];
    for (const [, engine] of engines) shares.push(await measure(engine));
    rows.push([name, what, shares[0]!.asked, ...shares.map(({ share }) => share)]);
    misses.push(...shares[0]!.missed.map((text) => `  ${name}: ${text}`));
  }
  printTable(['question', 'measure', 'asked', ...engines.map(([name]) => name)], rows);
  if (misses.length > 0) console.log(`\nsome that Apiscope missed:\n${misses.join('\n')}`);
} finally {
  await closeDb(db);
  await runSql(serverUrl, `DROP DATABASE ${database} WITH (FORCE)`);
}
