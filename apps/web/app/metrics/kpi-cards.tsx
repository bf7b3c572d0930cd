import type { SummaryOutput } from '@apiscope/core/metrics/schema';
import { exactCount, formatCount } from '../format/format-count.ts';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { formatPercent } from '../format/format-percent.ts';
import { KpiCard } from './kpi-card.tsx';
import { ApproximateNote, aboutCount } from './measure.tsx';
import { pointsTrend, ratioTrend } from './trend.ts';

/** The four numbers of a range against the equal range before it. */
export function KpiCards({ summary }: { summary: SummaryOutput }) {
  const { previous, trafficCount, errorRate, p95Latency, avgLatency, approximate } = summary;
  const hasTraffic = trafficCount > 0;
  const hadTraffic = previous.trafficCount > 0;
  const errors = Math.round((errorRate * trafficCount) / 100);
  const sample = hasTraffic
    ? `of ${aboutCount(exactCount(trafficCount), approximate)} requests`
    : 'no requests';
  const before = (text: string) => aboutCount(text, previous.approximate);
  const timed = hasTraffic && p95Latency === null ? `none ${sample} was timed` : sample;
  return (
    <div className="space-y-2">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <KpiCard
          name="Error rate"
          value={hasTraffic ? formatPercent(errorRate) : '–'}
          exact={hasTraffic ? `${exactCount(errors)} ${sample} failed: ${errorRate}%` : sample}
          isApproximate={approximate && hasTraffic}
          trend={
            hasTraffic && hadTraffic ? pointsTrend(errorRate, previous.errorRate, 'bad') : { kind: 'none' }
          }
          previous={before(formatPercent(previous.errorRate))}
          sample={hasTraffic ? `${aboutCount(exactCount(errors), approximate)} ${sample}` : sample}
        />
        <KpiCard
          name="P95 latency"
          value={formatLatency(p95Latency)}
          exact={approximate ? exactLatency(p95Latency) : `${exactLatency(p95Latency)}, within 1%`}
          isApproximate={approximate && p95Latency !== null}
          trend={ratioTrend(p95Latency, previous.p95Latency, 'bad')}
          previous={before(formatLatency(previous.p95Latency))}
          sample={timed}
        />
        <KpiCard
          name="Traffic"
          value={formatCount(trafficCount)}
          exact={`${exactCount(trafficCount)} requests`}
          isApproximate={approximate}
          trend={ratioTrend(trafficCount, hadTraffic ? previous.trafficCount : null, 'neutral')}
          previous={before(`${exactCount(previous.trafficCount)} requests`)}
          sample={perMinute(summary)}
        />
        <KpiCard
          name="Average response"
          value={formatLatency(avgLatency)}
          exact={exactLatency(avgLatency)}
          isApproximate={approximate && avgLatency !== null}
          trend={ratioTrend(avgLatency, previous.avgLatency, 'bad')}
          previous={before(formatLatency(previous.avgLatency))}
          sample={timed}
        />
      </div>
      <ApproximateNote of={[summary]} />
    </div>
  );
}

function perMinute({ trafficCount, approximate, range: { startDate, endDate } }: SummaryOutput): string {
  if (trafficCount === 0) return 'no requests';
  const minutes = startDate && endDate ? (Date.parse(endDate) - Date.parse(startDate)) / 60_000 : 0;
  if (!(minutes > 0)) return 'requests';
  const rate = trafficCount / minutes;
  const said = rate >= 9.5 ? formatCount(Math.round(rate)) : String(Number(rate.toPrecision(2)));
  return `requests, ${aboutCount(said, approximate)} a minute`;
}
