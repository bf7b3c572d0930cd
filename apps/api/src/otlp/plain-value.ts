import { setOwn } from '@apiscope/core/set-own';
import type { Message } from './wire/message-types.ts';

/** The value of an attribute or a body as JSON has it: bytes as base64, whole numbers beyond 2⁵³ and numbers that are not finite as text. */
export function plainValue(value: Message<'AnyValue'> | undefined): unknown {
  if (value === undefined) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return plainInteger(value.intValue);
  if (value.doubleValue !== undefined)
    return Number.isFinite(value.doubleValue) ? value.doubleValue : String(value.doubleValue);
  if (value.arrayValue !== undefined) return value.arrayValue.values.map(plainValue);
  if (value.kvlistValue !== undefined) return plainAttributes(value.kvlistValue.values);
  return value.bytesValue ?? null;
}

/** Attributes by name; of a name that comes twice, the last. */
export function plainAttributes(attributes: readonly Message<'KeyValue'>[]): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const { key, value } of attributes) setOwn(plain, key, plainValue(value));
  return plain;
}

function plainInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
