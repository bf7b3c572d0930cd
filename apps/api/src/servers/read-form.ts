import { AppError } from '@apiscope/core/errors';
import { openBody } from '../http/open-body.ts';
import { readBytes } from '../http/read-json-body.ts';

/** Largest form that a page sends, bytes: names, a password, a choice. */
const maxForm = 65_536;

const urlEncoded = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/**
 * A request for a page whose form is read already. What renders pages would read a body of any size and kind, for whoever sends it: the pages
 * on which people sign in ask nobody who they are.
 * @throws AppError PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE for what no form of a page is sent as.
 */
export async function readForm(request: Request): Promise<Request> {
  if (request.method !== 'POST') return request;
  if (!urlEncoded.test(request.headers.get('content-type') ?? ''))
    throw new AppError(
      'UNSUPPORTED_MEDIA_TYPE',
      'a form must be sent as content-type: application/x-www-form-urlencoded',
    );
  const body = await readBytes(openBody(request, { maxBytes: maxForm }).pieces);
  const headers = new Headers(request.headers);
  headers.delete('content-encoding');
  headers.set('content-length', String(body.length));
  return new Request(request.url, {
    method: 'POST',
    headers,
    body: body as Uint8Array<ArrayBuffer>,
    signal: request.signal,
  });
}
