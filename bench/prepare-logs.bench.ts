// What a log line costs the API before it reaches the database, stage by stage: npx tsx bench/prepare-logs.bench.ts [lines]
import { parseInput } from '../apps/api/src/http/parse-input.ts';
import { parseJson } from '../apps/api/src/http/parse-json.ts';
import { judgeLog } from '../apps/api/src/logs/judge-log.ts';
import { ndjsonLimits } from '../apps/api/src/logs/ndjson.ts';
import { prepareLog } from '../apps/api/src/logs/prepare-log.ts';
import { createLineSplitter } from '../apps/api/src/logs/split-lines.ts';
import { systemClock } from '../packages/core/src/clock.ts';
import { fingerprint } from '../packages/core/src/logs/fingerprint.ts';
import { identifiersOf } from '../packages/core/src/logs/identifiers.ts';
import { maskMessage } from '../packages/core/src/logs/mask.ts';
import { checkJson } from '../packages/core/src/logs/safe-json.ts';
import { logLimits, newLog } from '../packages/core/src/logs/schema.ts';
import { createRedactor } from '../packages/core/src/redact/redactor.ts';
import { loghubLines } from './loghub-lines.ts';

const rounds = 5;
const pieceSize = 65_536;

const logs = await loghubLines(Number(process.argv[2] ?? 60_000));
const texts = logs.map((log) => JSON.stringify(log));
const body = Buffer.from(texts.join('\n'));
const masked = logs.map(({ message }) => maskMessage(message));
const redactor = createRedactor();
const deps = { redactor, clock: systemClock };
const limits = { depth: logLimits.depth, bytes: logLimits.meta };

/** Processor time of the best of some rounds, µs a line: another program on the machine changes it little. */
function measure(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    work();
    best = Math.min(best, process.cpuUsage(before).user / logs.length);
  }
  return best;
}

const each = (step: (n: number) => unknown) => () => {
  for (let n = 0; n < logs.length; n++) step(n);
};

const stages: [string, () => void][] = [
  [
    'split into lines, decode',
    () => {
      const splitter = createLineSplitter(ndjsonLimits.line);
      for (let at = 0; at < body.length; at += pieceSize) splitter.push(body.subarray(at, at + pieceSize));
      splitter.end();
    },
  ],
  ['parse JSON', each((n) => parseJson(texts[n]!))],
  ['validate', each((n) => parseInput(newLog, logs[n]!))],
  ['check meta', each((n) => checkJson(logs[n]!.meta ?? null, limits))],
  ['redact message', each((n) => redactor.text(logs[n]!.message))],
  ['redact meta', each((n) => redactor.json(logs[n]!.meta ?? null))],
  ['mask message', each((n) => maskMessage(logs[n]!.message))],
  ['fingerprint', each((n) => fingerprint(masked[n]!.pattern))],
  ['identifiers', each((n) => identifiersOf(masked[n]!.variables, logs[n]!.requestId))],
  ['all of prepareLog', each((n) => prepareLog(deps, logs[n]!))],
  ['all from text to prepared', each((n) => judgeLog(deps, () => parseJson(texts[n]!)))],
  ['a line that is refused', each(() => judgeLog(deps, () => parseJson('{"level":"loud"}')))],
];

console.log(`${logs.length} lines, ${Math.round(body.length / logs.length)} bytes each`);
console.log('| stage | µs a line | lines/s |\n|---|---:|---:|');
for (const [name, work] of stages) {
  const micros = measure(work);
  console.log(
    `| ${name} | ${micros.toFixed(2)} | ${(Math.round(1_000 / micros) * 1_000).toLocaleString('en')} |`,
  );
}
