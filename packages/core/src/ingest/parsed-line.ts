import type { Level } from '../logs/level.ts';
import type { NewLog } from '../logs/schema.ts';
import type { ObservedRequest } from './schema.ts';

/** The request a line tells of; its time is the line's. */
export type ParsedRequest = Omit<ObservedRequest, 'timestamp'>;

/** What one line of a log file says, before file-wide facts (service, import time, shift) are added. */
export type ParsedLine = {
  /** Milliseconds since the UTC epoch; null when the line has no time of its own. */
  readonly at: number | null;
  readonly level: Level;
  /** Logger, program or module; null when the line names none. */
  readonly source: string | null;
  readonly service?: string;
  readonly message: string;
  readonly meta?: { readonly [name: string]: unknown };
  readonly requestId?: string;
  readonly traceId?: string;
  readonly request?: ParsedRequest;
};

/** One entry of a file as the ingest doors take it: always a log, and a request when the line tells of one. */
export type ImportedLine = { readonly log: NewLog; readonly request?: ObservedRequest };
