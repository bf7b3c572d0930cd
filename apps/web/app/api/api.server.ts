import type { AppRouter } from '@apiscope/api/router';
import { systemClock } from '@apiscope/core/clock';
import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { type ApiProblem, readProblem } from './api-problem.ts';
import { apiUrl } from './env.server.ts';

type ApiFetch = (request: Request) => Promise<Response>;

/** The API as a server-side loader calls it: through the host's own `apiFetch` where there is one, else over HTTP to `API_URL`. */
export function createApi(context: AppLoadContext, signal: AbortSignal) {
  const given: unknown = context.apiFetch;
  const send: ApiFetch = typeof given === 'function' ? (given as ApiFetch) : (request) => fetch(request);
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${apiUrl}/trpc`,
        fetch: (input, init) => send(new Request(input as string, { ...(init as RequestInit), signal })),
      }),
    ],
  });
}
export type Api = ReturnType<typeof createApi>;

/** What a page's read function gets. */
export type Read = {
  api: Api;
  params: URLSearchParams;
  /** Where this server was asked, such as `http://localhost:3000`. */
  origin: string;
  /** Epoch milliseconds that relative ranges count back from. */
  now: number;
};

/** A loader that reads through the API; what the API refuses becomes the status and the message of the error page. */
export function apiLoader<T>(read: (args: Read) => Promise<T>) {
  return async ({ request, context }: LoaderFunctionArgs): Promise<T> => {
    const url = new URL(request.url);
    try {
      return await read({
        api: createApi(context, request.signal),
        params: url.searchParams,
        origin: url.origin,
        now: systemClock.now(),
      });
    } catch (error) {
      if (error instanceof Response) throw error;
      throw problemResponse(readProblem(error));
    }
  };
}

/** Carries a problem to the nearest error boundary. */
export function problemResponse(problem: ApiProblem): Response {
  return Response.json(problem, { status: problem.status });
}

/** Answers null where the API says that there is no such row; any other failure goes on. */
export async function nullIfMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TRPCClientError && readProblem(error).code === 'NOT_FOUND') return null;
    throw error;
  }
}
