import { Link, useLocation, useNavigate } from '@remix-run/react';
import { ArrowUpRight, ChevronDown } from 'lucide-react';
import { memo } from 'react';
import { exactCount, formatCount } from '../format/format-count.ts';
import { patternLink } from '../patterns/pattern-link.ts';
import { classNames } from '../ui/class-names.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useNextParams } from '../ui/use-next-params.ts';
import {
  type Counted,
  chooseValues,
  chosenValues,
  type FacetField,
  facetRows,
  toggled,
} from './facet-filter.ts';

type FacetGroupProps = { field: FacetField; title: string; counted: readonly Counted[] };

/** What to call a value that has no label of its own. */
const nameOf: { [F in FacetField]?: (value: string) => string } = { patternId: (value) => `#${value}` };

/** The values of one field with their counts. Any number can be chosen; none chosen is all. */
export const FacetGroup = memo(function FacetGroup({ field, title, counted }: FacetGroupProps) {
  const params = useNextParams();
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const { search } = useLocation();
  const chosen = chosenValues(params, field);
  const rows = facetRows(counted, chosen, nameOf[field]);
  if (rows.length === 0) return null;
  const most = rows.reduce((max, { count }) => Math.max(max, count ?? 0), 1);
  const choose = (values: readonly string[]) =>
    void navigate(linkWith(chooseValues(params, field, values)), { preventScrollReset: true });
  return (
    <details open className="group" data-facet={field}>
      <summary className="flex min-h-7 items-center gap-1 rounded px-1 font-semibold text-ink hover:bg-raised">
        <ChevronDown aria-hidden className="size-3.5 text-faint group-not-open:-rotate-90" />
        {title}
        {chosen.length > 0 && <span className="font-normal text-accent">{chosen.length} chosen</span>}
      </summary>
      <fieldset className="mb-2 min-w-0">
        <legend className="sr-only">{title}</legend>
        {rows.map(({ value, label, count }) => (
          <div
            key={value}
            className="group/row relative flex items-start rounded hover:bg-raised focus-within:bg-raised"
          >
            <span
              aria-hidden
              className="absolute inset-y-0.5 left-0 rounded-sm bg-accent-soft"
              style={{ width: `${((count ?? 0) / most) * 100}%` }}
            />
            <label className="relative flex min-w-0 flex-1 cursor-pointer items-start gap-2 px-1 py-1">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => choose(toggled(chosen, value))}
                className="mt-0.5 size-3.5 shrink-0 accent-accent"
              />
              <span
                title={label}
                className={classNames(
                  'min-w-0 flex-1 break-words',
                  field === 'patternId' ? 'line-clamp-2 font-mono text-[11px] leading-4' : 'truncate',
                  count === 0 && 'text-faint',
                )}
              >
                {label === '' ? '“”' : label}
              </span>
              <span
                className="shrink-0 text-muted tabular-nums"
                title={count === null ? 'not counted' : exactCount(count)}
              >
                {count === null ? '–' : formatCount(count)}
              </span>
            </label>
            {field === 'patternId' && count !== null && (
              <Link
                to={patternLink(Number(value), search)}
                aria-label={`About the pattern ${label}`}
                title="About the pattern"
                className="relative mt-0.5 grid size-6 shrink-0 place-items-center rounded text-faint opacity-0 hover:text-ink focus-visible:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100"
              >
                <ArrowUpRight aria-hidden className="size-3.5" />
              </Link>
            )}
          </div>
        ))}
      </fieldset>
    </details>
  );
});
