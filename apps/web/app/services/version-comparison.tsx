import { useLocation, useNavigate } from '@remix-run/react';
import { ArrowRight } from 'lucide-react';
import { scopeOf } from '../shell/nav-items.ts';
import { Card } from '../ui/card.tsx';
import { ChoiceMenu } from '../ui/choice-menu.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import type { loadService } from './load-service.server.ts';
import { type VersionChange, versionColumns } from './version-columns.tsx';

type VersionComparisonProps = {
  service: string;
  /** Whether a sender keeps but some of its requests. */
  isSampled: boolean;
  compared: NonNullable<Awaited<ReturnType<typeof loadService>>['compared']>;
};

/** Two versions of a service side by side: whether a deploy made it worse, and where. A row leads to the captured requests of both. */
export function VersionComparison({ service, isSampled, compared }: VersionComparisonProps) {
  const { versions, pair, numbers } = compared;
  const { search } = useLocation();
  const rows: VersionChange[] = [{ endpoint: null, ...numbers.all }, ...numbers.endpoints];
  const note = isSampled
    ? 'captured requests of the range, all that failed kept'
    : 'captured requests of the range';
  const missing = (['before', 'after'] as const).filter((side) => numbers.all[side] === null);
  const linkTo = ({ endpoint }: VersionChange) => {
    const params = new URLSearchParams(scopeOf(search, service));
    if (endpoint !== null) params.set('endpoint__eq', endpoint);
    const chosen = [pair.before, pair.after].map((version) => version.replace(/[\\,]/g, '\\$&'));
    params.set('version__in', chosen.join(','));
    return `/dashboard/replay?${params}`;
  };
  return (
    <Card
      title="Version against version"
      note={note}
      action={<VersionMenus versions={versions} pair={pair} />}
    >
      {missing.length > 0 && (
        <p className="px-4 pt-2 text-[13px] text-muted">
          No captured request of this range was served by {missing.map((side) => pair[side]).join(' or ')}.
        </p>
      )}
      {missing.length === 2 ? (
        <div className="h-4" />
      ) : (
        <DataTable
          caption="Version against version"
          columns={versionColumns}
          rows={rows}
          rowId={({ endpoint }) => endpoint ?? ''}
          linkTo={linkTo}
          className="mt-1 max-h-96 overflow-y-auto"
        />
      )}
    </Card>
  );
}

function VersionMenus({ versions, pair }: Pick<VersionComparisonProps['compared'], 'versions' | 'pair'>) {
  const linkWith = useLinkWith();
  const navigate = useNavigate();
  const choices = versions.map((version) => ({ value: version, label: version }));
  const menu = (side: 'before' | 'after', label: string) => (
    <ChoiceMenu
      label={label}
      value={pair[side]}
      choices={choices}
      // Both are written, so that a link means the same two once a newer version has appeared.
      onChoose={(version) =>
        void navigate(linkWith({ ...pair, [side]: version }), { preventScrollReset: true })
      }
    />
  );
  return (
    <span className="flex items-center gap-1.5">
      {menu('before', 'Version before')}
      <ArrowRight aria-hidden className="size-4 shrink-0 text-faint" />
      {menu('after', 'Version after')}
    </span>
  );
}
