import { printTimestamp } from '@apiscope/core/search/timestamp';
import { Link } from '@remix-run/react';
import { Sparkles } from 'lucide-react';
import { Timestamp } from '../time/timestamp.tsx';
import { buttonLook } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useNextParams } from '../ui/use-next-params.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** The filter that says since when patterns are new. */
export const newSinceFilter = 'firstSeen__gte';

/** Shows only the patterns that were first seen since this time yesterday, newest first; once more shows all again. */
export function NewSince({ now }: { now: number }) {
  const linkWith = useLinkWith();
  const since = useNextParams().get(newSinceFilter);
  const isOn = since !== null;
  const yesterday = Math.floor((now - dayMs) / minuteMs) * minuteMs;
  const to = isOn
    ? { [newSinceFilter]: null, order_by: null, order: null, page: null }
    : { [newSinceFilter]: printTimestamp(yesterday), order_by: 'firstSeen', order: 'desc', page: null };
  return (
    <Link
      to={linkWith(to)}
      preventScrollReset
      aria-current={isOn || undefined}
      title={isOn ? 'Show patterns of any age' : 'Only patterns first seen within the last 24 hours'}
      className={classNames(
        buttonLook(),
        isOn && 'border-accent bg-accent-soft text-accent hover:bg-accent-soft',
      )}
    >
      <Sparkles aria-hidden className={classNames('size-4', !isOn && 'text-faint')} />
      {isOn && !Number.isNaN(Date.parse(since)) ? (
        <span>
          New since <Timestamp at={since} style="day-minute" />
        </span>
      ) : (
        'New since yesterday'
      )}
    </Link>
  );
}
