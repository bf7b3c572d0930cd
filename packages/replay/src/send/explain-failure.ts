/** What the commonest failures mean, by the code of the error. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed by the other side',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'the connection took too long',
  EPIPE: 'the connection was closed by the other side',
  UND_ERR_CONNECT_TIMEOUT: 'the connection took too long',
  UND_ERR_SOCKET: 'the connection was closed by the other side',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too long',
  UND_ERR_ABORTED: 'it was cancelled',
  ABORT_ERR: 'it was cancelled',
};

/** Why a request got no answer, in words, with the code that names it. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of several addresses that were tried the first tells enough.
  const cause = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  if (cause.name === 'AbortError') return 'it was cancelled';
  if (code === null) return cause.message;
  return `${meanings[code] ?? cause.message} (${code})`;
}
