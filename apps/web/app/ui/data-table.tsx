import { type RowData, useTable } from '@tanstack/react-table';
import { classNames } from './class-names.ts';
import { type Columns, tableParts } from './table-columns.ts';
import { type Sort, TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';

type DataTableProps<T extends RowData> = {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: Columns<T>;
  rows: T[];
  rowId: (row: T) => string;
  openId?: string | null;
  linkTo?: (row: T) => string;
  sort?: Sort;
  className?: string;
};

/** A page of rows with headings that sort through the URL. */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { caption, columns, rows, rowId, openId = null, linkTo, sort, className } = props;
  const table = useTable({ features: tableParts, columns, data: rows, getRowId: rowId });
  return (
    <section className={classNames('relative overflow-x-auto', className)} aria-label={caption}>
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <TableHead table={table} sort={sort} />
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <TableRow
              key={row.id}
              row={row}
              linkTo={linkTo?.(row.original)}
              isOpen={row.id === openId}
              replace={openId !== null}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
