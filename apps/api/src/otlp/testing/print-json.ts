import { type MessageType, typeOf } from '../wire/field-types.ts';
import type { Message, MessageName } from '../wire/message-types.ts';

/** A message as OTLP/JSON: 64-bit numbers as text, numbers that are not finite by name; what is at its default is left out. */
export function printJson<Name extends MessageName>(name: Name, message: Message<Name>): unknown {
  return print(typeOf(name), message as Record<string, unknown>);
}

function print(type: MessageType, message: Record<string, unknown>): unknown {
  const defaults = type.create();
  const entries = type.fields
    .filter(({ name, isRepeated }) => isRepeated || message[name] !== defaults[name])
    .map(({ name, isRepeated, message: inner }) => {
      const one = (value: unknown) =>
        inner ? print(inner, value as Record<string, unknown>) : printScalar(value);
      const value = message[name];
      return [name, isRepeated ? (value as unknown[]).map(one) : one(value)];
    });
  return Object.fromEntries(entries);
}

function printScalar(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
