import { describe, expect, it } from 'vitest';
import { newLog } from '../logs/schema.ts';
import type { ParsedLine } from './parsed-line.ts';
import { observedRequest } from './schema.ts';
import { toImportedLines } from './to-imported-lines.ts';

const now = Date.UTC(2026, 0, 10);
const context = { service: 'shop', serviceIsFixed: false, source: 'shop.log', shift: 0, now };
const parsed: ParsedLine = {
  at: Date.UTC(2026, 0, 1),
  level: 'info',
  source: null,
  message: 'hello',
  request: { method: 'GET', path: '/', statusCode: 200 },
};

describe('toImportedLines', () => {
  it('makes what both ingest doors take', () => {
    const [line] = toImportedLines(parsed, context);
    expect(newLog.parse(line!.log)).toMatchObject({
      source: 'shop.log',
      service: 'shop',
      created_at: '2026-01-01T00:00:00.000Z',
    });
    expect(observedRequest.parse(line!.request).timestamp).toBe('2026-01-01T00:00:00.000Z');
  });

  it('prefers the service of the line unless it is fixed', () => {
    const line = { ...parsed, service: 'own' };
    expect(toImportedLines(line, context)[0]!.log.service).toBe('own');
    expect(toImportedLines(line, { ...context, serviceIsFixed: true })[0]!.log.service).toBe('shop');
  });

  it('shifts times of the file, not the time of import', () => {
    const shift = 3_600_000;
    expect(toImportedLines(parsed, { ...context, shift })[0]!.log.created_at).toBe(
      '2026-01-01T01:00:00.000Z',
    );
    expect(toImportedLines({ ...parsed, at: null }, { ...context, shift })[0]!.log.created_at).toBe(
      '2026-01-10T00:00:00.000Z',
    );
  });

  it.each([0, Date.UTC(1989, 11, 31), now + 2 * 86_400_000])(
    'keeps the time %s, which no row may have, as meta',
    (at) => {
      const [line] = toImportedLines({ ...parsed, at }, context);
      expect(line!.log.created_at).toBe('2026-01-10T00:00:00.000Z');
      expect(line!.log.meta).toEqual({ time: new Date(at).toISOString() });
    },
  );

  it('cuts a long message without losing or breaking a character', () => {
    const message = `${'x'.repeat(32_767)}😀${'y'.repeat(40_000)}`;
    const lines = toImportedLines({ ...parsed, message }, context);
    expect(lines.map(({ log }) => log.message).join('')).toBe(message);
    expect(
      lines.every(({ log }) => newLog.safeParse(log).success && !/\p{Surrogate}/u.test(log.message)),
    ).toBe(true);
    expect(lines.map(({ log }) => log.meta)).toEqual([1, 2, 3].map((part) => ({ part, parts: 3 })));
    expect(lines.map(({ request }) => request !== undefined)).toEqual([true, false, false]);
  });

  it('shows a NUL as the replacement character', () => {
    expect(toImportedLines({ ...parsed, message: 'a\0b' }, context)[0]!.log.message).toBe('a\uFFFDb');
  });
});
