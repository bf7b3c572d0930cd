import { parseArgs } from 'node:util';
import { readUrl, UsageError } from '../import/parse-arguments.ts';

export const replayUsage = `usage: npm run replay -- --set NAME [--target NAME_OR_URL] [options]

Runs a replay set and waits for its verdict: exit 0 all answers are equal, 1 some differ, 2 anything else.

  --set NAME        name of the replay set
  --target TARGET   name or base URL of a target of its service; default: that of the set
  --timeout SEC     longest wait for the verdict; the run is then cancelled; default 600
  --json FILE       writes the report there, - for stdout
  --url URL         where Apiscope is; default: APISCOPE_URL, else http://localhost:$PORT`;

/** What the command line asks for. */
export type ReplayArguments = {
  readonly set: string;
  readonly target: string | null;
  readonly timeoutMs: number;
  readonly json: string | null;
  readonly url: string;
};

/** Reads the command line. @throws UsageError saying what is wrong; null when only help is asked for. */
export function parseArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ReplayArguments | null {
  const values = readArgv(argv);
  if (values.help) return null;
  if (!values.set) throw new UsageError(`no set named\n\n${replayUsage}`);
  const seconds = Number(values.timeout ?? 600);
  if (!(seconds > 0 && seconds <= 86_400))
    throw new UsageError(`--timeout ${values.timeout}: expected seconds, at most 86400`);
  return {
    set: values.set,
    target: values.target || null,
    timeoutMs: seconds * 1_000,
    json: values.json || null,
    url: readUrl(values.url, env),
  };
}

function readArgv(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        set: { type: 'string' },
        target: { type: 'string' },
        timeout: { type: 'string' },
        json: { type: 'string' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
