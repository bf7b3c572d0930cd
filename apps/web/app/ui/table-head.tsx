import { Link } from '@remix-run/react';
import type { RowData } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { classNames } from './class-names.ts';
import type { TableOf } from './table-columns.ts';

/** The order that the URL asks for, and where a click on a heading leads. */
export type Sort = {
  by: string;
  order: 'asc' | 'desc';
  linkTo: (by: string, order: 'asc' | 'desc') => string;
};

/** Column headings; those that sort are links, so a sorted table can be shared and works without scripts. */
export function TableHead<T extends RowData>({
  table,
  sort,
}: {
  table: TableOf<T>;
  sort?: Sort | undefined;
}) {
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {group.headers.map((header) => {
            const meta = header.column.columnDef.meta;
            const isSorted = sort !== undefined && meta?.sort === sort.by;
            return (
              <th
                key={header.id}
                scope="col"
                aria-sort={isSorted ? (sort.order === 'asc' ? 'ascending' : 'descending') : undefined}
                style={meta?.rem ? { width: `${meta.rem}rem` } : undefined}
                className={classNames(
                  'h-8 border-b border-line px-2 text-left text-xs font-medium text-faint first:pl-4 last:pr-4',
                  meta?.align === 'right' && 'text-right',
                  meta?.className,
                )}
              >
                {sort && meta?.sort ? (
                  <SortLink sort={sort} by={meta.sort} isSorted={isSorted}>
                    <table.FlexRender header={header} />
                  </SortLink>
                ) : (
                  <table.FlexRender header={header} />
                )}
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

type SortLinkProps = { sort: Sort; by: string; isSorted: boolean; children: React.ReactNode };

function SortLink({ sort, by, isSorted, children }: SortLinkProps) {
  const next = isSorted && sort.order === 'desc' ? 'asc' : 'desc';
  const Arrow = sort.order === 'asc' ? ArrowUp : ArrowDown;
  return (
    <Link
      to={sort.linkTo(by, next)}
      preventScrollReset
      className={classNames('inline-flex items-center gap-0.5 hover:text-ink', isSorted && 'text-ink')}
    >
      {children}
      {isSorted && <Arrow aria-hidden className="size-3" />}
    </Link>
  );
}
