/** Bounds of a stream of logs, bytes: the whole body, and one line, which leaves room for the escapes of the longest message and meta. */
export const ndjsonLimits = { body: 1024 * 1024 * 1024, line: 4 * 1024 * 1024 } as const;

/** Types of a body that is one log a line. */
export const ndjsonTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'] as const;

/** Said to whom sends more than an array may hold. */
export const ndjsonHint = 'one log a line as application/x-ndjson is taken up to 1 GiB';

/** Whether a `content-type` says that a body is one log a line. */
export function isNdjson(contentType: string | undefined): boolean {
  const [type = ''] = (contentType ?? '').split(';');
  return (ndjsonTypes as readonly string[]).includes(type.trim().toLowerCase());
}
