import { type Level, levels } from '@apiscope/core/logs/level';
import { relevance } from '@apiscope/core/search/fields';
import { useNavigate, useSearchParams } from '@remix-run/react';
import { ArrowDownWideNarrow, ArrowUpNarrowWide, SlidersHorizontal, Sparkles } from 'lucide-react';
import { ChoiceMenu } from '../ui/choice-menu.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { ColumnMenu } from './column-menu.tsx';
import { hasTerms, orderShown } from './logs-query.ts';

const levelWords: Record<Level, string> = {
  trace: 'All levels',
  debug: 'Debug and above',
  info: 'Info and above',
  warn: 'Warnings and above',
  error: 'Errors and above',
  fatal: 'Fatal only',
};
const orders = {
  newest: { label: 'Newest first', icon: ArrowDownWideNarrow, params: { order_by: null, order: null } },
  oldest: { label: 'Oldest first', icon: ArrowUpNarrowWide, params: { order_by: null, order: 'asc' } },
  relevance: { label: 'Best matches', icon: Sparkles, params: { order_by: relevance, order: null } },
} as const;

/** The least severity shown, which lines come first, and the columns. */
export function LogControls() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const order = orderShown(params);
  const isSearch = hasTerms(params.get('search'));
  const choices = (['newest', 'oldest', ...(isSearch ? ['relevance' as const] : [])] as const).map(
    (value) => ({
      value,
      label: orders[value].label,
    }),
  );
  const hasOwnLevels = params.has('level__in') || params.has('level__eq');
  return (
    <>
      <ChoiceMenu
        label="Least severe level"
        icon={SlidersHorizontal}
        value={hasOwnLevels ? 'chosen' : (params.get('level__gte') ?? 'trace')}
        choices={[
          ...(hasOwnLevels ? [{ value: 'chosen', label: 'Chosen levels' }] : []),
          ...levels.map((value) => ({ value, label: levelWords[value] })),
        ]}
        onChoose={(level) =>
          level !== 'chosen' &&
          void navigate(
            linkWith({ level__gte: level === 'trace' ? null : level, level__in: null, level__eq: null }),
          )
        }
      />
      <ChoiceMenu
        label="Order"
        icon={orders[order].icon}
        value={order}
        choices={choices}
        onChoose={(chosen) => void navigate(linkWith(orders[chosen as keyof typeof orders].params))}
      />
      <ColumnMenu />
    </>
  );
}
