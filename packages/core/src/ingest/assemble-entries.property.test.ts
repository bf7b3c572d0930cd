import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newLog } from '../logs/schema.ts';
import { createEntryAssembler, type Entry } from './assemble-entries.ts';
import { createYearOf } from './calendar-time.ts';
import { detectFormat } from './detect-format.ts';
import { observedRequest } from './schema.ts';
import { toImportedLines } from './to-imported-lines.ts';

const real = [
  '1.2.3.4 - - [01/Jan/2020:00:00:00 +0000] "GET /a?b=1 HTTP/1.1" 200 12 "-" "curl/8"',
  '1.2.3.4 - - [01/Jan/2020:00:00:00 +0000] "\\x16\\x03" 400 -',
  '2017-05-16 00:00:00.008 1 INFO nova.x [req-1 u p - - -] 10.1.1.1 "GET /v2 HTTP/1.1" status: 200 len: 9 time: 0.25',
  '{"level":30,"time":1577836800000,"msg":"hello","a":{"b":[1]}}',
  '{"level":30,"req":{"method":"GET","url":"/x"},"res":{"statusCode":200},"responseTime":1}',
  '2015-10-18 18:01:47,978 INFO [main] org.apache.App: Created',
  '[2016-12-19 16:31:46,143] WARN slow (kafka.log.Log)',
  'Jun 14 15:16:01 combo sshd[19939]: failure',
  '[Sun Dec 04 04:47:44 2005] [error] mod_jk',
  'java.io.IOException: x',
  '\tat a.b(C.java:1)',
  '',
  'free text',
];
/** Real lines, pieces of them, and anything else without a line end. */
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...real) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...real), fc.nat(90), fc.string())
      .map(([text, cut, tail]) => (text.slice(0, cut) + tail).replace(/[\r\n]/g, ' ')),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 80 }).map((text) => text.replace(/[\r\n]/g, ' ')),
  },
);

function assemble(lines: readonly string[]): Entry[] {
  const yearOf = createYearOf({ reference: Date.UTC(2020, 0, 1) });
  const assembler = createEntryAssembler({ ...detectFormat(lines), yearOf });
  const entries = lines.map((text, index) => assembler.push(text, index + 1));
  return [...entries, assembler.end()].filter((entry) => entry !== null);
}

describe('whatever a file holds', () => {
  it('every line that is not blank is in exactly one entry, in order', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const entries = assemble(lines);
        const covered = entries.flatMap(({ firstLine, lastLine }) =>
          Array.from({ length: lastLine - firstLine + 1 }, (_, at) => firstLine + at),
        );
        expect(new Set(covered).size).toBe(covered.length);
        const expected = lines.flatMap((text, index) => (text.trim() === '' ? [] : [index + 1]));
        expect(covered.filter((number) => lines[number - 1]!.trim() !== '')).toEqual(expected);
      }),
    );
  });

  it('every entry is a log, and a request if any, that the ingest doors take', () => {
    const now = Date.UTC(2026, 0, 1);
    const context = { service: 's', serviceIsFixed: false, source: 'f', shift: 0, now };
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        for (const { parsed } of assemble(lines)) {
          for (const { log, request } of toImportedLines(parsed, context)) {
            expect(newLog.safeParse(log).error).toBeUndefined();
            if (request) expect(observedRequest.safeParse(request).error).toBeUndefined();
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
