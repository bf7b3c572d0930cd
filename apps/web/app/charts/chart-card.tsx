import { lazy, type ReactNode, Suspense, useState } from 'react';
import { bucketName } from '../range/bucket-size.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Card } from '../ui/card.tsx';
import { useHydrated } from '../ui/use-hydrated.ts';
import type { TimeChartProps } from './time-chart.tsx';

/** Only a browser draws, and the page is whole without it, so the drawing code comes after everything else. */
const TimeChart = lazy(async () => ({ default: (await import('./time-chart.tsx')).TimeChart }));

type ChartCardProps = TimeChartProps & {
  title: string;
  /** The chart in a sentence, for those who cannot see it. */
  summary: string;
  /** Whether some of its values are estimates. */
  isApproximate: boolean;
  /** Stands in the chart's place when there is nothing to draw. */
  empty?: ReactNode;
};

/** A chart with its legend, a sentence for screen readers and its numbers as a table. The height never changes. */
export function ChartCard({ title, summary, isApproximate, empty, ...chart }: ChartCardProps) {
  const isHydrated = useHydrated();
  const [isTableOpen, setIsTableOpen] = useState(false);
  const { series, bucketSize, format } = chart;
  return (
    <Card
      title={title}
      note={`per ${bucketName(bucketSize).replace(/^1 /, '')}${isApproximate ? ', estimated' : ''}`}
      action={<Legend series={series} />}
    >
      <p className="sr-only">{summary}</p>
      <div aria-hidden className="h-56 w-full" data-testid="chart">
        {empty ? (
          <div className="grid h-full place-items-center text-[13px] text-faint">{empty}</div>
        ) : (
          isHydrated && (
            <Suspense>
              <TimeChart {...chart} />
            </Suspense>
          )
        )}
      </div>
      <details className="px-4 pb-3 text-xs" onToggle={(event) => setIsTableOpen(event.currentTarget.open)}>
        <summary className="w-fit rounded text-faint hover:text-ink">As a table</summary>
        {isTableOpen && (
          <div className="mt-2 max-h-64 overflow-auto rounded-md border border-line">
            <table className="w-full tabular-nums">
              <caption className="sr-only">{title}</caption>
              <thead className="sticky top-0 bg-raised text-left">
                <tr>
                  <th className="px-2 py-1 font-medium">From</th>
                  {series.map(({ id }) => (
                    <th key={id} className="px-2 py-1 text-right font-medium">
                      {id}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {series[0]?.points.map(({ x }, index) => (
                  <tr key={x} className="border-t border-line">
                    <td className="px-2 py-1">
                      <Timestamp at={new Date(x).toISOString()} style="day-minute" />
                    </td>
                    {series.map(({ id, points }) => {
                      const y = points[index]?.y ?? null;
                      return (
                        <td key={id} className="px-2 py-1 text-right">
                          {y === null ? '–' : format(y)}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </details>
    </Card>
  );
}

function Legend({ series }: Pick<TimeChartProps, 'series'>) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
      {series.map(({ id, color }) => (
        <li key={id} className="flex items-center gap-1.5">
          <span aria-hidden className="h-0.5 w-3.5 rounded" style={{ background: color }} />
          {id}
        </li>
      ))}
    </ul>
  );
}
