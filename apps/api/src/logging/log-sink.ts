import { levelOf } from '@apiscope/core/logs/level';
import { logLimits } from '@apiscope/core/logs/schema';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { ownService } from '@apiscope/core/services/own-service';
import type { PreparedLog } from '@apiscope/db/logs/insert-logs';
import type { DestinationStream } from 'pino';
import type { Deps } from '../deps.ts';
import { prepareLog } from '../logs/prepare-log.ts';

/** Least pino level that becomes a log: info. */
const leastLevel = 30;

type Line = {
  level: number;
  time: number;
  msg?: string;
  pid: number;
  requestId?: string;
  traceId?: string;
  /** False on lines that must not become logs, because showing or storing logs is what wrote them. */
  recorded?: boolean;
};

/** Takes the process's own log lines into the logs, with source `API`. A line that cannot be taken is left to stdout alone. */
export function createLogSink(
  deps: Pick<Deps, 'redactor' | 'clock'>,
  add: (log: PreparedLog) => void,
): DestinationStream {
  return {
    write(text) {
      const { level, time, msg, pid: _, requestId, traceId, recorded, ...meta } = JSON.parse(text) as Line;
      if (level < leastLevel || recorded === false) return;
      try {
        add(
          prepareLog(deps, {
            service: ownService,
            source: 'API',
            // pino counts in tens where OpenTelemetry counts in fours.
            level: levelOf((level / 10) * 4 - 3),
            message: (msg ?? '').slice(0, logLimits.message),
            meta: Object.keys(meta).length === 0 ? undefined : meta,
            requestId,
            traceId,
            created_at: printTimestamp(time),
          }),
        );
      } catch {
        // It stands on stdout, and a complaint about it would come the same way.
      }
    },
  };
}
