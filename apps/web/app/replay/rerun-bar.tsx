import { isSafeMethod } from '@apiscope/core/replay/policy';
import { Link } from '@remix-run/react';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Button, buttonLook } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useIgnoredPaths } from './use-ignored-paths.ts';
import { useReplayActions } from './use-replay-actions.ts';

type RerunBarProps = { runId: number; method: string | null };

/** Sends the same once more, or leads to where it can be changed first. */
export function RerunBar({ runId, method }: RerunBarProps) {
  const { isBusy, problem, repeat } = useReplayActions();
  const { ignore } = useIgnoredPaths();
  const linkWith = useLinkWith();
  const [isConfirmed, setIsConfirmed] = useState(false);
  const mustConfirm = method !== null && !isSafeMethod(method);
  const changes = { ...(isConfirmed && { confirm: true }), ...(ignore.length > 0 && { ignore }) };
  return (
    <div className="mt-3 space-y-2 text-[13px]">
      {problem !== null && (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          needs="operate"
          size="small"
          disabled={isBusy || (mustConfirm && !isConfirmed)}
          onClick={() => void repeat(runId, changes)}
        >
          <RotateCw aria-hidden className="size-3.5 text-faint" />
          {isBusy ? 'Sending…' : 'Run again'}
        </Button>
        <Link
          to={linkWith({ tab: 'replay', run: null, compare: null })}
          preventScrollReset
          className={buttonLook({ size: 'small', tone: 'quiet' })}
        >
          Edit and replay
        </Link>
        {mustConfirm && (
          <label className="flex items-center gap-1.5 text-xs text-muted">
            <input
              type="checkbox"
              checked={isConfirmed}
              onChange={(event) => setIsConfirmed(event.currentTarget.checked)}
            />
            {method} may change something: send it all the same
          </label>
        )}
      </div>
    </div>
  );
}
