import { redactStored, type StoredParts } from '@apiscope/core/redact/redact-stored';
import { failureOf } from '@apiscope/core/replay/failure-of';
import type { WholeSnapshot } from '@apiscope/core/replay/schema';
import type { ScrubStep } from './scrub-step.ts';

type Row = StoredParts &
  Pick<WholeSnapshot, 'service' | 'endpoint' | 'statusCode'> & { id: number; at: Date };

/** Rewrites captured requests; what is replaced is listed among their redacted paths, and a failure keeps to the group of its new message. */
export const scrubSnapshots: ScrubStep = async (tx, { redactor }, { after, until, limit }) => {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id::float8 AS id, timestamp AS at, service, endpoint, status_code AS "statusCode", path, query, headers, body,
      body_info AS "bodyInfo", response_headers AS "responseHeaders", response_body AS "responseBody",
      response_body_info AS "responseBodyInfo", redacted_paths AS "redactedPaths", consumer, attributes
    FROM request_snapshots WHERE id > ${String(after)}::bigint AND id <= ${String(until)}::bigint
    ORDER BY id LIMIT ${limit}::int FOR NO KEY UPDATE`;
  const changed = rows.flatMap(({ id, at, service, endpoint, statusCode, ...stored }) => {
    const clean = redactStored(redactor, stored);
    const isSame = (Object.keys(clean) as (keyof typeof clean)[]).every(
      (part) => JSON.stringify(clean[part]) === JSON.stringify(stored[part]),
    );
    if (isSame) return [];
    const failure = failureOf({ service, endpoint, statusCode, ...clean })?.key ?? null;
    return [{ ...clean, failure, id, at: at.toISOString() }];
  });
  if (changed.length > 0)
    await tx.$executeRaw`
      UPDATE request_snapshots AS stored SET path = input.path, query = input.query, headers = input.headers, body = input.body,
        body_info = input."bodyInfo", response_headers = input."responseHeaders", response_body = input."responseBody",
        response_body_info = input."responseBodyInfo", redacted_paths = input."redactedPaths", consumer = input.consumer,
        attributes = input.attributes, failure = input.failure
      FROM json_to_recordset(${JSON.stringify(changed)}::json) AS input (
        id bigint, at timestamptz, path text, query jsonb, headers jsonb, body text, "bodyInfo" jsonb, "responseHeaders" jsonb,
        "responseBody" text, "responseBodyInfo" jsonb, "redactedPaths" text[], consumer text, attributes jsonb, failure text)
      WHERE stored.id = input.id AND stored.timestamp = input.at`;
  return { seen: rows.length, rewritten: changed.length, last: rows.at(-1)?.id ?? null };
};
