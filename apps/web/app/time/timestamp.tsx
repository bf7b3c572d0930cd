import { useZone } from '../shell/use-preferences.ts';
import { formatTime, type TimeStyle } from './format-time.ts';

/** A moment in the shown zone; its title has every digit, the offset and the moment in UTC. */
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
      {formatTime(epochMs, zone, style)}
    </time>
  );
}
