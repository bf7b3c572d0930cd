import { exactCount } from '../format/format-count.ts';
import { Button } from '../ui/button.tsx';
import type { orderShown } from './logs-query.ts';
import { mostRows } from './tail-rows.ts';
import type { FurtherState } from './use-further.ts';

type FurtherLogsProps = {
  order: ReturnType<typeof orderShown>;
  hasMore: boolean;
  count: number;
  state: FurtherState;
  onLoad: () => Promise<void>;
};

const words = {
  newest: { load: 'Load older lines', kept: 'newest', end: 'No more lines in this range.' },
  oldest: { load: 'Load newer lines', kept: 'oldest', end: 'No more lines in this range.' },
  relevance: { load: 'Load more matches', kept: 'best', end: 'No more matches in this range.' },
} as const;

/** The end of the list: a way to further lines, or why there is none. */
export function FurtherLogs({ order, hasMore, count, state, onLoad }: FurtherLogsProps) {
  const { load, kept, end } = words[order];
  return (
    <div className="sticky left-0 flex h-12 items-center justify-center gap-3 text-xs text-faint">
      {state === 'failed' && <span role="alert">Further lines could not be read.</span>}
      {hasMore ? (
        <Button size="small" onClick={() => void onLoad()} disabled={state === 'loading'}>
          {state === 'loading' ? 'Loading…' : state === 'failed' ? 'Try again' : load}
        </Button>
      ) : count >= mostRows ? (
        `The ${kept} ${exactCount(mostRows)} lines are kept here; narrow the range to see others.`
      ) : (
        end
      )}
    </div>
  );
}
