import { Pin, PinOff } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { useReplayActions } from './use-replay-actions.ts';

type PinButtonProps = { id: number; isPinned: boolean; isSmall?: boolean };

/** Keeps a captured request beyond retention, or lets it go again. */
export function PinButton({ id, isPinned, isSmall = false }: PinButtonProps) {
  const { isBusy, problem, setPinned } = useReplayActions();
  const name = isPinned ? 'Unpin' : 'Pin';
  const about = isPinned
    ? 'Pinned: retention leaves it alone. Unpin it'
    : 'Pin it, so that retention leaves it alone';
  const Icon = isPinned ? PinOff : Pin;
  return (
    <Button
      needs="operate"
      tone={isSmall ? 'quiet' : 'plain'}
      size={isSmall ? 'icon' : 'small'}
      aria-pressed={isPinned}
      aria-label={isSmall ? `${name} request ${id}` : undefined}
      title={problem ?? about}
      disabled={isBusy}
      onClick={() => void setPinned(id, !isPinned)}
    >
      <Icon aria-hidden className={`size-3.5 ${isPinned ? 'text-accent' : 'text-faint'}`} />
      {!isSmall && name}
      {problem !== null && (
        <span role="alert" className="text-bad">
          {isSmall ? '!' : 'failed'}
        </span>
      )}
    </Button>
  );
}
