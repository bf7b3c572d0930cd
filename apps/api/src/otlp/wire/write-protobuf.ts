import protobuf from 'protobufjs/minimal.js';
import { type FieldType, type MessageType, typeOf } from './field-types.ts';
import type { Message, MessageName, ScalarName } from './message-types.ts';

type Writer = protobuf.Writer;

/** A message of which only some fields are said. */
export type Draft<T> = T extends (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { [K in keyof T]?: Draft<T[K]> }
    : T;

/** Writes a message as protobuf bytes; fields that are absent or at their default are left out. */
export function writeProtobuf<Name extends MessageName>(
  name: Name,
  message: Draft<Message<Name>>,
): Uint8Array<ArrayBuffer> {
  const writer = protobuf.Writer.create();
  writeMessage(writer, typeOf(name), message as Record<string, unknown>);
  return new Uint8Array(writer.finish());
}

function writeMessage(writer: Writer, type: MessageType, message: Record<string, unknown>): void {
  const defaults = type.create();
  for (const field of type.fields) {
    const value = message[field.name];
    if (value === undefined || (!field.isRepeated && value === defaults[field.name])) continue;
    for (const item of field.isRepeated ? (value as unknown[]) : [value]) writeItem(writer, field, item);
  }
}

function writeItem(writer: Writer, { number, scalar, message }: FieldType, value: unknown): void {
  if (message) {
    writer.uint32((number << 3) | 2).fork();
    writeMessage(writer, message, value as Record<string, unknown>);
    writer.ldelim();
    return;
  }
  const { wireType, write } = writers[scalar!];
  write(writer.uint32((number << 3) | wireType), value as never);
}

const writers: Record<ScalarName, { wireType: number; write(writer: Writer, value: never): void }> = {
  string: { wireType: 2, write: (writer, value: string) => writer.string(value) },
  bytes: { wireType: 2, write: (writer, value: string) => writer.bytes(Buffer.from(value, 'base64')) },
  id: { wireType: 2, write: (writer, value: string) => writer.bytes(Buffer.from(value, 'hex')) },
  fixed64: { wireType: 1, write: writeFixed64 },
  double: { wireType: 1, write: (writer, value: number) => writer.double(value) },
  bool: { wireType: 0, write: (writer, value: boolean) => writer.bool(value) },
  enum: { wireType: 0, write: (writer, value: number) => writer.int32(value) },
  uint32: { wireType: 0, write: (writer, value: number) => writer.uint32(value) },
  sint32: { wireType: 0, write: (writer, value: number) => writer.sint32(value) },
  int64: { wireType: 0, write: writeVarint },
  uint64: { wireType: 0, write: writeVarint },
};

function writeFixed64(writer: Writer, value: bigint): void {
  writer.fixed32(Number(value & 0xffff_ffffn)).fixed32(Number(value >> 32n));
}

function writeVarint(writer: Writer, value: bigint): void {
  const bits = BigInt.asUintN(64, value);
  const halves = { low: Number(bits & 0xffff_ffffn), high: Number(bits >> 32n) };
  writer.uint64(halves as unknown as number);
}
