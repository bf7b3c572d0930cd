/**
 * Ends a stream because its process stops. Named AbortError so that tRPC cuts the connection instead of saying that the
 * stream is complete: the client then reconnects and resumes.
 */
export class StreamClosed extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('the stream ends because the server stops');
  }
}
