import { useSearchParams } from '@remix-run/react';
import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { exactCount } from '../format/format-count.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { VirtualTable } from '../ui/virtual-table.tsx';
import { FurtherLogs } from './further-logs.tsx';
import type { LogRow } from './log-row.ts';
import { orderShown } from './logs-query.ts';
import type { useLogColumns } from './use-log-columns.ts';
import type { useTail } from './use-tail.ts';

type LogTableProps = Pick<ReturnType<typeof useTail>, 'tail' | 'resume' | 'loadFurther' | 'furtherState'> &
  Pick<ReturnType<typeof useLogColumns>, 'columns' | 'minWidth'> & {
    openId: string | null;
    isHeld: boolean;
    /** Hears whether the newest line has been scrolled away. */
    onScrolled: (isScrolled: boolean) => void;
  };

const rowId = ({ id }: LogRow) => String(id);

/** The lines in their box, with those held back behind a button on top. */
export function LogTable(props: LogTableProps) {
  const { tail, resume, loadFurther, furtherState, columns, minWidth, openId, isHeld, onScrolled } = props;
  const { rows, heldCount, cursor } = tail;
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const onScroll = () => onScrolled(box.scrollTop > 8);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      box.removeEventListener('scroll', onScroll);
      onScrolled(false);
    };
  }, [onScrolled]);
  const toTop = useCallback(() => {
    resume();
    scroller.current?.scrollTo({ top: 0 });
  }, [resume]);
  return (
    <div className="relative h-full">
      {heldCount > 0 && isHeld && (
        <Button
          tone="primary"
          size="small"
          onClick={toTop}
          data-testid="new-rows"
          className={classNames(
            'absolute top-10 z-20 -translate-x-1/2 rounded-full shadow-lg',
            openId === null ? 'left-1/2' : 'left-1/4',
          )}
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {exactCount(heldCount)} new
        </Button>
      )}
      <VirtualTable
        caption="Log lines"
        columns={columns}
        minWidth={minWidth}
        rows={rows}
        rowId={rowId}
        openId={openId}
        linkTo={(row) => linkWith({ log: rowId(row) })}
        scroller={scroller}
        footer={
          <FurtherLogs
            order={orderShown(params)}
            hasMore={cursor !== null}
            count={rows.length}
            state={furtherState}
            onLoad={loadFurther}
          />
        }
      />
    </div>
  );
}
