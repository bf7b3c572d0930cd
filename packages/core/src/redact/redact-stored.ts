import { redactBody } from '../replay/redact-body.ts';
import type { SnapshotAttributes, WholeSnapshot } from '../replay/schema.ts';
import type { Redactor } from './redactor.ts';

/** What of a stored request may hold secrets. */
export type StoredParts = Pick<
  WholeSnapshot,
  | 'path'
  | 'query'
  | 'headers'
  | 'body'
  | 'bodyInfo'
  | 'responseHeaders'
  | 'responseBody'
  | 'responseBodyInfo'
  | 'redactedPaths'
  | 'consumer'
  | 'attributes'
>;

/**
 * Redacts what is stored of a request by rules that may be newer than it. A body in which nothing is found stays as it is, byte for byte;
 * what is found is told beside what was redacted before.
 */
export function redactStored(redactor: Redactor, stored: StoredParts): StoredParts {
  const found = new Set(stored.redactedPaths.map((path) => redactor.text(path)));
  const at = (place: string) => (path: string) => void found.add(path === '' ? place : `${place}.${path}`);
  const info = <T extends StoredParts['bodyInfo']>(value: T): T =>
    value && { ...value, contentType: value.contentType && redactor.text(value.contentType) };
  const { bodyInfo, responseHeaders, responseBodyInfo } = stored;
  const parts = {
    path: redactor.url(stored.path, at('path')),
    query: redactor.query(stored.query, at('query')),
    headers: redactor.headers(stored.headers, at('headers')),
    body: redactBody(redactor, { text: stored.body, info: bodyInfo }, at('body')),
    bodyInfo: info(bodyInfo),
    responseHeaders: responseHeaders && redactor.headers(responseHeaders, at('responseHeaders')),
    responseBody: redactBody(
      redactor,
      { text: stored.responseBody, info: responseBodyInfo },
      at('responseBody'),
    ),
    responseBodyInfo: info(responseBodyInfo),
    consumer: stored.consumer === null ? null : redactor.text(stored.consumer, at('consumer')),
    attributes:
      stored.attributes && (redactor.json(stored.attributes, at('attributes')) as SnapshotAttributes),
  };
  return { ...parts, redactedPaths: [...found] };
}
