import { AppError } from '@apiscope/core/errors';
import { failureResponse } from '../http/envelope.ts';

const noStreams =
  'streams are not served here, where answers are short-lived: ask at the address of an API that runs as a process, or of a function that streams';

/** Every answer as it is, except an event stream: where answers cannot go on for ever that is ended, and 501 says where to ask. */
export async function refuseStream(response: Response): Promise<Response> {
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) return response;
  await response.body?.cancel();
  const refusal = failureResponse(new AppError('NOT_IMPLEMENTED', noStreams));
  // What stands around every answer, such as its request's id, stands around this one.
  for (const [name, value] of response.headers)
    if (!refusal.headers.has(name)) refusal.headers.append(name, value);
  return refusal;
}
