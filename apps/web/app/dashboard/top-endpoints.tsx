import type { EndpointSummary } from '@apiscope/core/metrics/schema';
import type { Page } from '@apiscope/core/page';
import { Link, useLocation } from '@remix-run/react';
import { exactCount } from '../format/format-count.ts';
import { EndpointRows } from '../metrics/endpoint-rows.tsx';
import { scopeOf } from '../shell/nav-items.ts';
import { Card } from '../ui/card.tsx';

/** The endpoints with the most requests, each leading to its detail. */
export function TopEndpoints({ endpoints }: { endpoints: Page<EndpointSummary> }) {
  const { search } = useLocation();
  const { data, metadata } = endpoints;
  return (
    <Card
      title="Top endpoints"
      note={metadata.total > data.length && `${data.length} of ${exactCount(metadata.total)}`}
      action={
        <Link
          to={`/dashboard/metrics${scopeOf(search)}`}
          className="rounded text-xs font-medium text-accent hover:underline"
        >
          All endpoints
        </Link>
      }
    >
      {data.length === 0 ? (
        <p className="px-4 pb-6 pt-4 text-center text-[13px] text-faint">No requests in this range.</p>
      ) : (
        <EndpointRows endpoints={data} />
      )}
    </Card>
  );
}
