import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader } from './frame-reader.ts';
import { encodeInt32, encodeMessage, ProtocolError } from './wire-protocol.ts';

const MAX_BYTES = 4_096;

const payload = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const typed = fc
  .tuple(fc.constantFrom(...'PBDESHQCdcf'), payload)
  .map(([type, body]) => encodeMessage(type, body));
const startup = payload.map((body) =>
  Buffer.concat([encodeInt32(body.length + 8), encodeInt32(196_608), body]),
);

/** Reads a stream in chunks cut at these positions; the first message is a startup packet. */
function readInChunks(stream: Buffer, cuts: readonly number[]): Buffer[] {
  const reader = new FrameReader(MAX_BYTES);
  const messages: Buffer[] = [];
  const edges = [...new Set([0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length])].sort(
    (a, b) => a - b,
  );
  for (let at = 1; at < edges.length; at++) {
    reader.push(stream.subarray(edges[at - 1], edges[at]));
    for (let message = reader.next(); message; message = reader.next()) {
      if (messages.length === 0) reader.beginTyped();
      messages.push(Buffer.from(message));
    }
  }
  return messages;
}

describe('FrameReader', () => {
  it('gives the same messages whatever the chunks', () => {
    fc.assert(
      fc.property(startup, fc.array(typed), fc.array(fc.nat()), (first, rest, cuts) => {
        const sent = [first, ...rest];
        expect(readInChunks(Buffer.concat(sent), cuts)).toEqual(sent);
      }),
    );
  });

  it('gives the same messages byte by byte', () => {
    fc.assert(
      fc.property(startup, fc.array(typed, { maxLength: 4 }), (first, rest) => {
        const stream = Buffer.concat([first, ...rest]);
        expect(readInChunks(stream, [...stream.keys()])).toEqual([first, ...rest]);
      }),
      { numRuns: 30 },
    );
  });

  it('holds back a message of which a byte is missing', () => {
    fc.assert(
      fc.property(startup, typed, (first, last) => {
        const stream = Buffer.concat([first, last]);
        expect(readInChunks(stream.subarray(0, -1), [])).toEqual([first]);
      }),
    );
  });

  it.each([-1, 0, 3])('refuses the impossible length %i', (length) => {
    const reader = new FrameReader(MAX_BYTES);
    reader.beginTyped();
    reader.push(Buffer.concat([Buffer.from('Q'), encodeInt32(length)]));
    expect(() => reader.next()).toThrow(expect.objectContaining({ code: '08P01' }));
  });

  it('refuses a message above the limit by its header alone', () => {
    const reader = new FrameReader(MAX_BYTES);
    reader.beginTyped();
    reader.push(Buffer.concat([Buffer.from('Q'), encodeInt32(MAX_BYTES)]));
    expect(() => reader.next()).toThrow(ProtocolError);
  });

  it('refuses a startup packet that no client sends', () => {
    const reader = new FrameReader(MAX_BYTES);
    reader.push(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(() => reader.next()).toThrow(expect.objectContaining({ code: '54000' }));
  });
});
