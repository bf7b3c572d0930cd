import { exactCount } from '../format/format-count.ts';
import { formatPercent } from '../format/format-percent.ts';
import { classNames } from '../ui/class-names.ts';

/** A share of failed requests; anything above 0 is set in the colour of failures, beside the number that says it. */
export function ErrorRate({ rate, of }: { rate: number; of: number }) {
  const failed = Math.round((rate * of) / 100);
  return (
    <span
      className={classNames('tabular-nums', rate > 0 ? 'font-medium text-bad' : 'text-faint')}
      title={`${exactCount(failed)} of ${exactCount(of)} requests failed`}
    >
      {formatPercent(rate)}
    </span>
  );
}
