import { Logger } from 'graphile-worker';
import type { Logger as PinoLogger } from 'pino';

/**
 * The queue's own messages. Its word on each job is left out, because every job has one line of ours; what it says of connections and
 * of its own faults goes to the log as warnings. Without a log it is silent.
 */
export function queueLogger(log?: Pick<PinoLogger, 'warn'>): Logger {
  return new Logger(() => (level, message, meta) => {
    if (!log || (level !== 'error' && level !== 'warning')) return;
    if (meta?.failure === true) return;
    log.warn({ queue: true }, message);
  });
}
