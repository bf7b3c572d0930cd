export type Cell = string | number | null;

/** Prints rows under their headings as a Markdown table with aligned columns, numbers to the right. */
export function printTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const texts = rows.map((row) => row.map(print));
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, 3, ...texts.map((row) => row[at]!.length)),
  );
  const isNumeric = headings.map(
    (_, at) =>
      rows.some((row) => typeof row[at] === 'number') && rows.every((row) => typeof row[at] !== 'string'),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (isNumeric[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join(' | ')} |`;
  console.log(line(headings));
  console.log(
    `| ${widths.map((width, at) => (isNumeric[at] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`,
  );
  for (const row of texts) console.log(line(row));
}

/** Three digits that matter; thousands apart. */
function print(cell: Cell): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return '–';
  if (Number.isInteger(cell) || Math.abs(cell) >= 100) return Math.round(cell).toLocaleString('en');
  return cell.toFixed(Math.abs(cell) >= 10 ? 1 : 2);
}
