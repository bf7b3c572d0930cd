import { insertLogs, type PreparedLog } from '@apiscope/db/logs/insert-logs';
import { withPatience } from '@apiscope/db/pool/patience';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import { requestPatienceMs } from '../http/bound-waiting.ts';
import { parseJson } from '../http/parse-json.ts';
import { judgeLog, refusalOf } from './judge-log.ts';
import { patternRules } from './pattern-rules.ts';
import type { LogStreamProgress } from './schema.ts';
import type { Line } from './split-lines.ts';
import { createBatchTally, type Rejection } from './tally-batch.ts';

/**
 * Stores lines chunk by chunk, each chunk in one transaction. While one is being stored the next is filled, and no third is begun
 * before the first is done: that is the back-pressure, and the memory.
 */
export type LogWriter = {
  /** Judges a line and puts it into the open chunk. */
  add(line: Line): void;
  /** Milliseconds until the open chunk is to be flushed: 0 when it is full or old, Infinity while it is empty. */
  dueIn(): number;
  /** Waits for the chunk before, then begins to store the open one. @throws what the database said of a chunk before. */
  flush(): Promise<void>;
  /** Stores what is left. @throws what the database says. */
  finish(): Promise<void>;
  /** What is stored and refused so far, and the index of the first line of which neither is known. */
  progress(): LogStreamProgress;
};

/** Lines of a chunk, characters of their text, and ms that the first of them waits for more. */
const maxLines = 2_000;
const maxText = 2 * 1024 * 1024;
const maxAgeMs = 500;
/** Rejected lines that are listed. */
const maxListed = 1_000;

type Chunk = {
  from: number;
  lines: number;
  text: number;
  beganAt: number;
  logs: PreparedLog[];
  rejected: Rejection[];
};

/** Makes the writer of one body, whose sender is `actor`. */
export function createLogWriter(deps: Deps, actor: Actor): LogWriter {
  const { monotonic } = deps.clock;
  const rules = patternRules(deps);
  const tally = createBatchTally({ maxListed });
  let nextIndex = 0;
  let open = chunkFrom(0);
  let storing: Promise<void> | null = null;
  let failure: { error: unknown } | null = null;

  const store = async (chunk: Chunk): Promise<void> => {
    try {
      // A body may take hours; each of its chunks is to be stored in the time that a request has.
      await withPatience(requestPatienceMs, () => deps.logGate(() => insertLogs(deps.db, chunk.logs, rules)));
      tally.add({ accepted: chunk.logs.length, rejected: chunk.rejected });
      deps.ingested.addRecords('log_stream', {
        accepted: chunk.logs.length,
        rejected: chunk.rejected.length,
      });
      nextIndex = chunk.from + chunk.lines;
    } catch (error) {
      failure = { error };
    }
    storing = null;
  };
  const settle = async (): Promise<void> => {
    await storing;
    if (failure) throw failure.error;
  };
  const flush = async (): Promise<void> => {
    await settle();
    const chunk = open;
    open = chunkFrom(chunk.from + chunk.lines);
    storing = store(chunk);
  };
  return {
    add(line) {
      const judged =
        typeof line === 'string'
          ? judgeLog(deps, () => parseJson(line), actor)
          : { refusal: refusalOf([{ path: 'body', message: line.problem }]) };
      if ('log' in judged) open.logs.push(judged.log);
      else open.rejected.push({ index: open.from + open.lines, ...judged.refusal });
      if (open.lines === 0) open.beganAt = monotonic();
      open.lines += 1;
      open.text += typeof line === 'string' ? line.length : 0;
    },
    dueIn() {
      if (open.lines === 0) return Number.POSITIVE_INFINITY;
      if (open.lines >= maxLines || open.text >= maxText) return 0;
      return Math.max(0, open.beganAt + maxAgeMs - monotonic());
    },
    flush,
    async finish() {
      await flush();
      await settle();
    },
    progress: () => ({ ...tally.result(), nextIndex }),
  };
}

function chunkFrom(from: number): Chunk {
  return { from, lines: 0, text: 0, beganAt: 0, logs: [], rejected: [] };
}
