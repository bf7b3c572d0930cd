import { type AppError, type ErrorCode, httpStatusOf } from '@apiscope/core/errors';

/** Codes of JSON-RPC 2.0 (section 5.1) for a message that can't be taken as one; -32000 is the first of those a server may choose. */
const rpcCodes: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: -32_700,
  INTERNAL_SERVER_ERROR: -32_603,
  NOT_FOUND: -32_001,
};

/** The answer to a request whose message was not even read: JSON-RPC's error without an id, under the status that HTTP has for it. */
export function rpcFailure(error: AppError, code = rpcCodes[error.code] ?? -32_000): Response {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (error.retryAfter !== undefined) headers.set('retry-after', String(error.retryAfter));
  if (error.code === 'UNAUTHORIZED') headers.set('www-authenticate', 'Bearer realm="apiscope"');
  const body = { jsonrpc: '2.0', error: { code, message: error.message }, id: null };
  return new Response(JSON.stringify(body), { status: httpStatusOf[error.code], headers });
}
