import type { Locator } from 'playwright-core';

/** The words of each cell of rows of a table, those that narrow screens hide too. */
export function readRows(rows: Locator): Promise<string[][]> {
  return rows.evaluateAll((all) =>
    all.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.textContent ?? '')),
  );
}
