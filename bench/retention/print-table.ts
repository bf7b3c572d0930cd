export type Cell = string | number | null;

/** Prints rows under their headings as a Markdown table; whole numbers from 100 on. */
export function printTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const print = (cell: Cell): string =>
    typeof cell === 'number'
      ? cell.toLocaleString('en', { maximumFractionDigits: cell < 100 ? 1 : 0 })
      : (cell ?? '–');
  console.log(
    `\n| ${headings.join(' | ')} |\n|${headings.map((_, at) => (at === 0 ? '---|' : '---:|')).join('')}`,
  );
  for (const row of rows) console.log(`| ${row.map(print).join(' | ')} |`);
}
