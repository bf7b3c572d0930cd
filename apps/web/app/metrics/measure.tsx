import { Info } from 'lucide-react';
import { exactCount, formatCount } from '../format/format-count.ts';
import { exactLatency, formatLatency } from '../format/format-latency.ts';
import { classNames } from '../ui/class-names.ts';

/** Why a number is an estimate. */
const why = 'estimated: requests were sampled, or told of by histograms alone';

type MeasureProps = {
  /** The number as a person scans it. */
  text: string;
  /** The number with every digit. */
  exact: string;
  isApproximate: boolean;
  className?: string | undefined;
};

/** A number of a set of requests. An estimate is led by `~`, which screen readers hear as “about”; an exact one stands alone. */
export function Measure({ text, exact, isApproximate, className }: MeasureProps) {
  return (
    <span
      title={isApproximate ? `about ${exact}; ${why}` : exact}
      className={classNames('whitespace-nowrap', className)}
    >
      {isApproximate && (
        <>
          <span aria-hidden>~</span>
          <span className="sr-only">about </span>
        </>
      )}
      {text}
    </span>
  );
}

/** A number of requests. */
export function Count({ of, isApproximate }: { of: number; isApproximate: boolean }) {
  return <Measure text={formatCount(of)} exact={exactCount(of)} isApproximate={isApproximate} />;
}

/** A latency in milliseconds; null, where no request was timed, is no estimate. */
export function Latency({ ms, isApproximate }: { ms: number | null; isApproximate: boolean }) {
  return (
    <Measure text={formatLatency(ms)} exact={exactLatency(ms)} isApproximate={isApproximate && ms !== null} />
  );
}

/** Words of a sentence for a count that may be an estimate. */
export function aboutCount(text: string, isApproximate: boolean): string {
  return isApproximate ? `about ${text}` : text;
}

/** What `~` means, where any of the numbers beside it has one. */
export function ApproximateNote({ of }: { of: readonly { approximate: boolean }[] }) {
  if (!of.some(({ approximate }) => approximate)) return null;
  return (
    <p className="flex items-center gap-1.5 text-xs text-muted" data-testid="approximate-note">
      <Info aria-hidden className="size-3.5 shrink-0" />
      <span>
        <span className="font-medium">~</span> marks what is {why}.
      </span>
    </p>
  );
}
