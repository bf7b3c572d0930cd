import { badParameter } from '@apiscope/core/errors';
import { type Budget, createBudget } from './budget.ts';
import { type FieldType, type MessageType, typeOf } from './field-types.ts';
import type { Message, MessageName, ScalarName } from './message-types.ts';

/** Where in the body a value is, told only when something is wrong with it. */
type Place = { parent: Place | null; key: string | number };

/**
 * Reads a message from parsed OTLP/JSON: lowerCamelCase names, 64-bit numbers as text or number, enums as numbers, ids in hex and other bytes in
 * base64; names that are unknown are passed over and null is the default.
 * @throws AppError BAD_REQUEST naming the value that is of another type, PAYLOAD_TOO_LARGE when there is too much.
 */
export function readJson<Name extends MessageName>(name: Name, value: unknown): Message<Name> {
  return readMessage(typeOf(name), value, null, createBudget()) as Message<Name>;
}

function readMessage(
  type: MessageType,
  value: unknown,
  place: Place | null,
  budget: Budget,
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(place, 'expected an object');
  budget.spend();
  budget.enter();
  const message = type.create();
  for (const field of type.fields) {
    if (!Object.hasOwn(value, field.name)) continue;
    const sent = (value as Record<string, unknown>)[field.name];
    if (sent === null || sent === undefined) continue;
    const at = { parent: place, key: field.name };
    message[field.name] = field.isRepeated
      ? readList(field, sent, at, budget)
      : readOne(field, sent, at, budget);
  }
  budget.leave();
  return message;
}

function readList(field: FieldType, sent: unknown, place: Place, budget: Budget): unknown[] {
  if (!Array.isArray(sent)) throw bad(place, 'expected an array');
  return sent.map((item, key) => {
    budget.spend();
    return readOne(field, item, { parent: place, key }, budget);
  });
}

function readOne({ message, scalar }: FieldType, sent: unknown, place: Place, budget: Budget): unknown {
  if (message) return readMessage(message, sent, place, budget);
  const value = scalars[scalar!].read(sent);
  if (value === undefined) throw bad(place, `expected ${scalars[scalar!].what}`);
  return value;
}

/** Each answers undefined for what it cannot read. */
const scalars: Record<ScalarName, { what: string; read(sent: unknown): unknown }> = {
  string: { what: 'a text', read: (sent) => (typeof sent === 'string' ? sent : undefined) },
  bool: { what: 'true or false', read: (sent) => (typeof sent === 'boolean' ? sent : undefined) },
  double: { what: 'a number', read: readDouble },
  enum: { what: 'the number of an enum value', read: (sent) => readInteger(sent, -(2 ** 31), 2 ** 31 - 1) },
  uint32: {
    what: 'a whole number of 32 bits, not negative',
    read: (sent) => readInteger(sent, 0, 2 ** 32 - 1),
  },
  sint32: { what: 'a whole number of 32 bits', read: (sent) => readInteger(sent, -(2 ** 31), 2 ** 31 - 1) },
  fixed64: {
    what: 'a whole number of 64 bits, not negative',
    read: (sent) => readBigint(sent, 0n, 2n ** 64n),
  },
  uint64: {
    what: 'a whole number of 64 bits, not negative',
    read: (sent) => readBigint(sent, 0n, 2n ** 64n),
  },
  int64: { what: 'a whole number of 64 bits', read: (sent) => readBigint(sent, -(2n ** 63n), 2n ** 63n) },
  id: {
    what: 'bytes in hex',
    read: (sent) =>
      typeof sent === 'string' && /^(?:[0-9a-f]{2})*$/i.test(sent) ? sent.toLowerCase() : undefined,
  },
  bytes: { what: 'bytes in base64', read: readBase64 },
};

function readDouble(sent: unknown): number | undefined {
  if (typeof sent === 'number') return sent;
  if (typeof sent !== 'string') return undefined;
  if (sent === 'NaN' || sent === 'Infinity' || sent === '-Infinity') return Number(sent);
  return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(sent) ? Number(sent) : undefined;
}

function readInteger(sent: unknown, min: number, max: number): number | undefined {
  const number = typeof sent === 'string' && /^-?\d{1,10}$/.test(sent) ? Number(sent) : sent;
  return typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max
    ? number
    : undefined;
}

/** @param end exclusive */
function readBigint(sent: unknown, min: bigint, end: bigint): bigint | undefined {
  const isWhole = typeof sent === 'number' ? Number.isInteger(sent) : /^-?\d{1,20}$/.test(String(sent));
  if (!isWhole || (typeof sent !== 'number' && typeof sent !== 'string')) return undefined;
  const number = BigInt(sent);
  return number >= min && number < end ? number : undefined;
}

/** Both alphabets, with or without padding, as protobuf's JSON says. */
function readBase64(sent: unknown): string | undefined {
  if (typeof sent !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(sent)) return undefined;
  return Buffer.from(sent, 'base64').toString('base64');
}

function bad(place: Place | null, message: string) {
  const keys: (string | number)[] = [];
  for (let at = place; at; at = at.parent) keys.unshift(at.key);
  return badParameter(keys.join('.') || 'body', message);
}
