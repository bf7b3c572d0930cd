import { type CommonCustomLayerProps, ResponsiveLine, type SliceTooltipProps } from '@nivo/line';
import { useMemo } from 'react';
import { formatTime } from '../time/format-time.ts';
import { timeTicks } from '../time/time-ticks.ts';
import { useZone } from '../time/zone-context.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import { isolatedPoints, largestValue, type Series } from './series.ts';
import { valueTicks } from './value-ticks.ts';

export type TimeChartProps = {
  series: readonly Series[];
  /** Seconds a bucket. */
  bucketSize: number;
  /** Writes a value on the axis and in the tooltip. */
  format: (value: number) => string;
  /** Counts have no halves. */
  isWhole?: boolean;
  /** Fill below the lines. */
  isFilled?: boolean;
  /** Epoch milliseconds; a bucket that ends later is still filling. */
  now: number;
};

type Line = { id: string; color: string; data: readonly { x: number; y: number | null }[] };

const axis = { tickSize: 0, tickPadding: 8 };
const theme = {
  text: { fill: 'var(--faint)', fontSize: 11, fontFamily: 'inherit' },
  axis: { ticks: { text: { fill: 'var(--faint)', fontSize: 11 } } },
  grid: { line: { stroke: 'var(--line)', strokeWidth: 1 } },
  crosshair: { line: { stroke: 'var(--line-strong)', strokeWidth: 1, strokeDasharray: '3 3' } },
};

/** Lines over time, drawn once the browser knows its width. It does not animate, and null breaks a line. */
export function TimeChart({
  series,
  bucketSize,
  format,
  isWhole = false,
  isFilled = false,
  now,
}: TimeChartProps) {
  const zone = useZone();
  const data = useMemo<Line[]>(
    () => series.map(({ id, color, points }) => ({ id, color, data: points })),
    [series],
  );
  const first = series[0]?.points[0]?.x ?? 0;
  const last = Math.max(series[0]?.points.at(-1)?.x ?? 0, first + bucketSize * 1_000);
  const { at, daily } = timeTicks({ start: first, end: last }, zone, 6);
  const values = valueTicks(largestValue(series), isWhole);
  return (
    <ResponsiveLine<Line>
      data={data}
      theme={theme}
      colors={({ color }: Line) => color}
      margin={{ top: 10, right: 18, bottom: 26, left: 58 }}
      xScale={{ type: 'linear', min: first, max: last, nice: false }}
      yScale={{ type: 'linear', min: 0, max: values.at(-1) ?? 1, nice: false }}
      curve="linear"
      lineWidth={1.75}
      animate={false}
      enableGridX={false}
      gridYValues={values}
      enablePoints={false}
      enableArea={isFilled}
      areaOpacity={0.12}
      enableSlices="x"
      axisLeft={{ ...axis, tickValues: values, format: (value: number) => format(value) }}
      axisBottom={{
        ...axis,
        tickValues: at,
        format: (value: number) => formatTime(value, zone, daily ? 'day' : 'minute'),
      }}
      sliceTooltip={({ slice }: SliceTooltipProps<Line>) => (
        <ChartTooltip points={slice.points} bucketSize={bucketSize} format={format} now={now} />
      )}
      layers={['grid', 'axes', 'areas', 'lines', LonePoints, 'crosshair', 'slices']}
    />
  );
}

/** Dots for values that stand alone between two gaps. */
function LonePoints({ series, xScale, yScale }: CommonCustomLayerProps<Line>) {
  return (
    <g>
      {series.map(({ id, color, data }) => {
        const points = data.map((datum) => datum.data);
        const alone = isolatedPoints(points);
        return points.map(
          ({ x, y }) =>
            y !== null &&
            alone.has(x) && <circle key={`${id}-${x}`} cx={xScale(x)} cy={yScale(y)} r={2.5} fill={color} />,
        );
      })}
    </g>
  );
}
