import type { RetentionKind, RetentionRun } from '@apiscope/core/retention/schema';
import { formatBytes } from '../format/format-bytes.ts';
import { exactCount, formatCount } from '../format/format-count.ts';
import { formatLatency } from '../format/format-latency.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { daysOf, kindWords } from './kind-words.ts';

/** What the last run let go of, of one kind, and why something is left. */
export function LastRun({ kind, run }: { kind: RetentionKind; run: RetentionRun | null }) {
  if (run === null) return <span className="text-faint">not run yet</span>;
  const { freed, error, startedAt } = run;
  const { rows, bytes, partitions, ms, others, rowsAreEstimated } = freed;
  const words = kindWords[kind];
  const also = Object.entries(others).filter(([, count]) => count > 0);
  return (
    <div className="space-y-0.5">
      <p title={exactly(freed)}>
        {rows === 0
          ? 'nothing was to go'
          : `${rowsAreEstimated ? '≈ ' : ''}${formatCount(rows)} ${rows === 1 ? words.row : words.rows}`}
        {partitions > 0 && `, ${daysOf(partitions)} whole, ${formatBytes(bytes)}`}
      </p>
      {also.length > 0 && kind !== 'deleted' && (
        <p className="text-xs text-faint">
          and {also.map(([name, count]) => `${formatCount(count)} ${otherWords[name] ?? name}`).join(', ')}
        </p>
      )}
      <p className="text-xs text-faint">
        <Timestamp at={startedAt} style="day-minute" />, took {formatLatency(ms)}
      </p>
      {error !== null && (
        <p role="alert" className="line-clamp-3 text-xs text-bad" title={error}>
          {error}
        </p>
      )}
    </div>
  );
}

/** Services named in the title of a number of rows. */
const namedServices = 8;

/** Every digit, and by service: those with most first. */
function exactly({ rows, services }: RetentionRun['freed']): string {
  const named = Object.entries(services).sort(([, a], [, b]) => b - a);
  const text = named.slice(0, namedServices).map(([name, count]) => `${name} ${exactCount(count)}`);
  if (named.length > namedServices) text.push('…');
  return text.length === 0 ? exactCount(rows) : `${exactCount(rows)}: ${text.join(', ')}`;
}

const otherWords: Record<string, string> = {
  patterns: 'patterns',
  replayRuns: 'replays',
  batches: 'ids of batches',
};
