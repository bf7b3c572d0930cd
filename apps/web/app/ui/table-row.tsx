import { Link, useNavigate } from '@remix-run/react';
import { flexRender, type Row, type RowData } from '@tanstack/react-table';
import { type MouseEvent, memo } from 'react';
import { classNames } from './class-names.ts';
import type { tableParts } from './table-columns.ts';

type TableRowProps<T extends RowData> = {
  row: Row<typeof tableParts, T>;
  /** Where the row leads; its first cell is the link, the rest of it follows the mouse. */
  linkTo?: string | undefined;
  isOpen: boolean;
  /** Replace the history entry: stepping through open rows is one visit. */
  replace: boolean;
  height?: number;
  rowIndex?: number;
};

function Body<T extends RowData>(props: TableRowProps<T>) {
  const { row, linkTo, isOpen, replace, height, rowIndex } = props;
  const navigate = useNavigate();
  const open = (event: MouseEvent) => {
    const isOwn = event.target instanceof Element && event.target.closest('a,button,input,label');
    if (!linkTo || isOwn || window.getSelection()?.toString()) return;
    if (event.metaKey || event.ctrlKey) window.open(linkTo, '_blank', 'noopener');
    else void navigate(linkTo, { preventScrollReset: true, replace });
  };
  return (
    <tr
      onClick={open}
      style={height ? { height } : undefined}
      aria-rowindex={rowIndex}
      data-row={row.id}
      data-open={isOpen || undefined}
      className={classNames(
        'border-b border-line/60 last:border-b-0 hover:bg-raised/60 has-[[data-row-link]:focus-visible]:bg-raised',
        linkTo && 'cursor-pointer',
        isOpen && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      {row.getAllCells().map((cell, index) => {
        const meta = cell.column.columnDef.meta;
        return (
          <td
            key={cell.id}
            className={classNames(
              'px-2 py-1 align-middle text-[13px] first:pl-4 last:pr-4',
              meta?.align === 'right' && 'text-right tabular-nums',
              meta?.className,
            )}
          >
            {index === 0 && linkTo ? (
              <Link
                to={linkTo}
                preventScrollReset
                replace={replace}
                data-row-link
                aria-current={isOpen || undefined}
                className="block truncate rounded-sm"
              >
                {flexRender(cell.column.columnDef.cell, cell.getContext())}
              </Link>
            ) : (
              flexRender(cell.column.columnDef.cell, cell.getContext())
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** One row, drawn again only when it changes. `j` and `k` move between the links of rows, which carry `data-row-link`. */
export const TableRow = memo(Body) as typeof Body;
