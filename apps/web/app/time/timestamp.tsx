import { formatTime, type TimeStyle } from './format-time.ts';
import { useZone } from './zone-context.ts';

/** A moment in the shown zone; its title has every digit, the offset and the moment in UTC. Narrow lists leave out the day. */
export function Timestamp({ at, style = 'full' }: { at: string; style?: TimeStyle }) {
  const zone = useZone();
  const epochMs = Date.parse(at);
  const full = formatTime(epochMs, zone, 'full');
  return (
    <time
      dateTime={at}
      title={zone === 'UTC' ? full : `${full} (${at})`}
      className="whitespace-nowrap tabular-nums"
    >
      {style === 'day-second' ? (
        <>
          <span className="max-sm:hidden">{formatTime(epochMs, zone, 'day')} </span>
          {formatTime(epochMs, zone, 'second')}
        </>
      ) : (
        formatTime(epochMs, zone, style)
      )}
    </time>
  );
}
