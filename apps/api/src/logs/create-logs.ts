import { type Log, logLimits, type NewLog, newLog } from '@apiscope/core/logs/schema';
import { badParameters } from '@apiscope/core/search/parse';
import { insertLog, insertLogs, type PreparedLog } from '@apiscope/db/logs/insert-logs';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import { createBreather } from '../http/breathe.ts';
import { parseInput } from '../http/parse-input.ts';
import { judgeLog } from './judge-log.ts';
import { ndjsonHint } from './ndjson.ts';
import { patternRules } from './pattern-rules.ts';
import { prepareLog } from './prepare-log.ts';
import type { LogBatchResult } from './schema.ts';
import { allRefused, createBatchTally, type Rejection } from './tally-batch.ts';

/**
 * Stores one log and answers it, or a batch and answers what became of its lines.
 * @throws AppError BAD_REQUEST naming what is wrong with the one log, or with every line of the batch.
 */
export async function createLogs(
  deps: Deps,
  input: NewLog | NewLog[],
  actor: Actor,
): Promise<Log | LogBatchResult> {
  if (Array.isArray(input)) return createBatch(deps, input, actor);
  const log = prepareLog(deps, parseInput(newLog, input), actor);
  const stored = await insertLog(deps.db, log, patternRules(deps));
  deps.ingested.addRecords('logs', { accepted: 1 });
  return stored;
}

async function createBatch(deps: Deps, lines: unknown[], actor: Actor): Promise<LogBatchResult> {
  if (lines.length === 0 || lines.length > logLimits.batch) throw wrongSize();
  const breather = createBreather(deps.clock);
  const accepted: PreparedLog[] = [];
  const rejected: Rejection[] = [];
  for (const [index, line] of lines.entries()) {
    const judged = judgeLog(deps, () => line, actor);
    if ('log' in judged) accepted.push(judged.log);
    else rejected.push({ index, ...judged.refusal });
    if (breather.isDue()) await breather.rest();
  }
  const tally = createBatchTally({ maxListed: logLimits.batch });
  tally.add({ accepted: accepted.length, rejected });
  if (accepted.length > 0) await deps.logGate(() => insertLogs(deps.db, accepted, patternRules(deps)));
  deps.ingested.addRecords('logs', { accepted: accepted.length, rejected: rejected.length });
  if (accepted.length === 0) throw allRefused(tally.result());
  return tally.result();
}

function wrongSize() {
  const message = `expected 1 to ${logLimits.batch} logs; ${ndjsonHint}`;
  return badParameters([{ path: 'body', message }]);
}
