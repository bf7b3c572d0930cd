import type { Log } from '@apiscope/core/logs/schema';

/** A log as it travels, with what a test doesn't care for filled in. */
export function toTestLog(fields: Partial<Log>): Log {
  return {
    id: 1,
    source: 'test',
    level: 'info',
    message: 'a line',
    meta: null,
    service: 'default',
    traceId: null,
    requestId: null,
    patternId: null,
    created_at: '2026-01-31T09:00:00.000Z',
    updated_at: '2026-01-31T09:00:00.000Z',
    ...fields,
  };
}
