import type { SetCount } from '@apiscope/core/replay/set-schema';
import { exactCount } from '../format/format-count.ts';

/** What a run would send, refuse, and send with something missing. */
export function SetCountText({ count }: { count: SetCount }) {
  const { matching, matchingIsCapped, selected, sendable, refused, needsValue, target, reasons, values } =
    count;
  return (
    <div className="space-y-2 rounded-md bg-raised px-3 py-2 text-[13px]" data-testid="set-count">
      <p>
        {matchingIsCapped && 'More than '}
        {exactCount(matching)} {matching === 1 ? 'request passes' : 'requests pass'} the filter
        {selected < matching && `, the first ${exactCount(selected)} are taken`}.{' '}
        <strong className="font-semibold">{exactCount(sendable)}</strong> would be sent to {target}
        {refused > 0 && (
          <>
            , <strong className="font-semibold text-bad">{exactCount(refused)} refused</strong>
          </>
        )}
        .
      </p>
      {refused > 0 && (
        <ul className="list-disc pl-5 text-xs text-muted">
          {reasons.map(({ reason, count }) => (
            <li key={reason} className="break-words">
              {exactCount(count)}: {reason}
            </li>
          ))}
        </ul>
      )}
      {needsValue > 0 && (
        <p className="break-words text-xs text-muted">
          {exactCount(needsValue)} would go without a value that was redacted:{' '}
          {values.map(({ path, count }) => `${path} (${exactCount(count)})`).join(', ')}. Add it to the
          headers of the target.
        </p>
      )}
    </div>
  );
}
