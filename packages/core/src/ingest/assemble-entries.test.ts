import { describe, expect, it } from 'vitest';
import { createEntryAssembler, type Entry } from './assemble-entries.ts';
import { detectFormat, type LogFormat } from './detect-format.ts';

const yearOf = () => 2020;

function assemble(text: string, format?: LogFormat): Entry[] {
  const lines = text.split('\n');
  const detected = detectFormat(lines);
  const assembler = createEntryAssembler({ ...detected, ...(format && { format }), yearOf });
  const entries = lines.map((line, index) => assembler.push(line, index + 1));
  return [...entries, assembler.end()].filter((entry) => entry !== null);
}

const messages = (entries: Entry[]) => entries.map(({ parsed }) => parsed.message);

describe('createEntryAssembler', () => {
  it('joins a stack trace and blank lines inside it to the entry before', () => {
    const entries = assemble(
      [
        '2020-01-01 00:00:00 ERROR boom',
        'java.io.IOException: x',
        '\tat a.b(C.java:1)',
        '',
        'Caused by: y',
        '',
        '2020-01-01 00:00:01 INFO next',
      ].join('\n'),
    );
    expect(messages(entries)).toEqual([
      'boom\njava.io.IOException: x\n\tat a.b(C.java:1)\n\nCaused by: y',
      'next',
    ]);
    expect(entries.map(({ firstLine, lastLine }) => [firstLine, lastLine])).toEqual([
      [1, 5],
      [7, 7],
    ]);
  });

  it('keeps lines apart in a file without times, but for indented ones', () => {
    expect(messages(assemble('one\ntwo\n  of two\nthree'))).toEqual(['one', 'two\n  of two', 'three']);
  });

  it('never joins to an access line, and gives a stray line the time before it', () => {
    const access = '1.2.3.4 - - [01/Jan/2020:00:00:00 +0000] "GET / HTTP/1.1" 200 1';
    const entries = assemble([access, '\u0016\u0003garbage', '  indented', access].join('\n'));
    expect(entries).toHaveLength(4);
    expect(entries[1]!.parsed).toMatchObject({
      at: Date.UTC(2020, 0, 1),
      level: 'info',
      message: '\u0016\u0003garbage',
    });
    expect(entries[1]!.parsed.request).toBeUndefined();
  });

  it('keeps a crash between JSON lines as an entry of its own', () => {
    const entries = assemble(
      '{"msg":"a","time":1577836800000}\n{"msg":"b","time":1577836800001}\nError: boom\n    at x\n{"msg":"c","time":1577836800002}',
    );
    expect(messages(entries)).toEqual(['a', 'b', 'Error: boom\n    at x', 'c']);
  });

  it('reads lines of another known shape in a mixed file', () => {
    const entries = assemble(
      '{"msg":"a","time":1577836800000}\n{"msg":"b"}\n1.2.3.4 - - [01/Jan/2020:00:00:00 +0000] "GET / HTTP/1.1" 200 1',
    );
    expect(entries[2]!.parsed.request?.method).toBe('GET');
  });

  it('goes on in another entry when one is full, losing nothing', () => {
    const lines = [
      '2020-01-01 00:00:00 ERROR start',
      ...Array.from({ length: 50 }, (_, at) => `\t${String(at).padStart(1_000, 'x')}`),
    ];
    const entries = assemble(lines.join('\n'));
    expect(entries.length).toBe(2);
    expect(entries.every(({ parsed }) => parsed.level === 'error' && parsed.at !== null)).toBe(true);
    expect(messages(entries).join('\n')).toBe(lines.join('\n').replace('2020-01-01 00:00:00 ERROR ', ''));
  });
});

describe('detectFormat', () => {
  it.each([
    ['{"a":1}', 'json', true],
    ['1.2.3.4 - - [01/Jan/2020:00:00:00 +0000] "GET / HTTP/1.1" 200 1', 'combined', true],
    ['2017-05-16 00:00:00.008 1 INFO nova.x [-] m', 'openstack', true],
    ['2017-05-16 00:00:00.008 m', 'plain', true],
    ['hello', 'plain', false],
    ['', 'plain', false],
  ])('%s', (line, format, timed) => {
    expect(detectFormat([line])).toEqual({ format, timed });
  });
});
