import type { AppRouter } from '@apiscope/api/router';
import { systemClock } from '@apiscope/core/clock';
import { type AppLoadContext, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { signInPath } from '../access/sign-in-path.ts';
import { type ApiProblem, readProblem } from './api-problem.ts';
import { apiUrl, publicOrigin } from './env.server.ts';

type ApiFetch = (request: Request) => Promise<Response>;

/**
 * The API as a server-side loader calls it, on behalf of who asks for the page: through the host's own `apiFetch` where there is one, else
 * over HTTP to `API_URL`. Cookies that it sets are put into `answer`.
 */
export function createApi(context: AppLoadContext, request: Request, answer = new Headers()) {
  const given: unknown = context.apiFetch;
  const send: ApiFetch = typeof given === 'function' ? (given as ApiFetch) : (request) => fetch(request);
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${apiUrl}/trpc`,
        fetch: async (input, init) => {
          const asked = new Request(input as string, { ...(init as RequestInit), signal: request.signal });
          for (const name of ['cookie', 'user-agent']) {
            const value = request.headers.get(name);
            if (value !== null) asked.headers.set(name, value);
          }
          const response = await send(asked);
          for (const cookie of response.headers.getSetCookie()) answer.append('set-cookie', cookie);
          return response;
        },
      }),
    ],
  });
}
export type Api = ReturnType<typeof createApi>;

/** What a page's read function gets. */
export type Read = {
  api: Api;
  params: URLSearchParams;
  /** What the path says, by the names of the route. */
  route: Readonly<Record<string, string | undefined>>;
  /** Where others reach this server: `PUBLIC_URL`, else as it was asked, which whoever asks may make up; `http://localhost:3000`. */
  origin: string;
  /** Epoch milliseconds that relative ranges count back from. */
  now: number;
};

/**
 * A loader that reads through the API; what the API refuses becomes the status and the message of the error page, and who is not signed in
 * is sent to do so.
 */
export function apiLoader<T>(read: (args: Read) => Promise<T>) {
  return async ({ request, context, params: route }: LoaderFunctionArgs): Promise<T> => {
    const url = new URL(request.url);
    try {
      return await read({
        api: createApi(context, request),
        params: url.searchParams,
        route,
        origin: publicOrigin ?? url.origin,
        now: systemClock.now(),
      });
    } catch (error) {
      if (error instanceof Response) throw error;
      const problem = readProblem(error);
      if (problem.code === 'UNAUTHORIZED') throw redirect(signInPath(url.pathname + url.search));
      throw problemResponse(problem);
    }
  };
}

/** Carries a problem to the nearest error boundary. */
export function problemResponse(problem: ApiProblem): Response {
  return Response.json(problem, { status: problem.status });
}

/** Answers null where the API says that there is no such row; any other failure goes on. */
export function nullIfMissing<T>(answer: Promise<T>): Promise<T | null> {
  return nullIf('NOT_FOUND', answer);
}

/** Answers null where the API says that the caller may not see it; any other failure goes on. */
export function nullIfRefused<T>(answer: Promise<T>): Promise<T | null> {
  return nullIf('FORBIDDEN', answer);
}

async function nullIf<T>(code: string, answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TRPCClientError && readProblem(error).code === code) return null;
    throw error;
  }
}
