import { AppError } from '@apiscope/core/errors';
import { parseJson } from '../http/parse-json.ts';
import type { Message, MessageName } from './wire/message-types.ts';
import { readJson } from './wire/read-json.ts';
import { readProtobuf } from './wire/read-protobuf.ts';

export type Encoding = 'protobuf' | 'json';

export const contentTypes: Record<Encoding, string> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** The encoding that a `content-type` names; null for any other. */
export function encodingOf(contentType: string | null | undefined): Encoding | null {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === contentTypes.protobuf || type === 'application/protobuf') return 'protobuf';
  return type === contentTypes.json ? 'json' : null;
}

/** Reads a request. @throws AppError BAD_REQUEST saying what is wrong with the bytes. */
export function decodeRequest<Name extends MessageName>(
  encoding: Encoding,
  name: Name,
  bytes: Uint8Array,
): Message<Name> {
  if (encoding === 'protobuf') return readProtobuf(name, bytes);
  if (bytes.length === 0) throw new AppError('BAD_REQUEST', 'body: is empty, expected a JSON object');
  return readJson(name, parseJson(new TextDecoder().decode(bytes)));
}
