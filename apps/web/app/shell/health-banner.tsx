import { formatTime } from '../time/format-time.ts';
import { useZone } from '../time/zone-context.ts';
import { Notice } from '../ui/notice.tsx';
import type { Trouble } from './use-health.ts';

const consequences = {
  server: 'What you see may be out of date. Retrying every 5 s.',
  database: 'What you see may be out of date. Retrying every 5 s.',
  worker: 'Requests are kept, but metrics and jobs wait until it is back.',
  other: 'Retrying every 5 s.',
} as const;

/** Says which part of Apiscope itself is away, since when, and what that means for this screen. */
export function HealthBanner({ trouble }: { trouble: Trouble }) {
  const zone = useZone();
  const isSevere = trouble.kind === 'server' || trouble.kind === 'database';
  return (
    <div className="px-4 pt-3" data-testid="health-banner">
      <Notice tone={isSevere ? 'bad' : 'warn'} role="alert">
        <strong className="font-semibold">
          {trouble.message} since {formatTime(trouble.since, zone, 'second')}.
        </strong>{' '}
        {consequences[trouble.kind]}
      </Notice>
    </div>
  );
}
