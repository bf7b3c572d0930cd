import { exactCount } from '../format/format-count.ts';
import { formatPercent } from '../format/format-percent.ts';
import { classNames } from '../ui/class-names.ts';
import { Measure } from './measure.tsx';

type ErrorRateProps = { rate: number; of: number; isApproximate: boolean };

/** A share of failed requests; anything above 0 is set in the colour of failures, beside the number that says it. */
export function ErrorRate({ rate, of, isApproximate }: ErrorRateProps) {
  const failed = Math.round((rate * of) / 100);
  return (
    <Measure
      className={classNames('tabular-nums', rate > 0 ? 'font-medium text-bad' : 'text-faint')}
      text={of === 0 ? '–' : formatPercent(rate)}
      exact={of === 0 ? 'no requests' : `${exactCount(failed)} of ${exactCount(of)} requests failed`}
      isApproximate={isApproximate && of > 0}
    />
  );
}
