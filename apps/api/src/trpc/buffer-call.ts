import type { OpenBody } from '../http/open-body.ts';
import { refuseHeavy } from '../http/parse-json.ts';
import { readBytes } from '../http/read-json-body.ts';

/**
 * The request with its body read, unpacked and judged, as tRPC would parse whatever comes.
 * @throws AppError PAYLOAD_TOO_LARGE beyond the limit of the body, BAD_REQUEST when parsing it would take seconds.
 */
export async function bufferCall(request: Request, { pieces }: OpenBody): Promise<Request> {
  const body = new TextDecoder().decode(await readBytes(pieces));
  refuseHeavy(body);
  const headers = new Headers(request.headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
  return new Request(request.url, { method: request.method, headers, body, signal: request.signal });
}
