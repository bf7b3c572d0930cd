import type { PageMetadata } from '@apiscope/core/page';
import { Link } from '@remix-run/react';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { exactCount } from '../format/format-count.ts';
import { buttonLook } from './button.tsx';
import { classNames } from './class-names.ts';
import { useLinkWith } from './use-link-with.ts';

/** Says which rows of how many are shown, and leads to the pages before and after (`page` in the address, from 1). */
export function Pager({ metadata, shown, noun }: { metadata: PageMetadata; shown: number; noun: string }) {
  const linkWith = useLinkWith();
  const { offset, limit, total, totalIsCapped } = metadata;
  const page = Math.floor(offset / limit) + 1;
  const hasNext = totalIsCapped || offset + shown < total;
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex items-center gap-2 px-4 py-2 text-xs text-muted">
      <span>
        {shown === 0 ? 'None' : `${exactCount(offset + 1)}–${exactCount(offset + shown)}`} of{' '}
        {totalIsCapped && 'more than '}
        {exactCount(total)} {noun}
      </span>
      <span className="ml-auto flex gap-1">
        <PageLink
          label="Previous page"
          to={page > 1 ? linkWith({ page: page > 2 ? String(page - 1) : null }) : null}
        >
          <ChevronLeft aria-hidden className="size-4" />
        </PageLink>
        <PageLink label="Next page" to={hasNext && shown > 0 ? linkWith({ page: String(page + 1) }) : null}>
          <ChevronRight aria-hidden className="size-4" />
        </PageLink>
      </span>
    </nav>
  );
}

function PageLink({ label, to, children }: { label: string; to: string | null; children: React.ReactNode }) {
  const look = classNames(buttonLook({ size: 'icon' }), 'size-7');
  if (to === null)
    return (
      <span className={classNames(look, 'opacity-40')} aria-disabled title={label}>
        {children}
      </span>
    );
  return (
    <Link to={to} className={look} aria-label={label} title={label}>
      {children}
    </Link>
  );
}
