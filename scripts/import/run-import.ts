import { createApiClient } from './api-client.ts';
import { findServer } from './find-server.ts';
import { InterruptedError, importFiles } from './import-files.ts';
import { importHarFile } from './import-har-file.ts';
import { importUsage, isHarFile, parseArguments, UsageError } from './parse-arguments.ts';
import type { Output } from './progress.ts';
import { readRetention } from './read-retention.ts';
import { RefusedError } from './send-block.ts';
import { printSummary } from './summary.ts';

export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  readonly errors: Output;
  readonly signal: AbortSignal;
  /** Longest wait for a server that was there and is away, ms. */
  readonly patience?: number;
};

/** Runs the import command and gives its exit code: 0 all stored, 1 something was not, 2 the command line can't be followed. */
export async function runImport(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { env, output, errors, signal, patience = 90_000 } = terminal;
  const now = Date.now();
  try {
    const options = parseArguments(argv, { env, now });
    if (!options) {
      output.write(`${importUsage}\n`);
      return 0;
    }
    const info = await findServer({ url: options.url, key: env.APISCOPE_KEY });
    const retention = readRetention(info, env);
    const onRetry = (reason: string, wait: number) =>
      errors.write(`\n${reason}; trying again in ${(wait / 1_000).toFixed(1)} s\n`);
    const api = createApiClient({ url: options.url, key: env.APISCOPE_KEY, patience, onRetry });
    for (const path of options.files.filter(isHarFile))
      output.write(`${await importHarFile(path, options, { api, retention, now })}\n`);
    const files = options.files.filter((path) => !isHarFile(path));
    if (files.length === 0) return 0;
    const summary = await importFiles({ ...options, files }, { api, output, retention, now, signal });
    output.write(`${printSummary(summary, { url: options.url, retention })}\n`);
    return summary.rejected > 0 ? 1 : 0;
  } catch (error) {
    errors.write(`${explain(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function explain(error: unknown): string {
  if (error instanceof UsageError || error instanceof RefusedError || error instanceof InterruptedError)
    return error.message;
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'ENOENT' && 'path' in error) return `there is no file ${error.path}`;
    if (error.code === 'EISDIR') return 'that is a folder, not a file';
    if (error.code === 'Z_BUF_ERROR' || error.code === 'Z_DATA_ERROR')
      return 'the gzip file is damaged or cut off; what could be read is stored';
  }
  return error instanceof Error ? error.message : String(error);
}
