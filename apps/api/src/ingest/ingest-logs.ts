import { type IngestLogsInput, maxIngestLogs } from '@apiscope/core/ingest/schema';
import { claimBatch } from '@apiscope/db/ingest/claim-batch';
import { type ClaimBatch, insertLogs, type PreparedLog } from '@apiscope/db/logs/insert-logs';
import { recordSender } from '@apiscope/db/services/record-sender';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import { createBreather } from '../http/breathe.ts';
import { judgeLog } from '../logs/judge-log.ts';
import { patternRules } from '../logs/pattern-rules.ts';
import type { LogBatchResult } from '../logs/schema.ts';
import { allRefused, createBatchTally, type Rejection } from '../logs/tally-batch.ts';
import { redactSender } from './redact-sender.ts';

/**
 * Takes in a batch of log lines, once: lines, patterns, counters and the batch's id in one transaction. Lines are judged one by one, as
 * `POST /logs` does, so that a bad one doesn't cost its neighbours.
 * @throws AppError BAD_REQUEST naming what is wrong when no line can be stored.
 */
export async function ingestLogs(
  deps: Deps,
  input: IngestLogsInput,
  actor: Actor,
): Promise<LogBatchResult & { duplicate: boolean }> {
  const breather = createBreather(deps.clock);
  const logs: PreparedLog[] = [];
  const rejected: Rejection[] = [];
  for (const [index, line] of input.logs.entries()) {
    const judged = judgeLog(deps, () => asLineOf(input, line), actor);
    if ('log' in judged) logs.push(judged.log);
    else rejected.push({ index, ...judged.refusal });
    if (breather.isDue()) await breather.rest();
  }
  const tally = createBatchTally({ maxListed: maxIngestLogs });
  tally.add({ accepted: logs.length, rejected });
  const result = tally.result();
  if (logs.length === 0) {
    deps.ingested.addRecords('ingest_logs', { rejected: rejected.length });
    throw allRefused(result);
  }
  const sender = redactSender(deps.redactor, input, deps.clock.now());
  const claim: ClaimBatch = async (tx) => {
    if (!(await claimBatch(tx, input.batchId, input.service))) return false;
    await recordSender(tx, sender);
    return true;
  };
  const isNew = await deps.logGate(() => insertLogs(deps.db, logs, patternRules(deps), claim));
  deps.ingested.addRecords('ingest_logs', {
    [isNew ? 'accepted' : 'duplicate']: logs.length,
    rejected: rejected.length,
  });
  if (isNew) deps.ingested.addDroppedBySenders(input.dropped ?? 0);
  return isNew ? { ...result, duplicate: false } : { ...result, accepted: 0, duplicate: true };
}

/** What a line leaves out is the batch's; version and stage travel in `meta`, where they are looked for. */
function asLineOf({ service, version, stage }: IngestLogsInput, line: unknown): unknown {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return line;
  const { meta } = line as { meta?: unknown };
  const whence = { ...(version && { version }), ...(stage && { stage }) };
  const takesMore = meta === undefined || meta === null || (typeof meta === 'object' && !Array.isArray(meta));
  const added = takesMore && Object.keys(whence).length > 0 ? { meta: { ...whence, ...meta } } : {};
  return { service, ...line, ...added };
}
