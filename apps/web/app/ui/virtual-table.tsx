import { type RowData, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { type Columns, tableParts } from './table-columns.ts';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';

type VirtualTableProps<T extends RowData> = {
  caption: string;
  columns: Columns<T>;
  rows: T[];
  rowId: (row: T) => string;
  openId: string | null;
  linkTo: (row: T) => string;
  /** Least width, rem: a narrower screen scrolls. */
  minWidth: number;
  /** The scrolling box; the caller reads its position. */
  scroller: RefObject<HTMLDivElement>;
  /** Below the last row: a way to older ones. */
  footer?: React.ReactNode;
};

const rowHeight = 30;

/**
 * A table of any length in a box that scrolls: only the rows in sight are in the document, held in place by two spacer
 * rows. The server renders the first screenful.
 */
export function VirtualTable<T extends RowData>(props: VirtualTableProps<T>) {
  const { caption, columns, rows, rowId, openId, linkTo, minWidth, scroller, footer } = props;
  const table = useTable({ features: tableParts, columns, data: rows, getRowId: rowId });
  const models = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: models.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => models[index]?.id ?? index,
    overscan: 12,
    initialRect: { width: 1_200, height: 900 },
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      aria-label={caption}
      data-testid="scroller"
      className="relative h-full overflow-auto overscroll-contain [overflow-anchor:none]"
    >
      <table
        className="w-full table-fixed border-collapse"
        style={{ minWidth: `${minWidth}rem` }}
        aria-rowcount={models.length + 1}
      >
        <caption className="sr-only">{caption}</caption>
        <TableHead table={table} />
        <tbody>
          {before > 0 && <Spacer height={before} />}
          {items.map(({ index }) => {
            const row = models[index];
            return (
              row && (
                <TableRow
                  key={row.id}
                  row={row}
                  linkTo={linkTo(row.original)}
                  isOpen={row.id === openId}
                  replace={openId !== null}
                  height={rowHeight}
                  rowIndex={index + 2}
                />
              )
            );
          })}
          {after > 0 && <Spacer height={after} />}
        </tbody>
      </table>
      {footer}
    </section>
  );
}

/** One cell only: a span over all columns would bring back those that narrow screens hide. */
function Spacer({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}
