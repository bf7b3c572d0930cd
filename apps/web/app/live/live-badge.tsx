import { classNames } from '../ui/class-names.ts';
import type { LiveState } from './use-live.ts';

const looks = {
  connecting: { word: 'Connecting', dot: 'bg-line-strong', about: 'Opening the live connection' },
  live: { word: 'Live', dot: 'bg-good', about: 'New data appears by itself' },
  reconnecting: {
    word: 'Reconnecting',
    dot: 'bg-warn motion-safe:animate-pulse',
    about: 'The live connection was lost and is being opened again; nothing will be missed',
  },
  paused: { word: 'Paused', dot: 'bg-line-strong', about: 'New data is held back' },
} as const;

/** Whether what is on screen follows the data. */
export function LiveBadge({ state, note }: { state: LiveState; note?: string }) {
  const { word, dot, about } = looks[state];
  return (
    <span
      role="status"
      data-testid="live-state"
      data-state={state}
      title={note ?? about}
      className="inline-flex h-7 items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 text-xs font-medium text-muted"
    >
      <span aria-hidden className={classNames('size-2 rounded-full', dot)} />
      {word}
    </span>
  );
}
