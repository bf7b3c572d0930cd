import { type AppError, type ErrorCode, httpStatusOf } from '@apiscope/core/errors';
import { contentTypes, type Encoding } from './encoding.ts';
import type { Outcome } from './outcome.ts';
import type { Signal } from './signals.ts';
import type { Message, MessageName } from './wire/message-types.ts';
import { type Draft, writeProtobuf } from './wire/write-protobuf.ts';

/** Codes of google.rpc.Status. */
const statusCodes: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: 3,
  UNSUPPORTED_MEDIA_TYPE: 3,
  NOT_FOUND: 5,
  CONFLICT: 6,
  FORBIDDEN: 7,
  TOO_MANY_REQUESTS: 8,
  PAYLOAD_TOO_LARGE: 8,
  METHOD_NOT_SUPPORTED: 12,
  NOT_IMPLEMENTED: 12,
  INTERNAL_SERVER_ERROR: 13,
  SERVICE_UNAVAILABLE: 14,
  UNAUTHORIZED: 16,
};

/** The answer to a batch that was taken: empty, or with what of it is not kept, which a sender must not send again. */
export function answerExport(encoding: Encoding, signal: Signal, { rejected, reasons }: Outcome): Response {
  const partialSuccess =
    rejected === 0
      ? undefined
      : {
          [signal.rejected]: encoding === 'json' ? String(rejected) : BigInt(rejected),
          errorMessage: `${rejected} ${signal.items} cannot be kept: ${reasons.join('; ')}`,
        };
  return answer(encoding, { name: signal.response, message: { partialSuccess } as never }, 200);
}

/** The answer to a failure: a google.rpc.Status in the encoding of the request. */
export function answerFailure(encoding: Encoding, error: AppError): Response {
  const { code, message, issues = [], retryAfter } = error;
  const violations = issues.map(({ path, message }) => ({ field: path, description: message }));
  const typeUrl = 'type.googleapis.com/google.rpc.BadRequest';
  const status = { code: statusCodes[code] ?? 2, message };
  const response =
    encoding === 'json'
      ? json(
          {
            ...status,
            ...(violations.length > 0 && { details: [{ '@type': typeUrl, fieldViolations: violations }] }),
          },
          httpStatusOf[code],
        )
      : answer(
          encoding,
          {
            name: 'Status',
            message: { ...status, details: violations.length > 0 ? [anyOf(typeUrl, violations)] : [] },
          },
          httpStatusOf[code],
        );
  if (retryAfter !== undefined) response.headers.set('retry-after', String(retryAfter));
  return response;
}

function anyOf(typeUrl: string, fieldViolations: Draft<Message<'FieldViolation'>>[]) {
  const value = writeProtobuf('BadRequest', { fieldViolations });
  return { typeUrl, value: Buffer.from(value).toString('base64') };
}

function answer<Name extends MessageName>(
  encoding: Encoding,
  { name, message }: { name: Name; message: Draft<Message<Name>> },
  status: number,
): Response {
  if (encoding === 'json') return json(message, status);
  const headers = { 'content-type': contentTypes.protobuf };
  return new Response(writeProtobuf(name, message), { status, headers });
}

function json(message: unknown, status: number): Response {
  return new Response(JSON.stringify(message), { status, headers: { 'content-type': contentTypes.json } });
}
