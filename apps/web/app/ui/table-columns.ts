import { createColumnHelper, type ReactTable, type RowData, tableFeatures } from '@tanstack/react-table';

/** How a column looks; sorting happens in the API, so a column only names the field it sorts by. */
export type ColumnMeta = {
  align?: 'right';
  /** Field for `order_by`; absent where the API cannot sort. */
  sort?: string;
  /** Width in rem; columns without one share what is left, where the table is fixed. */
  rem?: number | undefined;
  /** Extra classes of every cell, for width, wrapping and hiding on narrow screens. */
  className?: string;
};

/** The one feature set of every table here: rows, columns and how they look; the rest is the API's work. */
export const tableParts = tableFeatures({ columnMeta: {} as ColumnMeta });

/** Starts the columns of a table of `T`. */
export function columnsOf<T extends RowData>() {
  return createColumnHelper<typeof tableParts, T>();
}

/** The columns that {@link columnsOf} makes. */
export type Columns<T extends RowData> = ReturnType<ReturnType<typeof columnsOf<T>>['columns']>;

export type TableOf<T extends RowData> = ReactTable<typeof tableParts, T>;
