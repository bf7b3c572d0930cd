import fc from 'fast-check';
import { type FieldType, typeOf } from '../wire/field-types.ts';
import type { Message, MessageName, ScalarName } from '../wire/message-types.ts';

/** Deep messages are drawn with less and less in them. */
const depthIdentifier = 'message';

const hex = fc.constantFrom(...'0123456789abcdef');
const scalars: Record<ScalarName, fc.Arbitrary<unknown>> = {
  // Protobuf texts are UTF-8, which has no lone surrogates.
  string: fc.string({ unit: 'binary', maxLength: 6 }),
  bool: fc.boolean(),
  double: fc.double(),
  enum: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  sint32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fixed64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  id: fc.array(hex, { maxLength: 8 }).map((digits) => digits.concat(digits).join('')),
  bytes: fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('base64')),
};

/** Any message of a type; values nest a few levels. */
export function arbitraryMessage<Name extends MessageName>(name: Name): fc.Arbitrary<Message<Name>> {
  return fc.letrec<Record<string, unknown>>((tie) =>
    Object.fromEntries(
      reachableFrom(name).map((each) => [
        each,
        fc.record(Object.fromEntries(typeOf(each).fields.map((field) => [field.name, fieldOf(field, tie)]))),
      ]),
    ),
  )[name] as fc.Arbitrary<Message<Name>>;
}

function fieldOf(
  { scalar, message, isRepeated, isOptional }: FieldType,
  tie: (name: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const one = message ? tie(message.name) : scalars[scalar!];
  if (isRepeated) return fc.array(one, { maxLength: 2, depthIdentifier });
  return isOptional
    ? fc.option(one, { nil: undefined, depthSize: 'small', depthIdentifier, maxDepth: 10 })
    : one;
}

function reachableFrom(name: MessageName, found = new Set<MessageName>()): MessageName[] {
  if (found.has(name)) return [];
  found.add(name);
  for (const { message } of typeOf(name).fields) if (message) reachableFrom(message.name, found);
  return [...found];
}
