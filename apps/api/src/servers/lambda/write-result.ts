import { isUtf8 } from 'node:buffer';
import { AppError } from '@apiscope/core/errors';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { failureResponse } from '../../http/envelope.ts';

/** What a function may answer at once, as JSON: 6 MB. */
const maxResult = 6_291_456;

/** Status and headers as the platform wants them: cookies apart, since they can't be joined. */
export function describeAnswer({ status, headers }: Response) {
  const cookies = headers.getSetCookie();
  const rest = Object.fromEntries([...headers].filter(([name]) => name !== 'set-cookie'));
  return { statusCode: status, headers: rest, ...(cookies.length > 0 && { cookies }) };
}

/** An answer as the result of a function that gives it whole; what is no text goes as base64. One that is too large becomes a 413 that says so. */
export async function writeResult(answer: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isText = isUtf8(bytes);
  const body = bytes.toString(isText ? 'utf8' : 'base64');
  const result = { ...describeAnswer(answer), body, isBase64Encoded: !isText };
  if (body.length <= maxResult / 6 || Buffer.byteLength(JSON.stringify(result)) <= maxResult) return result;
  const refusal =
    'the answer is larger than a function gives at once: ask for less, or at the address that streams';
  return writeResult(failureResponse(new AppError('PAYLOAD_TOO_LARGE', refusal)));
}
