import { AppError } from '@apiscope/core/errors';
import { geoHeaderNames } from '@apiscope/core/geo/geo-headers';
import { proxy } from 'hono/proxy';
import { failureResponse } from '../http/envelope.ts';

/** Who asks this server. */
export type Asker = {
  peerAddress: string | null;
  /** `X-Forwarded-For` as it came. */
  forwardedFor: string | undefined;
};

/** Asks the API on behalf of somebody. It answers 503 while the API cannot be reached, and never rejects. */
export type CallApi = (request: Request, asker: Asker) => Promise<Response>;

/** What is told while the API cannot be reached. */
export function apiAway(cause?: unknown): AppError {
  return new AppError('SERVICE_UNAVAILABLE', 'the API cannot be reached; try again shortly', {
    retryAfter: 5,
    cause,
  });
}

/**
 * @param origin of the API, which is asked by that name: it has to know ours, as its `PUBLIC_URL`, to tell our pages from others.
 * @param say is told when the API stops answering, and when it answers again.
 */
export function createCallApi(origin: string, say: (line: string) => void): CallApi {
  let isAway = false;
  const tell = (nowAway: boolean, line: string) => {
    if (nowAway !== isAway) say(line);
    isAway = nowAway;
  };

  return async (request, asker) => {
    const { pathname, search } = new URL(request.url);
    const send = async (asked: Request) => {
      // The API believes this server, which does not know where clients are.
      for (const name of geoHeaderNames) asked.headers.delete(name);
      const chain = [asker.forwardedFor, asker.peerAddress].filter((each) => each != null);
      if (chain.length > 0) asked.headers.set('x-forwarded-for', chain.join(', '));
      return fetch(asked);
    };
    try {
      const answer = await proxy(origin + pathname + search, {
        raw: request,
        redirect: 'manual',
        customFetch: send,
      });
      tell(false, `the API at ${origin} answers again`);
      return answer;
    } catch (error) {
      if (!request.signal.aborted) tell(true, `the API at ${origin} does not answer: ${reasonOf(error)}`);
      return failureResponse(apiAway(error));
    }
  };
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? message;
}
