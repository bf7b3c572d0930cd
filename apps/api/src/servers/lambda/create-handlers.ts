import { AppError } from '@apiscope/core/errors';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { App } from '../../app.ts';
import type { Deps } from '../../deps.ts';
import { failureResponse } from '../../http/envelope.ts';
import { refuseStream } from '../refuse-stream.ts';
import { surroundInvocations } from './invocations.ts';
import { readEvent } from './read-event.ts';
import { streamAnswer } from './stream-answer.ts';
import { describeAnswer, writeResult } from './write-result.ts';

/** What is left of an invocation when its event stream is ended, ms: enough to hand over what was captured. */
const reserveMs = 8_000;

type Remaining = Pick<Context, 'getRemainingTimeInMillis'>;

export type Handlers = {
  /** For API Gateway (payload 2.0): the answer whole. Streams have no end that could be waited for, and are refused. */
  buffered(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2>;
  /** For a function URL that streams; to be wrapped by `awslambda.streamifyResponse`. */
  streaming(
    event: APIGatewayProxyEventV2,
    to: awslambda.HttpResponseStream,
    context: Remaining,
  ): Promise<void>;
};

/** Serves an app to the events of a function. Each invocation ends when what it captured is in the database: then the process is frozen. */
export function createHandlers(app: App, deps: Deps): Handlers {
  const invocations = surroundInvocations(deps);

  const answer = async (event: APIGatewayProxyEventV2, signal: AbortSignal): Promise<Response> => {
    let request: Request;
    try {
      request = readEvent(event, signal);
    } catch {
      return failureResponse(
        new AppError('BAD_REQUEST', 'the request has an address or a header that is none'),
      );
    }
    // Who asks is what the platform saw, not what a header says.
    return app.fetch(request, { peerAddress: event.requestContext.http.sourceIp });
  };

  return {
    async buffered(event) {
      await invocations.begin();
      const ending = new AbortController();
      try {
        return await writeResult(await refuseStream(await answer(event, ending.signal)));
      } finally {
        await invocations.end();
      }
    },

    async streaming(event, to, context) {
      await invocations.begin();
      const ending = new AbortController();
      try {
        const response = await answer(event, ending.signal);
        const stream = awslambda.HttpResponseStream.from(to, describeAnswer(response));
        const endAfterMs = Math.max(0, context.getRemainingTimeInMillis() - reserveMs);
        try {
          // Status and headers leave with the first byte.
          stream.write('');
          await streamAnswer(response, stream, { endAfterMs });
        } catch (error) {
          ending.abort();
          deps.log.debug({ err: error }, 'the reader of an answer went away');
        }
        stream.end();
      } finally {
        await invocations.end();
      }
    },
  };
}
