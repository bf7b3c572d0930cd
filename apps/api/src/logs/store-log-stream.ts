import { AppError, badParameter } from '@apiscope/core/errors';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import { createBreather } from '../http/breathe.ts';
import { toAppError } from '../http/to-app-error.ts';
import { waitFor } from '../http/wait-for.ts';
import { ndjsonLimits } from './ndjson.ts';
import type { LogBatchResult, LogStreamProgress } from './schema.ts';
import { createLineSplitter, type Line } from './split-lines.ts';
import { allRefused } from './tally-batch.ts';
import { createLogWriter, type LogWriter } from './write-logs.ts';

type Pieces = AsyncIterator<Uint8Array>;

/** Seconds after which a stream may go on that ended because the process stops. */
const restartAfter = 5;

/**
 * Stores one log a line while the lines arrive, and answers what became of them. What it holds depends on the longest line, not on
 * the body. When the body breaks off, the whole lines before are stored; when the database fails, the chunk under way is not.
 * @throws AppError with a {@link LogStreamProgress} as metadata; plain BAD_REQUEST when there is no line that can be stored.
 */
export async function storeLogStream(
  deps: Deps,
  body: AsyncIterable<Uint8Array>,
  actor: Actor,
): Promise<LogBatchResult> {
  const writer = createLogWriter(deps, actor);
  try {
    await writeLines(deps, body[Symbol.asyncIterator](), writer);
    await writer.finish();
  } catch (error) {
    // What came whole before the body broke off is stored; where the database failed, the writer only says so again.
    const failure = await writer.finish().then(
      () => error,
      (cause: unknown) => cause,
    );
    throw withProgress(failure, writer.progress());
  }
  const { nextIndex, ...result } = writer.progress();
  if (nextIndex === 0) throw badParameter('body', 'expected at least one log');
  if (result.accepted === 0) throw allRefused(result);
  return result;
}

async function writeLines(
  { clock, stopping }: Pick<Deps, 'clock' | 'stopping'>,
  pieces: Pieces,
  writer: LogWriter,
): Promise<void> {
  const splitter = createLineSplitter(ndjsonLimits.line);
  const breather = createBreather(clock);
  const take = async (lines: readonly Line[]) => {
    for (const line of lines) {
      writer.add(line);
      if (writer.dueIn() === 0) await writer.flush();
      if (breather.isDue()) await breather.rest();
    }
  };
  for (;;) {
    const next = pieces.next();
    for (let how = ''; how !== 'settled'; ) {
      how = await waitFor(next, { ms: writer.dueIn(), signal: stopping });
      if (how === 'late') await writer.flush();
      if (how === 'stopped' && stopping.reason instanceof AppError) throw stopping.reason;
      if (how === 'stopped')
        throw new AppError('SERVICE_UNAVAILABLE', 'the server is stopping', { retryAfter: restartAfter });
    }
    const { done, value } = await next;
    if (done) break;
    await take(splitter.push(value));
  }
  await take(splitter.end());
}

/** The failure, with what was done before it, and where to go on. */
function withProgress(error: unknown, progress: LogStreamProgress): AppError {
  const { code, message, retryAfter, cause } = toAppError(error);
  const { accepted, nextIndex } = progress;
  return new AppError(
    code,
    `${message}; ${accepted} logs are stored, and nothing from index ${nextIndex} on`,
    {
      issues: [{ path: String(nextIndex), message: 'the first line of which nothing is stored' }],
      metadata: progress,
      ...(retryAfter !== undefined && { retryAfter }),
      cause,
    },
  );
}
