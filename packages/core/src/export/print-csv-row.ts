import type { Column } from './list-columns.ts';

type Row = { readonly [name: string]: unknown };

/** The header of a CSV file: the names of its columns. */
export function printCsvHeader(columns: readonly Column[]): string {
  return joinCells(columns.map(({ name }) => quote(name)));
}

/**
 * One row of a CSV file as RFC 4180 has it: comma, CRLF, quotes doubled inside quotes. Null is an empty cell, empty text an empty pair
 * of quotes, anything nested its JSON. Text that a spreadsheet would run as a formula is led by an apostrophe.
 */
export function printCsvRow(columns: readonly Column[], row: Row): string {
  return joinCells(columns.map((column) => printCell(column, row[column.name])));
}

function printCell({ kind }: Column, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (kind === 'json') return quote(JSON.stringify(value));
  return quote(kind === 'text' ? disarm(String(value)) : String(value));
}

/** A spreadsheet takes a cell that begins with one of these for a formula, which may fetch and run what it likes. */
function disarm(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Readers pass over an empty line, so a row whose only cell is empty shows that it is there. */
function joinCells(cells: readonly string[]): string {
  const line = cells.join(',');
  return line === '' ? '""\r\n' : `${line}\r\n`;
}
