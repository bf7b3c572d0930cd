import { TRPCClientError } from '@trpc/client';

/** What went wrong between a screen and the API, in words for the person at the screen. */
export type ApiProblem = {
  code: string;
  status: number;
  message: string;
  /** One entry per parameter at fault. */
  issues: { path: string; message: string }[];
};

/** Reads any thrown value; a call that never reached the API is `UNREACHABLE`, 503. */
export function readProblem(error: unknown): ApiProblem {
  if (!(error instanceof TRPCClientError)) return unreachable;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null) return unreachable;
  const { code, httpStatus, issues } = data as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
    status: typeof httpStatus === 'number' ? httpStatus : 500,
    message: error.message,
    issues: Array.isArray(issues) ? issues.filter(isIssue) : [],
  };
}

function isIssue(value: unknown): value is ApiProblem['issues'][number] {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value;
}

const unreachable: ApiProblem = {
  code: 'UNREACHABLE',
  status: 503,
  message: 'Apiscope’s API does not answer.',
  issues: [],
};
