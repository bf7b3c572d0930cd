import { exactCount } from '../format/format-count.ts';
import { Button } from '../ui/button.tsx';
import { mostRows } from './tail-rows.ts';

type OlderLogsProps = {
  hasMore: boolean;
  count: number;
  state: 'idle' | 'loading' | 'failed';
  onLoad: () => Promise<void>;
};

/** The end of the list: a way to older lines, or why there is none. */
export function OlderLogs({ hasMore, count, state, onLoad }: OlderLogsProps) {
  return (
    <div className="sticky left-0 flex h-12 items-center justify-center gap-3 text-xs text-faint">
      {state === 'failed' && <span role="alert">Older lines could not be read.</span>}
      {hasMore ? (
        <Button size="small" onClick={() => void onLoad()} disabled={state === 'loading'}>
          {state === 'loading' ? 'Loading…' : state === 'failed' ? 'Try again' : 'Load older lines'}
        </Button>
      ) : count >= mostRows ? (
        `The newest ${exactCount(mostRows)} lines are kept here; narrow the range to see others.`
      ) : (
        'No more lines in this range.'
      )}
    </div>
  );
}
