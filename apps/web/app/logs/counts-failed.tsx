import type { ApiProblem } from '../api/api-problem.ts';
import { Button } from '../ui/button.tsx';

type CountsFailedProps = {
  /** What could not be read. */
  what: string;
  /** Whether earlier ones are still shown. */
  isStale?: boolean;
  problem: ApiProblem;
  onRetry: () => void;
};

/** Says beside the lines, which stand, that their counts could not be read. */
export function CountsFailed({ what, isStale = false, problem, onRetry }: CountsFailedProps) {
  return (
    <span role="status" className="inline-flex flex-wrap items-center gap-2 text-bad" title={problem.message}>
      {isStale ? `${what} could not be read again.` : `${what} could not be read: ${problem.message}`}
      <Button size="small" className="h-6" onClick={onRetry}>
        Try again
      </Button>
    </span>
  );
}
