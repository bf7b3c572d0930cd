import type { CountrySummary } from '@apiscope/core/metrics/schema';
import { countryName } from '../format/country-name.ts';
import { formatPercent } from '../format/format-percent.ts';
import { ErrorRate } from '../metrics/error-rate.tsx';
import { Count, Measure } from '../metrics/measure.tsx';
import { Card } from '../ui/card.tsx';

type TopCountriesProps = {
  countries: CountrySummary[];
  most: number;
  /** Whether the counts of the range are estimates. */
  isApproximate: boolean;
};

/** Where requests come from. Those without a country are a row like any other, so the shares add up. */
export function TopCountries({ countries, most, isApproximate }: TopCountriesProps) {
  const total = countries.reduce((sum, { trafficCount }) => sum + trafficCount, 0);
  return (
    <Card title="Top countries" note={countries.length > most && `${most} of ${countries.length}`}>
      {countries.length === 0 ? (
        <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">No requests in this range.</p>
      ) : (
        <table className="mb-1 w-full table-fixed text-[13px]" data-testid="top-countries">
          <thead className="text-xs text-faint">
            <tr>
              <th className="px-4 text-left font-medium">Country</th>
              <th className="w-20 px-2 text-right font-medium">Requests</th>
              <th className="w-16 px-2 text-right font-medium">Share</th>
              <th className="w-20 px-4 pl-2 text-right font-medium">Errors</th>
            </tr>
          </thead>
          <tbody>
            {countries.slice(0, most).map(({ country, trafficCount, errorRate }) => (
              <tr key={country} className="h-8 border-t border-line/60">
                <td className="px-4">
                  <span className="flex items-center gap-2">
                    <span
                      aria-hidden
                      className="w-7 rounded bg-raised text-center font-mono text-[11px] text-muted"
                    >
                      {country === 'unknown' ? '?' : country}
                    </span>
                    {/* Server and browser may know a country by different names. */}
                    <span className="truncate" suppressHydrationWarning>
                      {countryName(country)}
                    </span>
                  </span>
                </td>
                <td className="px-2 text-right tabular-nums">
                  <Count of={trafficCount} isApproximate={isApproximate} />
                </td>
                <td className="px-2 text-right tabular-nums text-muted">
                  <Measure
                    text={formatPercent((trafficCount / total) * 100)}
                    exact={`${(trafficCount / total) * 100}%`}
                    isApproximate={isApproximate}
                  />
                </td>
                <td className="px-4 pl-2 text-right">
                  <ErrorRate rate={errorRate} of={trafficCount} isApproximate={isApproximate} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
