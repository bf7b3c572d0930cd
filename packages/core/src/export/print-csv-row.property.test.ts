import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from './list-columns.ts';
import { printCsvRow } from './print-csv-row.ts';

/** Reads a CSV text as RFC 4180 says, one character after the other: null is an empty cell without quotes. */
function parseCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let cells: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    let cell: string | null = null;
    if (text[at] === '"') {
      cell = '';
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        cell += text[at];
      }
      at++;
    } else {
      const end = /,|\r\n/.exec(text.slice(at))!.index + at;
      if (end > at) cell = text.slice(at, end);
      at = end;
    }
    cells.push(cell);
    if (text[at] === ',') {
      at++;
      continue;
    }
    expect(text.slice(at, at + 2)).toBe('\r\n');
    at += 2;
    rows.push(cells);
    cells = [];
  }
  return rows;
}

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(',', '"', '\r', '\n', '\r\n', '=', '-', '@', '+', '\t', "'"),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
  )
  .map((parts) => parts.join(''));

const columns: Column[] = [
  { name: 'a', kind: 'text' },
  { name: 'b', kind: 'json' },
  { name: 'c', kind: 'plain' },
];

describe('printCsvRow', () => {
  it('reads back to the cells it was written from, but for the apostrophe before a formula', () => {
    const row = fc.record({
      a: fc.option(text),
      b: fc.option(fc.jsonValue({ maxDepth: 3 })),
      c: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const read = parseCsv(rows.map((one) => printCsvRow(columns, one)).join(''));
        expect(read).toHaveLength(rows.length);
        read.forEach(([a, b, c], n) => {
          const { a: wrote, b: json, c: number } = rows[n]!;
          expect(a).toBe(wrote !== null && /^[=+\-@\t\r]/.test(wrote) ? `'${wrote}` : wrote);
          if (a !== null) expect(a).not.toMatch(/^[=+\-@\t\r]/);
          expect(b).toBe(json === null ? null : JSON.stringify(json));
          expect(c).toBe(number === null ? null : String(number));
        });
      }),
      { numRuns: 500 },
    );
  });
});
