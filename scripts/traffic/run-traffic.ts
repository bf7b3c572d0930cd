import { parseArgs } from 'node:util';
import { findServer } from '../import/find-server.ts';
import { readUrl, UsageError } from '../import/parse-arguments.ts';
import type { Terminal } from '../import/run-import.ts';
import { RefusedError } from '../import/send-block.ts';
import { type DriveOptions, drive, type Tally } from './drive.ts';

const usage = `usage: npm run traffic -- [--rate 5] [--seconds 60] [--seed 1] [--url URL]

Calls the users API of a running Apiscope as people would: lists, filters, reads, writes, and mistakes.

  --rate N       calls a second, more than 0, at most 500
  --seconds N    how long, 1 to 86400
  --seed N       another order of calls
  --url URL      default: APISCOPE_URL if it is this machine, else http://localhost:$PORT`;

type TrafficArguments = Pick<DriveOptions, 'url' | 'rate' | 'seconds' | 'seed'>;

/** Runs the traffic command and gives its exit code: 0 done, 1 the server is away or answers wrongly, 2 the command line can't be followed. */
export async function runTraffic(
  argv: readonly string[],
  { env, output, errors, signal }: Terminal,
): Promise<number> {
  try {
    const options = readArguments(argv, env);
    await findServer({ url: options.url, key: env.APISCOPE_KEY });
    output.write(
      `${options.rate} calls a second for ${options.seconds} s; watch them at ${options.url}/dashboard\n`,
    );
    const tally = await drive({ ...options, key: env.APISCOPE_KEY, signal, onTick: createTicker(output) });
    output.write(`${output.isTTY ? '\r\u001b[K' : ''}${describe(tally)}\n`);
    if (tally.unexpected > 0)
      errors.write(`${tally.unexpected} answers had another status than they should\n`);
    if (tally.unanswered > 0) errors.write(`${tally.unanswered} calls got no answer\n`);
    return tally.unexpected + tally.unanswered > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof RefusedError)) throw error;
    errors.write(`${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function readArguments(argv: readonly string[], env: Terminal['env']): TrafficArguments {
  const values = parse(argv);
  const url = readUrl(values.url, env);
  if (values.url === undefined && !isLoopback(url))
    throw new UsageError(
      `${url} is not this machine; traffic makes and deletes users, so say --url ${url} if you mean it`,
    );
  return {
    url,
    rate: readNumber('rate', values.rate ?? '5', { above: 0, max: 500 }),
    seconds: readNumber('seconds', values.seconds ?? '60', { above: 0, max: 86_400 }),
    seed: readNumber('seed', values.seed ?? '1', { above: -1, max: 0xffffffff }),
  };
}

function parse(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ args: [...argv], options: { rate: text, seconds: text, seed: text, url: text } })
      .values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

function readNumber(name: string, text: string, { above, max }: { above: number; max: number }): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (number > above && number <= max) return number;
  throw new UsageError(`--${name} ${text}: expected a number above ${above}, at most ${max}`);
}

function isLoopback(url: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

/** Shows the tally in place every quarter of a second on a terminal, else as a line every ten seconds. */
function createTicker(output: Terminal['output']): (tally: Tally) => void {
  let shownAt = performance.now();
  return (tally) => {
    if (performance.now() - shownAt < (output.isTTY ? 250 : 10_000)) return;
    shownAt = performance.now();
    output.write(
      output.isTTY
        ? `\r\u001b[K${describe(tally)}`.slice(0, (output.columns || 120) + 3)
        : `${describe(tally)}\n`,
    );
  };
}

function describe({ sent, skipped, statuses, latencies }: Tally): string {
  const sorted = [...latencies].sort((a, b) => a - b);
  const quantile = (q: number) => (sorted[Math.ceil(q * sorted.length) - 1] ?? 0).toFixed(1);
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status} ×${count}`);
  const late = skipped > 0 ? `, ${skipped} skipped as answers are slow` : '';
  return `${sent} calls: ${counts.join(', ')}; p50 ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms${late}`;
}
