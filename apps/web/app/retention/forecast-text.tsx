import { formatBytes } from '../format/format-bytes.ts';
import { formatCount } from '../format/format-count.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { daysOf, kindWords } from './kind-words.ts';
import type { Forecast } from './use-forecast.ts';

/** What the next run would let go of, in one or two sentences. */
export function ForecastText({ policy, problem }: Forecast) {
  if (problem !== null) return <p className="text-bad">It can’t be told what would go: {problem}</p>;
  if (policy === null) return <p className="text-faint">Counting what would go…</p>;
  const { at, days, partitions, bytes, rows, rowsAreEstimated } = policy.next;
  const run = (
    <>
      the next run, <Timestamp at={at} style="day-minute" />,
    </>
  );
  if (days === 0 && rows === 0) return <p>With {run} nothing goes.</p>;
  const words = kindWords[policy.kind];
  const count = `${rowsAreEstimated ? 'about ' : ''}${formatCount(rows)} ${rows === 1 ? words.row : words.rows}`;
  return (
    <p>
      With {run} <strong>{count}</strong> {rows === 1 ? 'goes' : 'go'} for good
      {days > 0 && `, of ${daysOf(days)}`}.{' '}
      {partitions > 0
        ? `${partitions === days ? 'They go' : `${daysOf(partitions)} of these ${partitions === 1 ? 'goes' : 'go'}`} whole and ${partitions === 1 ? 'gives' : 'give'} ${formatBytes(bytes)} back to the disk.`
        : days > 0 && 'The disk gets its room back once these days go whole.'}
    </p>
  );
}
