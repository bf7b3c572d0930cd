import type { Shifted } from '@apiscope/core/traces/adjust-skew';
import type { Span } from '@apiscope/core/traces/schema';
import { Link } from '@remix-run/react';
import { Notice } from '../ui/notice.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { formatShift } from './format-shift.ts';

/** Services that are named at most. */
const maxNamed = 3;

/** Says that the clocks of services differ, and whose spans stand elsewhere than these have them; leads to the times as recorded and back. */
export function SkewNotice({ spans, isRecorded }: { spans: readonly Shifted<Span>[]; isRecorded: boolean }) {
  const linkWith = useLinkWith();
  const moved = spans.filter(({ shift }) => shift !== 0);
  if (moved.length === 0) return null;
  const ofService = new Map(moved.map(({ service, shift }) => [service, shift]));
  const named = [...ofService]
    .slice(0, maxNamed)
    .map(([service, shift]) => `${service} by ${formatShift(shift)}`);
  const rest = ofService.size - named.length;
  const count = moved.length === 1 ? 'One span is' : `${moved.length.toLocaleString('en-US')} spans are`;
  return (
    <Notice tone="warn">
      <span data-testid="skew">
        The clocks of services differ.{' '}
        {isRecorded
          ? 'Times are shown as they were recorded: spans may stand outside the span that called them.'
          : `${count} moved to lie within the span that called them: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`}
      </span>{' '}
      <Link
        to={linkWith({ times: isRecorded ? null : 'recorded' })}
        preventScrollReset
        replace
        className="whitespace-nowrap font-medium text-accent underline"
      >
        {isRecorded ? 'Adjust times' : 'Show times as recorded'}
      </Link>
    </Notice>
  );
}
