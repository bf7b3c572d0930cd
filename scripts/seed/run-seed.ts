import { parseArgs } from 'node:util';
import { parseTimestamp, printTimestamp } from '../../packages/core/src/search/timestamp.ts';
import { type ApiClient, createApiClient, ServerAwayError } from '../import/api-client.ts';
import { findServer } from '../import/find-server.ts';
import { readUrl, UsageError } from '../import/parse-arguments.ts';
import { createProgress } from '../import/progress.ts';
import type { Terminal } from '../import/run-import.ts';
import { RefusedError } from '../import/send-block.ts';
import { makeScenario, type ScenarioName, scenarioNames, scenarios } from './scenarios.ts';
import { type SentTotals, sendPart } from './send-part.ts';

const usage = `usage: npm run seed -- SCENARIO [--seed N] [--end now] [--url URL]

${scenarioNames.map((name) => `  ${name.padEnd(9)} ${scenarios[name].about}`).join('\n')}

  --seed N     another draw of the same scenario, 0 to 4294967295; default 1
  --end TIME   when it ends, ISO-8601; default now. The same seed and end sent twice change nothing
  --url URL    default: APISCOPE_URL, else http://localhost:$PORT`;

type SeedArguments = { name: ScenarioName; seed: number; end: number; url: string };

/** Runs the seed command and gives its exit code: 0 done, 1 the server is away or refuses, 2 the command line can't be followed. */
export async function runSeed(
  argv: readonly string[],
  { env, output, errors, signal, patience }: Terminal,
): Promise<number> {
  try {
    const options = readArguments(argv, env);
    await findServer({ url: options.url, key: env.APISCOPE_KEY });
    const api = createApiClient({
      url: options.url,
      key: env.APISCOPE_KEY,
      ...(patience !== undefined && { patience }),
    });
    if (options.name === 'empty') {
      output.write(`${await describeState(api)}\n`);
      return 0;
    }
    const totals = await send(api, options, { output, signal });
    output.write(`${describeTotals(options, totals)}\n`);
    return totals.refused > 0 || signal.aborted ? 1 : 0;
  } catch (error) {
    const isExpected =
      error instanceof UsageError || error instanceof RefusedError || error instanceof ServerAwayError;
    if (!isExpected) throw error;
    errors.write(`${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function readArguments(argv: readonly string[], env: Terminal['env']): SeedArguments {
  const { values, positionals } = parse(argv);
  const name = scenarioNames.find((it) => it === positionals[0]);
  if (!name || positionals.length > 1) throw new UsageError(usage);
  const seed = Number(values.seed ?? 1);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new UsageError(`--seed ${values.seed}: expected a whole number`);
  const isNow = values.end === undefined || values.end === 'now';
  const end = isNow ? Date.now() : parseTimestamp(values.end!);
  if (end === null) throw new UsageError(`--end ${values.end}: expected now or an ISO-8601 time`);
  return { name, seed, end: Math.floor(end / 60_000) * 60_000, url: readUrl(values.url, env) };
}

function parse(argv: readonly string[]) {
  try {
    const options = { seed: { type: 'string' }, end: { type: 'string' }, url: { type: 'string' } } as const;
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

async function send(
  api: ApiClient,
  { name, seed, end }: SeedArguments,
  { output, signal }: Pick<Terminal, 'output' | 'signal'>,
): Promise<SentTotals> {
  const totals: SentTotals = { requests: 0, logs: 0, known: 0, refused: 0 };
  const parts = [...makeScenario(name, { seed, end })];
  const progress = createProgress(output, { label: `seed ${name}`, totalBytes: parts.length });
  for (const [index, part] of parts.entries()) {
    if (signal.aborted) break;
    await sendPart(api, part, { identity: [name, seed, end, index], totals });
    progress.bytes(1);
    progress.lines(part.requests.length + part.logs.length);
  }
  progress.done();
  return totals;
}

async function describeState(api: ApiClient): Promise<string> {
  const summary = await api.request('GET', '/metrics/summary');
  const logs = await api.request('GET', '/logs?limit=1');
  const requests = (summary.data as { trafficCount: number } | null)?.trafficCount ?? 0;
  const hasLogs = Array.isArray(logs.data) && logs.data.length > 0;
  if (requests === 0 && !hasLogs) return 'the server has no requests and no logs: it shows its first steps';
  return `nothing is sent or deleted; the server has ${requests} requests${hasLogs ? ' and logs' : ''}. For an empty one start it with a new DATA_DIR`;
}

function describeTotals(
  { name, seed, end, url }: SeedArguments,
  { requests, logs, known, refused }: SentTotals,
): string {
  const from = end - scenarios[name].minutes * 60_000;
  return [
    `${name}: ${requests.toLocaleString('en')} requests, ${logs.toLocaleString('en')} logs stored${refused > 0 ? `, ${refused} refused` : ''}`,
    ...(known > 0 ? [`${known} parts were there already and not sent again`] : []),
    `again: npm run seed -- ${name} --seed ${seed} --end ${printTimestamp(end)}`,
    `look at ${url}/dashboard?from=${printTimestamp(from)}&to=${printTimestamp(end)}`,
  ].join('\n');
}
