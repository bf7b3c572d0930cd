import { audit } from '@apiscope/core/search/resources/audit';
import { Link, useSearchParams } from '@remix-run/react';
import { FileClock } from 'lucide-react';
import { ExportMenu } from '../export/export-menu.tsx';
import { RangePicker } from '../range/range-picker.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListCard } from '../ui/list-card.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useOpenId } from '../ui/use-open-id.ts';
import { useSort } from '../ui/use-sort.ts';
import { auditColumns } from './audit-columns.tsx';
import { AuditDrawer } from './audit-drawer.tsx';
import type { loadAudit } from './load-audit.server.ts';

/** Who did what, and when. */
export function AuditView({
  page,
  problem,
  query,
  detail,
  views,
  now,
}: Awaited<ReturnType<typeof loadAudit>>) {
  const linkWith = useLinkWith();
  const openId = useOpenId('entry');
  const sort = useSort(audit.defaultOrder);
  const isRead = detail !== null && String(detail.id) === openId;
  const opened = page.data.find(({ id }) => String(id) === openId) ?? null;
  return (
    <>
      <PageHead title="Audit log" note="who did what; written with what it tells of, kept for a year" />
      <FilterBar
        resource={audit}
        what="entries"
        problem={problem}
        views={views}
        actions={<ExportMenu path="/audit/export" query={query} />}
      >
        <RangePicker now={now} />
      </FilterBar>
      <ListCard
        page={page}
        noun="entries"
        empty={<NothingDone isRefused={problem !== null} />}
        caption="Audit log"
        columns={auditColumns}
        rowId={({ id }) => String(id)}
        openId={openId}
        linkTo={({ id }) => linkWith({ entry: String(id) })}
        sort={sort}
      />
      {openId !== null && (
        <AuditDrawer entry={(isRead ? detail.entry : opened) ?? null} isLoading={!isRead} />
      )}
    </>
  );
}

function NothingDone({ isRefused }: { isRefused: boolean }) {
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  if (isRefused)
    return (
      <EmptyState icon={FileClock} title="No entries to show">
        Change the filters above.
      </EmptyState>
    );
  return (
    <EmptyState icon={FileClock} title="Nothing was done in this range">
      <p>
        Keys, replays, redaction rules, retention, targets, jobs, deletions and imports leave an entry when
        somebody changes them.
      </p>
      {params.get('range') !== '30d' && (
        <Link
          to={linkWith({ range: '30d', from: null, to: null, page: null })}
          className="font-medium text-accent underline"
        >
          Show the last 30 days
        </Link>
      )}
    </EmptyState>
  );
}
