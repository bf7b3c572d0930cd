import type { ScrubRun } from '@apiscope/core/redact/scrub-schema';
import { exactCount, formatCount } from '../format/format-count.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

const tones = { running: 'accent', done: 'good', failed: 'bad' } as const;

type ScrubCardProps = {
  tables: readonly string[];
  run: ScrubRun | null;
  version: number;
  isBusy: boolean;
  onScrub: () => void;
};

/** Whether what is stored was rewritten with the rules in force, and how far that is. */
export function ScrubCard({ tables, run, version, isBusy, onScrub }: ScrubCardProps) {
  const isRunning = run?.status === 'running';
  return (
    <Card
      title="History"
      note="what is stored, rewritten with the rules in force"
      action={
        <Button needs="admin" size="small" disabled={isBusy || isRunning} onClick={onScrub}>
          {isRunning ? 'Scrubbing…' : 'Scrub history'}
        </Button>
      }
    >
      <div className="space-y-3 px-4 pb-4 pt-2 text-[13px]" data-testid="scrub">
        {run === null ? (
          <p className="text-muted">
            Never scrubbed. Rules hold for what comes after them; a scrub takes what they hide out of what is
            stored, for good.
          </p>
        ) : (
          <>
            <p className="flex flex-wrap items-center gap-2">
              <Badge tone={tones[run.status]}>{run.status}</Badge>
              <span title={`${exactCount(run.rewritten)} of ${exactCount(run.seen)}`}>
                {formatCount(run.rewritten)} of {formatCount(run.seen)} rows rewritten
              </span>
              <span className="text-faint">
                by version {run.rulesVersion}, <Timestamp at={run.startedAt} style="day-minute" />
              </span>
              {run.rulesVersion !== version && <Badge tone="warn">older than the rules in force</Badge>}
            </p>
            {run.error !== null && (
              <p role="alert" className="text-bad">
                {run.error}
              </p>
            )}
            <ul className="grid gap-2 sm:grid-cols-2">
              {tables.map((table) => (
                <Table key={table} name={table} progress={run.tables.find((each) => each.table === table)} />
              ))}
            </ul>
          </>
        )}
      </div>
    </Card>
  );
}

function Table({ name, progress }: { name: string; progress: ScrubRun['tables'][number] | undefined }) {
  const part = !progress ? 0 : progress.isDone ? 1 : progress.cursor / Math.max(1, progress.until);
  return (
    <li>
      <span className="flex justify-between gap-2 text-xs text-muted">
        <span className="font-mono">{name}</span>
        <span className="tabular-nums">{formatCount(progress?.rewritten ?? 0)} rewritten</span>
      </span>
      <progress aria-label={name} max={1} value={part} className="h-1.5 w-full accent-accent" />
    </li>
  );
}
