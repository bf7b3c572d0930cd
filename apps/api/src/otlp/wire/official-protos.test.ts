import { existsSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { expect, it } from 'vitest';
import { type MessageName, messageTypes } from './message-types.ts';

const folder = join(import.meta.dirname, '../../../../../../shared/data/otlp');
const files = ['logs', 'trace', 'metrics'].map(
  (signal) => `opentelemetry/proto/collector/${signal}/v1/${signal}_service.proto`,
);
/** google.rpc, whose files are not among them; and ours for what has the same name in two packages. */
const elsewhere = new Set(['Any', 'BadRequest', 'FieldViolation']);
const officialName: Partial<Record<MessageName, string>> = { SpanStatus: 'Status' };
const isOfficial = (name: string) => !elsewhere.has(name) && name !== 'Status';

it.skipIf(!existsSync(folder))('has the numbers and types of the official files', () => {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => join(folder, target.replace(/^.*?(?=opentelemetry\/)/, ''));
  root.loadSync(files).resolveAll();
  for (const [name, fields] of Object.entries(messageTypes).filter(([name]) => isOfficial(name))) {
    const official = root.lookupType(officialName[name as MessageName] ?? name);
    for (const [field, [number, spelled]] of Object.entries(fields)) {
      const { id, type, repeated, resolvedType } = official.fields[field]!;
      const base = spelled.replace(/\[\]|\?/, '');
      const expected = resolvedType instanceof protobuf.Enum ? 'enum' : type.split('.').at(-1)!;
      expect([name, field, number, base, spelled.endsWith('[]')]).toEqual([
        name,
        field,
        id,
        base === 'id' && expected === 'bytes' ? 'id' : base === 'SpanStatus' ? 'SpanStatus' : expected,
        repeated,
      ]);
    }
  }
});
