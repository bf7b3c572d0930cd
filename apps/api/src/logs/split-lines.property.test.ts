import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter, type Line } from './split-lines.ts';

const maxBytes = 12;

/** What the lines of a body are, written as plainly as it can be. */
function linesOf(body: Buffer): Line[] {
  const lines: Line[] = [];
  let from = 0;
  while (from <= body.length) {
    const found = body.indexOf(10, from);
    const end = found === -1 ? body.length : found;
    const bytes = body.subarray(from, end);
    from = end + 1;
    if (bytes.length > maxBytes) {
      lines.push({ problem: `is longer than ${maxBytes} bytes` });
      continue;
    }
    const text = bytes.toString('utf8');
    lines.push(Buffer.from(text).equals(bytes) ? text : { problem: 'is not valid UTF-8' });
  }
  if (typeof lines[0] === 'string') lines[0] = lines[0].replace(/^\uFEFF/, '');
  return lines.filter((line) => typeof line !== 'string' || line.replace(/[ \t\r]/g, '') !== '');
}

function split(pieces: readonly Uint8Array[]): Line[] {
  const splitter = createLineSplitter(maxBytes);
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

const part = fc.oneof(
  fc
    .constantFrom('\n', '\r\n', '\n\n', ' ', '{"a":1}', '\uFEFF', 'é', '日本', '🙂', 'abcdefghijkl', '\0')
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom([0xf0, 0x9f], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xff]).map((bytes) => Buffer.from(bytes)),
);
const body = fc.array(part, { maxLength: 30 }).map((parts) => Buffer.concat(parts));

describe('createLineSplitter', () => {
  it('gives the same lines wherever the pieces are cut', () => {
    fc.assert(
      fc.property(body, fc.array(fc.nat(60), { maxLength: 12 }), (bytes, cuts) => {
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, n) => new Uint8Array(bytes.subarray(at[n]!, end)));
        expect(split(pieces)).toEqual(linesOf(bytes));
        expect(split([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(linesOf(bytes));
      }),
      { numRuns: 3_000 },
    );
  });

  it('holds no more than one line of a body without an end', () => {
    const splitter = createLineSplitter(1_000_000);
    const piece = new Uint8Array(65_536).fill(97);
    global.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    for (let n = 0; n < 4_000; n++) expect(splitter.push(piece)).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    expect(splitter.push(Buffer.from('\n{}\n'))).toEqual([{ problem: 'is longer than 1000000 bytes' }, '{}']);
  });
});
