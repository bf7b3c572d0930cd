// Rows a second that POST /logs acknowledges, beside COPY of the same rows into a table with the same indexes; memory; where the time goes.
import { amplifyLogs, interleave } from './data/amplify-logs.ts';
import { readRealLogs } from './data/read-real-logs.ts';
import { profileFolder, rounds, sizesOr } from './env.ts';
import { measureIngest } from './ingest/measure-ingest.ts';
import { describeLoad, describeMachine } from './measure/describe-machine.ts';
import { quantile } from './measure/measure-calls.ts';
import { printTable } from './measure/print-table.ts';
import { requireInputs } from './measure/require-inputs.ts';
import { summariseProfile } from './measure/summarise-profile.ts';

const { serverUrl, data } = requireInputs();
const [rowCount] = sizesOr([200_000]) as [number];
console.log(`${await describeMachine(serverUrl)}
${rowCount.toLocaleString('en')} real lines, amplified with new identifiers, of the last half hour. POST /logs: one API process, 4 clients, bodies of 5,000 lines
as application/x-ndjson, all acknowledged. COPY: the same rows, masked and split beforehand, into LIKE logs INCLUDING ALL, over one
connection and over 4. In turn, ${rounds} rounds.`);
const real = interleave(readRealLogs(data));
const logs = [...amplifyLogs(real, { count: rowCount, days: 1 / 48, end: Date.now() })];
const { post, copyOne, copyFour, rss, statements } = await measureIngest(serverUrl, logs, {
  rounds,
  profileFolder,
});
const rate = (runs: { seconds: number }[]): number =>
  rowCount /
  quantile(
    runs.map(({ seconds }) => seconds),
    0.5,
  );
const perRow = (runs: { cpu: number }[]): number =>
  (1_000 *
    quantile(
      runs.map(({ cpu }) => cpu),
      0.5,
    )) /
  rowCount;
console.log(`\n${describeLoad()}`);
printTable(
  ['way', 'rows/s', 'share of COPY', 'CPU of the API, µs/row', 'CPU of PostgreSQL, µs/row'],
  [
    [
      'POST /logs',
      rate(post),
      rate(post) / rate(copyOne),
      perRow(post.map(({ apiCpu }) => ({ cpu: apiCpu }))),
      perRow(post),
    ],
    ['COPY, 1 connection', rate(copyOne), 1, null, perRow(copyOne)],
    ['COPY, 4 connections', rate(copyFour), rate(copyFour) / rate(copyOne), null, perRow(copyFour)],
  ],
);
console.log(`\nmemory of the API, MiB resident, before and after each round: ${rss.join(' ')}`);
if (statements.length > 0) {
  console.log('\nwhat PostgreSQL did, µs a row');
  printTable(
    ['plan', 'execute', 'calls', 'statement'],
    statements.map(({ planMs, execMs, calls, text }) => [
      (1_000 * planMs) / (rowCount * rounds),
      (1_000 * execMs) / (rowCount * rounds),
      calls,
      text.slice(0, 110),
    ]),
  );
}
if (profileFolder !== '') {
  console.log('\nwhat the API did, percent of its busy time');
  printTable(
    ['self', 'with calls', 'function'],
    summariseProfile(profileFolder, 40).map(({ name, self, total }) => [self, total, name]),
  );
}
