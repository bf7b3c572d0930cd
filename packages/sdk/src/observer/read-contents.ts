import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { redactBody } from '@apiscope/core/replay/redact-body';
import type { HeaderMap } from '@apiscope/core/replay/schema';
import type { Settings } from '../read-options.ts';
import { type BodyCopy, describeCopy, type SeenBody } from './copy-body.ts';
import type { Observation, Outcome } from './observation.ts';
import { toHeaderMap } from './read-headers.ts';
import { rememberHarmless } from './remember-harmless.ts';
import { createHeaderRedactor } from './remember-headers.ts';
import { readQuery, splitUrl } from './split-url.ts';

const limits = { path: 8_000, body: 65_536 } as const;

/** Adds to a record what a snapshot is made of, redacted: path, query, headers, and bodies of the kinds that are kept. */
export function createContents(
  settings: Pick<Settings, 'bodies'>,
  redactor: Redactor,
): (record: ObservedRequest, observation: Observation, outcome: Outcome) => void {
  const redactHeaders = createHeaderRedactor(redactor);
  const redactPath = rememberHarmless(redactor.url);

  const seenBody = (copy: BodyCopy | null, headers: HeaderMap, size: number | null): SeenBody | null => {
    if (copy === null) return null;
    const type = headers['content-type'];
    const contentType = typeof type === 'string' ? type : (type?.[0] ?? null);
    const isEncoded = headers['content-encoding'] !== undefined;
    const seen = describeCopy(copy, { contentType, isEncoded, size, kinds: settings.bodies });
    if (seen?.text == null) return seen;
    const clean = redactBody(redactor, seen) ?? '';
    const isCut = clean.length > limits.body;
    return {
      text: isCut ? clean.slice(0, limits.body) : clean,
      info: { ...seen.info, truncated: seen.info.truncated || isCut },
    };
  };

  return (record, observation, outcome) => {
    const { path, query } = splitUrl(observation.url);
    const headers = toHeaderMap(observation.headers);
    const responseHeaders = toHeaderMap(outcome.responseHeaders);
    record.path = redactPath(path).slice(0, limits.path);
    if (query !== null) record.query = redactor.query(readQuery(query));
    record.headers = redactHeaders(headers);
    record.responseHeaders = redactHeaders(responseHeaders);
    const body = seenBody(outcome.requestBody, headers, outcome.requestSize);
    if (body !== null) record.bodyInfo = body.info;
    if (body?.text != null) record.body = body.text;
    const answer = seenBody(outcome.responseBody, responseHeaders, outcome.responseSize);
    if (answer !== null) record.responseBodyInfo = answer.info;
    if (answer?.text != null) record.responseBody = answer.text;
  };
}
