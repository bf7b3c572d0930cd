import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { classNames } from '../ui/class-names.ts';
import { Measure } from './measure.tsx';
import type { Trend } from './trend.ts';

type KpiCardProps = {
  name: string;
  value: string;
  /** The value with every digit. */
  exact: string;
  isApproximate: boolean;
  trend: Trend;
  /** The value of the period before, for the trend's tooltip. */
  previous: string;
  /** What the value was computed from. */
  sample: string;
};

/** One number that tells how a service is doing, what it was before, and how many requests it rests on. */
export function KpiCard({ name, value, exact, isApproximate, trend, previous, sample }: KpiCardProps) {
  return (
    <section
      aria-label={name}
      data-testid="kpi"
      className="rounded-lg border border-line bg-surface px-4 py-3"
    >
      <h2 className="text-xs font-medium text-faint">{name}</h2>
      <p className="mt-1 text-[26px] font-semibold leading-8 tracking-tight tabular-nums">
        <Measure text={value} exact={exact} isApproximate={isApproximate} />
      </p>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 text-xs">
        <TrendMark trend={trend} previous={previous} />
        <span className="text-faint before:mr-2 before:content-['·'] max-lg:before:hidden">{sample}</span>
      </p>
    </section>
  );
}

function TrendMark({ trend, previous }: { trend: Trend; previous: string }) {
  if (trend.kind === 'none') return <span className="text-faint">No earlier data</span>;
  const title = `Before: ${previous}, over the equal period right before`;
  if (trend.kind === 'flat')
    return (
      <span className="inline-flex items-center gap-0.5 text-muted" title={title}>
        <Minus aria-hidden className="size-3.5" />
        Unchanged
      </span>
    );
  const Arrow = trend.kind === 'up' ? ArrowUp : ArrowDown;
  const ink = { good: 'text-good', bad: 'text-bad', neutral: 'text-muted' }[trend.meaning];
  return (
    <span className={classNames('inline-flex items-center gap-0.5 font-medium', ink)} title={title}>
      <Arrow aria-hidden className="size-3.5" />
      {trend.change}
      <span className="sr-only">
        {trend.kind} against the period before
        {trend.meaning !== 'neutral' && `, which is ${trend.meaning}`}
      </span>
    </span>
  );
}
