import type { Page } from '@apiscope/core/page';
import type { RowData } from '@tanstack/react-table';
import type { ComponentProps, ReactNode } from 'react';
import { DataTable } from './data-table.tsx';
import { Pager } from './pager.tsx';

type ListCardProps<T extends RowData> = Omit<ComponentProps<typeof DataTable<T>>, 'rows'> & {
  page: Page<T>;
  /** What its rows are called, in the plural. */
  noun: string;
  /** Shown in place of the table when there is no row. */
  empty: ReactNode;
};

/** A page of a list with the way to the next one, or what is said when it has no rows. */
export function ListCard<T extends RowData>({ page, noun, empty, ...table }: ListCardProps<T>) {
  return (
    <div className="rounded-lg border border-line bg-surface">
      {page.data.length === 0 ? (
        empty
      ) : (
        <>
          <DataTable<T> {...table} rows={page.data} />
          <Pager metadata={page.metadata} shown={page.data.length} noun={noun} />
        </>
      )}
    </div>
  );
}
