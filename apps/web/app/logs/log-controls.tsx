import { type Level, levels } from '@apiscope/core/logs/level';
import { useNavigate, useSearchParams } from '@remix-run/react';
import { ArrowDownWideNarrow, ArrowUpNarrowWide, SlidersHorizontal } from 'lucide-react';
import { ChoiceMenu } from '../ui/choice-menu.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { ColumnMenu } from './column-menu.tsx';

const levelWords: Record<Level, string> = {
  trace: 'All levels',
  debug: 'Debug and above',
  info: 'Info and above',
  warn: 'Warnings and above',
  error: 'Errors and above',
  fatal: 'Fatal only',
};

/** The least severity shown, which end of time is on top, and the columns. */
export function LogControls() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const isOldestFirst = params.get('order') === 'asc';
  return (
    <>
      <ChoiceMenu
        label="Least severe level"
        icon={SlidersHorizontal}
        value={params.get('level__gte') ?? 'trace'}
        choices={levels.map((value) => ({ value, label: levelWords[value] }))}
        onChoose={(level) => void navigate(linkWith({ level__gte: level === 'trace' ? null : level }))}
      />
      <ChoiceMenu
        label="Order"
        icon={isOldestFirst ? ArrowUpNarrowWide : ArrowDownWideNarrow}
        value={isOldestFirst ? 'asc' : 'desc'}
        choices={[
          { value: 'desc', label: 'Newest first' },
          { value: 'asc', label: 'Oldest first' },
        ]}
        onChoose={(order) =>
          void navigate(linkWith({ order: order === 'asc' ? 'asc' : null, order_by: null }))
        }
      />
      <ColumnMenu />
    </>
  );
}
