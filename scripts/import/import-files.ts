import { randomUUID } from 'node:crypto';
import type { ApiClient } from './api-client.ts';
import { type Input, openInput, serviceOfFile } from './open-input.ts';
import type { ImportArguments } from './parse-arguments.ts';
import { createProgress, type Output } from './progress.ts';
import { readAhead } from './read-ahead.ts';
import { type Block, blockLines, readBlocks } from './read-blocks.ts';
import { findLastTime, type ReadOptions, readEntries } from './read-entries.ts';
import type { Retention } from './read-retention.ts';
import { type BlockContext, RefusedError, sendBlock } from './send-block.ts';
import { addToSummary, emptySummary, type Summary } from './summary.ts';

/** The import ended early; says from which line on the rest can be imported. */
export class InterruptedError extends Error {}

type Run = {
  readonly api: ApiClient;
  readonly output: Output;
  readonly retention: Retention;
  readonly now: number;
  readonly signal: AbortSignal;
};

/**
 * Imports files one after the other, block by block, each sent before more is read.
 * @throws InterruptedError when the server is away for too long, refuses to work, or the signal fires.
 */
export async function importFiles(options: ImportArguments, run: Run): Promise<Summary> {
  const inputs = await Promise.all(options.files.map(openInput));
  const shift = await findShift(inputs, options, run);
  const summary = emptySummary();
  for (const [index, input] of inputs.entries()) {
    const { size, name } = input;
    const progress = createProgress(run.output, { label: name, totalBytes: size });
    const context: BlockContext = {
      service: options.service ?? serviceOfFile(name),
      serviceIsFixed: options.service !== null,
      source: name.slice(0, 200),
      shift,
      now: run.now,
      identity: options.again ? randomUUID() : options.shiftTo === null ? 'as written' : 'shifted',
    };
    const entries = readEntries(input, {
      ...readOptions(options, run),
      onBytes: progress.bytes,
      onFormat: (format) => progress.note(`${name}: ${format}, service ${context.service}`),
    });
    try {
      for await (const block of readAhead(readBlocks(entries))) {
        if (run.signal.aborted) throw new InterruptedError(goOnWith(options.files[index]!, block, 'stopped'));
        const outcome = await sendOrSay(run.api, block, { context, path: options.files[index]! });
        const lines = linesOf(block);
        addToSummary(summary, outcome, { file: name, lines, retention: run.retention, now: run.now });
        progress.lines(lines);
      }
    } finally {
      progress.done();
    }
  }
  return summary;
}

async function findShift(inputs: readonly Input[], options: ImportArguments, run: Run): Promise<number> {
  if (options.shiftTo === null) return 0;
  const last = await findLastTime(inputs, readOptions(options, run));
  return last === null ? 0 : options.shiftTo - last;
}

function readOptions({ format, year, range }: ImportArguments, { now }: Run): ReadOptions {
  return { format, year, range, now };
}

async function sendOrSay(
  api: ApiClient,
  block: Block,
  { context, path }: { context: BlockContext; path: string },
) {
  try {
    return await sendBlock(api, block, context);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof RefusedError && block.index === 0) throw error;
    throw new InterruptedError(goOnWith(path, block, reason));
  }
}

function goOnWith(path: string, { index, entries }: Block, reason: string): string {
  const from = Math.max(index * blockLines + 1, entries[0]?.firstLine ?? 1);
  return `${reason}\n${path}: everything before line ${from} is stored; go on with --range ${from}:`;
}

function linesOf({ entries }: Block): number {
  return entries.reduce((sum, { firstLine, lastLine }) => sum + lastLine - firstLine + 1, 0);
}
