import type { ReplayPreview } from '@apiscope/core/replay/run-schema';
import { Send } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

type SendBarProps = {
  preview: ReplayPreview | null;
  isConfirmed: boolean;
  onConfirm: (isConfirmed: boolean) => void;
  isBusy: boolean;
  /** Why the last try was not sent. */
  problem: string | null;
};

/** The button that sends; a method that changes something waits for a tick. */
export function SendBar({ preview, isConfirmed, onConfirm, isBusy, problem }: SendBarProps) {
  const mustConfirm = preview?.needsConfirm === true;
  return (
    <div className="space-y-2 border-t border-line px-4 py-3 text-[13px]">
      {problem !== null && (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      )}
      {mustConfirm && (
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            checked={isConfirmed}
            onChange={(event) => onConfirm(event.currentTarget.checked)}
            className="mt-0.5"
          />
          <span>
            {preview?.method} may change something at the target. <strong>Send it all the same.</strong>
          </span>
        </label>
      )}
      <Button
        needs="operate"
        type="submit"
        tone={mustConfirm ? 'danger' : 'primary'}
        disabled={isBusy || preview === null || preview.refusal !== null || (mustConfirm && !isConfirmed)}
      >
        <Send aria-hidden className="size-3.5" />
        {isBusy ? 'Sending…' : 'Replay'}
      </Button>
    </div>
  );
}
