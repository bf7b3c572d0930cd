import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryMessage } from '../testing/arbitrary-message.ts';
import { printJson } from '../testing/print-json.ts';
import { readJson } from './read-json.ts';
import { readProtobuf } from './read-protobuf.ts';
import { writeProtobuf } from './write-protobuf.ts';

const requests = [
  'ExportLogsServiceRequest',
  'ExportTraceServiceRequest',
  'ExportMetricsServiceRequest',
] as const;

describe.each(requests)('%s', (name) => {
  it('is read the same from protobuf and from JSON', () => {
    fc.assert(
      fc.property(arbitraryMessage(name), (message) => {
        // An empty oneof member of a message that repeats is told apart by both encodings, and -0 from 0 by neither.
        const expected = JSON.parse(JSON.stringify(message, bigintAsText), undefined) as unknown;
        const fromProtobuf = readProtobuf(name, writeProtobuf(name, message));
        const fromJson = readJson(name, JSON.parse(JSON.stringify(printJson(name, message))));
        expect(fromProtobuf).toEqual(fromJson);
        expect(JSON.parse(JSON.stringify(fromJson, bigintAsText))).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('answers with a message or a refusal whatever the bytes are', () => {
    fc.assert(
      fc.property(arbitraryMessage(name), fc.nat(), fc.uint8Array({ maxLength: 8 }), (message, at, noise) => {
        const bytes = writeProtobuf(name, message);
        const cut = at % (bytes.length + 1);
        const broken = new Uint8Array([
          ...bytes.subarray(0, cut),
          ...noise,
          ...bytes.subarray(cut + noise.length),
        ]);
        try {
          readProtobuf(name, broken);
        } catch (error) {
          expect(error).toMatchObject({ code: 'BAD_REQUEST' });
        }
      }),
      { numRuns: 300 },
    );
  });
});

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
