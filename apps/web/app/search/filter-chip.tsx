import { Link } from '@remix-run/react';
import { X } from 'lucide-react';
import { classNames } from '../ui/class-names.ts';
import { operatorWord } from './operator-words.ts';

type FilterChipProps = {
  /** `field__op`. */
  name: string;
  value: string;
  removeTo: string;
  /** Why the API refuses it. */
  problem: string | null;
};

/** One filter in force, or one that the API refused and why. */
export function FilterChip({ name, value, removeTo, problem }: FilterChipProps) {
  const at = name.lastIndexOf('__');
  return (
    <span
      data-testid="filter-chip"
      className={classNames(
        'inline-flex min-h-7 max-w-full flex-wrap items-center gap-x-1.5 rounded-md border border-line bg-raised py-0.5 pl-2 text-xs',
        problem && 'border-bad/50 bg-bad-soft',
      )}
    >
      <span className="text-muted">{name.slice(0, at)}</span>
      <span className="text-faint">{operatorWord(name.slice(at + 2))}</span>
      <span className="max-w-72 truncate font-mono" title={value}>
        {value === '' ? '“”' : value}
      </span>
      {problem && (
        <span role="alert" className="text-bad">
          {problem}
        </span>
      )}
      <Link
        to={removeTo}
        className="grid size-6 place-items-center rounded text-faint hover:text-ink"
        aria-label={`Remove filter ${name}`}
      >
        <X aria-hidden className="size-3.5" />
      </Link>
    </span>
  );
}
