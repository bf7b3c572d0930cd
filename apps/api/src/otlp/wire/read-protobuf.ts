import { AppError, badParameter } from '@apiscope/core/errors';
import protobuf from 'protobufjs/minimal.js';
import { type Budget, createBudget } from './budget.ts';
import { type FieldType, type MessageType, typeOf } from './field-types.ts';
import type { Message, MessageName, ScalarName } from './message-types.ts';

type Reader = protobuf.Reader;

/**
 * Reads a message from its protobuf bytes. Fields that are unknown, or have another wire type than they should, are passed over.
 * @throws AppError BAD_REQUEST when the bytes are damaged, cut off or nested too deep, PAYLOAD_TOO_LARGE when they hold too much.
 */
export function readProtobuf<Name extends MessageName>(name: Name, bytes: Uint8Array): Message<Name> {
  try {
    const reader = protobuf.Reader.create(bytes);
    return readMessage(reader, typeOf(name), reader.len, createBudget()) as Message<Name>;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { message, issues = [] } = badParameter('body', `is not a protobuf ${name}`);
    throw new AppError('BAD_REQUEST', message, { issues, cause: error });
  }
}

function readMessage(
  reader: Reader,
  type: MessageType,
  end: number,
  budget: Budget,
): Record<string, unknown> {
  budget.spend();
  budget.enter();
  const message = type.create();
  while (reader.pos < end) {
    const tag = reader.tag();
    const [number, wireType] = [tag >>> 3, tag & 7];
    const field = type.byNumber.get(number);
    if (!field || !readField(reader, field, wireType, message, budget)) reader.skipType(wireType, 0, number);
  }
  if (reader.pos > end) throw new RangeError('a message ends inside a field');
  budget.leave();
  return message;
}

/** @returns false when the wire type is not the field's, and nothing was read. */
function readField(
  reader: Reader,
  field: FieldType,
  wireType: number,
  message: Record<string, unknown>,
  budget: Budget,
): boolean {
  const { name, scalar, message: type, isRepeated } = field;
  const expected = scalar === null ? 2 : wireTypeOf[scalar];
  const isPacked = isRepeated && wireType === 2 && expected !== 2;
  if (wireType !== expected && !isPacked) return false;
  const readOne = () => (type ? readMessage(reader, type, endOf(reader), budget) : readers[scalar!](reader));
  if (!isRepeated) {
    message[name] = readOne();
    return true;
  }
  const list = message[name] as unknown[];
  const end = isPacked ? endOf(reader) : reader.pos + 1;
  while (reader.pos < end) {
    budget.spend();
    list.push(readOne());
  }
  if (isPacked && reader.pos !== end) throw new RangeError('a packed list ends inside an item');
  return true;
}

/** Reads a length and says where what has it ends. */
function endOf(reader: Reader): number {
  const length = reader.size();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a length goes beyond the body');
  return end;
}

/** 0 varint, 1 eight bytes, 2 length and bytes. */
const wireTypeOf: Record<ScalarName, number> = {
  string: 2,
  bytes: 2,
  id: 2,
  fixed64: 1,
  double: 1,
  bool: 0,
  enum: 0,
  uint32: 0,
  sint32: 0,
  int64: 0,
  uint64: 0,
};

const readers: Record<ScalarName, (reader: Reader) => unknown> = {
  string: (reader) => reader.string(),
  bytes: (reader) => bufferOf(reader.bytes()).toString('base64'),
  id: (reader) => bufferOf(reader.bytes()).toString('hex'),
  fixed64: readFixed64,
  double: (reader) => reader.double(),
  bool: (reader) => reader.bool(),
  enum: (reader) => reader.int32(),
  uint32: (reader) => reader.uint32(),
  sint32: (reader) => reader.sint32(),
  int64: (reader) => BigInt.asIntN(64, readVarint(reader)),
  uint64: readVarint,
};

function readFixed64(reader: Reader): bigint {
  const low = reader.fixed32();
  return (BigInt(reader.fixed32()) << 32n) | BigInt(low);
}

/** The reader gives its halves, as it leans on `long`. */
function readVarint(reader: Reader): bigint {
  const { low, high } = reader.uint64() as unknown as { low: number; high: number };
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
