import type { Point } from '@nivo/line';
import { bucketName } from '../range/bucket-size.ts';
import { formatTime } from '../time/format-time.ts';
import { useZone } from '../time/zone-context.ts';

type TooltipPoint = Pick<
  Point<{ id: string; data: readonly { x: number; y: number | null }[] }>,
  'id' | 'seriesId' | 'seriesIndex' | 'seriesColor' | 'data'
>;
type ChartTooltipProps = {
  points: readonly TooltipPoint[];
  bucketSize: number;
  format: (value: number) => string;
  now: number;
};

/** What one bucket holds, series by series. */
export function ChartTooltip({ points, bucketSize, format, now }: ChartTooltipProps) {
  const zone = useZone();
  const inOrder = [...points].sort((a, b) => a.seriesIndex - b.seriesIndex);
  const start = points[0]?.data.x;
  if (start === undefined) return null;
  return (
    <div className="rounded-md border border-line bg-surface px-2.5 py-2 text-xs shadow-lg">
      <p className="mb-1 whitespace-nowrap text-faint">
        {formatTime(start, zone, 'day-minute')}, {bucketName(bucketSize)}
        {start + bucketSize * 1_000 > now && ', still filling'}
      </p>
      {inOrder.map(({ id, seriesId, seriesColor, data }) => (
        <p key={id} className="flex items-center gap-2 whitespace-nowrap">
          <span aria-hidden className="h-0.5 w-3 rounded" style={{ background: seriesColor }} />
          <span className="text-muted">{seriesId}</span>
          <span className="ml-auto pl-4 font-medium tabular-nums">
            {data.y === null ? '–' : format(data.y)}
          </span>
        </p>
      ))}
    </div>
  );
}
