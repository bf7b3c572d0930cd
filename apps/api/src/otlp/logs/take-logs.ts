import { type ClaimBatch, insertLogs, type PreparedLog } from '@apiscope/db/logs/insert-logs';
import { requireService } from '../../access/require-access.ts';
import { createBreather } from '../../http/breathe.ts';
import { judgeLog } from '../../logs/judge-log.ts';
import { patternRules } from '../../logs/pattern-rules.ts';
import { createRejections, type Outcome } from '../outcome.ts';
import { readOrigin } from '../read-origin.ts';
import type { TakeBatch } from '../take-batch.ts';
import { sentAt, toLog } from './to-log.ts';

/** Stores the log records of a request in one transaction, those that can be, redacted as every line is. */
export const takeLogs: TakeBatch<'ExportLogsServiceRequest'> = async (
  deps,
  { resourceLogs },
  { actor, claim },
): Promise<Outcome> => {
  const rejections = createRejections();
  const breather = createBreather(deps.clock);
  const logs: PreparedLog[] = [];
  let hasTime = false;
  for (const { resource, scopeLogs } of resourceLogs) {
    const origin = readOrigin(resource, actor.service);
    requireService(actor, origin.service);
    for (const { scope, logRecords } of scopeLogs) {
      for (const record of logRecords) {
        hasTime ||= sentAt(record) !== 0n;
        const judged = judgeLog(deps, () => toLog(deps, record, { origin, scope }));
        if ('log' in judged) logs.push(judged.log);
        else rejections.add(judged.refusal.message);
        if (breather.isDue()) await breather.rest();
      }
    }
  }
  const isNew = await deps.logGate(() =>
    insertLogs(deps.db, logs, patternRules(deps), hasTime ? claim : always),
  );
  return rejections.outcome({ taken: logs.length, stored: isNew ? logs.length : 0 });
};

/**
 * A request none of whose records has a time says the same whenever it is sent, so the same bytes again are taken for what they say: the same
 * once more. SDKs and collectors put a time on every record.
 */
const always: ClaimBatch = () => Promise.resolve(true);
