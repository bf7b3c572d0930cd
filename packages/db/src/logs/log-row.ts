import { levelOf } from '@apiscope/core/logs/level';
import type { Log } from '@apiscope/core/logs/schema';
import { Prisma } from '../client.ts';
import { wireTime } from '../sql/wire.ts';
import type { StreamTable } from '../stream/read-after.ts';

/** Columns of a log that may be seen. */
export const logColumns = Prisma.raw(
  `id, service, source, severity, message, meta, trace_id AS "traceId", request_id AS "requestId", pattern_id AS "patternId",
   created_at AS "createdAt", updated_at AS "updatedAt"`,
);

/** Bytes of the columns that are not small. */
export const logWeight = Prisma.raw(`octet_length(message) + coalesce(octet_length(meta::text), 0)`);

export type LogRow = {
  id: bigint;
  service: string;
  source: string;
  severity: number;
  message: string;
  meta: unknown;
  traceId: string | null;
  requestId: string | null;
  patternId: number | null;
  createdAt: Date;
  updatedAt: Date;
};

/** The wire form of a stored log. */
export function toLog({ id, severity, createdAt, updatedAt, ...row }: LogRow): Log {
  return {
    id: Number(id),
    service: row.service,
    source: row.source,
    level: levelOf(severity),
    message: row.message,
    meta: row.meta,
    traceId: row.traceId,
    requestId: row.requestId,
    patternId: row.patternId,
    created_at: wireTime(createdAt),
    updated_at: wireTime(updatedAt),
  };
}

/** The logs as a stream. */
export const logStream: StreamTable<LogRow, Log> = {
  name: 'logs',
  columns: logColumns,
  weight: logWeight,
  toWire: toLog,
};
