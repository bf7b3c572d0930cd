/** Every way a call may fail, in the words tRPC uses; the REST door shows the same word as `error.code`. */
export type ErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_SUPPORTED'
  | 'CONFLICT'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'TOO_MANY_REQUESTS'
  | 'SERVICE_UNAVAILABLE'
  | 'NOT_IMPLEMENTED'
  | 'INTERNAL_SERVER_ERROR';

/** One thing wrong with the input: `path` is the parameter's name, dotted inside a body (`age`, `meta.user`, `0.level`). */
export type Issue = { path: string; message: string };

/** The one table from code to HTTP status. */
export const httpStatusOf: Record<ErrorCode, number> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  SERVICE_UNAVAILABLE: 503,
};

/** The one error type that is thrown on purpose. Its message is written for the caller; never put a secret or internals in it. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly issues: Issue[] | undefined;
  /** Seconds after which a retry makes sense, sent as `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** What was done before it failed, sent as the answer's metadata. */
  readonly metadata: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      issues?: Issue[];
      retryAfter?: number;
      metadata?: Readonly<Record<string, unknown>>;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.issues = options.issues;
    this.retryAfter = options.retryAfter;
    this.metadata = options.metadata;
  }
}

/** A 400 that names the parameter at fault. */
export function badParameter(path: string, message: string): AppError {
  return new AppError('BAD_REQUEST', `${path}: ${message}`, { issues: [{ path, message }] });
}
